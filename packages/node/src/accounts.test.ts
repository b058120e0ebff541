import * as Codec from '@parley/codec'
import { Bytes, Envelope, Identity, Limits, Topic } from '@parley/protocol'
import { beforeEach, expect, test } from 'vitest'

import { Client, codeOf, contentOf, crypto, Device, random } from '../test/client.ts'
import { Cores } from '../test/cores.ts'

let cores: Cores
let client: Client

/** More than any test asks for: what a link may do is another matter. */
const much = { perSecond: 1e9, burst: 1e9 }
const plenty = { holder: { stranger: much, new: much, known: much }, prefix: much, node: much }
const purses = Object.fromEntries(
  (
    [
      'asks',
      'received',
      'envelopes',
      'topics',
      'stored',
      'authentications',
      'walletChecks',
    ] as const
  ).map((row) => [row, plenty]),
)

beforeEach(async () => {
  cores = await Cores.create({ limits: { purses } })
  client = await cores.connect()
})

const descriptorOf = (entry: Identity.Entry, home: Topic.Home = 0): Topic.Descriptor =>
  Topic.identity(Identity.accountOf(entry), home)

/** The code an entry is answered with; `stored` if it is. */
async function tell(entry: Identity.Entry, by = client): Promise<string> {
  const [answer] = await by.publish(Identity.envelopeOf(crypto, entry, 0), descriptorOf(entry))
  if (answer?.type === 'receipt') return 'stored'
  return answer?.type === 'refusal' ? answer.error.code : 'nothing'
}

const codeOfTold = (entry: Identity.Entry, by?: Client): Promise<string> =>
  tell(entry, by).catch((error: { code: string }) => error.code)

/** What a node holds of an account. */
async function held(device: Device): Promise<Identity.Entry[]> {
  const topic = Topic.idOf(crypto, Topic.identity(device.account, 0))
  const items = await client.read(topic)
  return items.map(({ envelope }) =>
    Codec.decode(Identity.entry, Codec.decode(Envelope.codec, envelope).content.body),
  )
}

/** A device of a new wallet, certified a moment ago. */
const newDevice = (): Promise<Device> => Device.create({ issuedAt: later(-1000) })

const network = (): Uint8Array => cores.network.id

test('5,200 copies of an entry change nothing, and the device is revoked after', async () => {
  const victim = await Device.create()
  const announcement = await victim.announcement(network())
  expect(await codeOfTold(announcement)).toBe('stored')
  const stranger = await cores.connect()
  await stranger.authenticate(await Device.create())
  const { content } = Identity.envelopeOf(crypto, announcement, 0)
  const codes = new Map<string, number>()
  for (let i = 0; i < 5_200; i++) {
    // Each is another envelope of the same body.
    const sentAt = content.sentAt - 1 - i
    const copy = Envelope.self({ ...content, sentAt, expiresAt: content.expiresAt - (i % 2) })
    const code = await codeOf(stranger.receipt(copy, descriptorOf(announcement)))
    codes.set(code, (codes.get(code) ?? 0) + 1)
  }
  expect(codes.get('none')).toBeUndefined()
  expect(await held(victim)).toHaveLength(1)
  expect(await codeOfTold(await victim.revocation())).toBe('stored')
  const second = await Device.create({ sibling: victim })
  expect(await codeOfTold(await second.announcement(network()))).toBe('stored')
  expect(await codeOfTold(await victim.announcement(network(), { issuedAt: later(1) }))).toBe(
    'not_permitted',
  )
})

const later = (ms: number): number => cores.clock.now() + ms

test('a device has one announcement, and replaces it each ten minutes', async () => {
  const pace = Limits.time.announcementMs
  const device = await Device.create({ issuedAt: later(-pace) })
  const announce = async (at: number): Promise<string> =>
    codeOfTold(await device.announcement(network(), { issuedAt: at }))
  expect(await announce(later(0))).toBe('stored')
  expect(await announce(later(1000))).toBe('quota_exceeded')
  expect(await announce(later(-1000))).toBe('superseded')
  cores.clock.advance(pace)
  // Its link was idle for too long.
  client = await cores.connect()
  expect(await announce(later(0))).toBe('stored')
  expect(await held(device)).toHaveLength(1)
})

test('a stolen account key fills no room that what removes it needs', async () => {
  const { devicesMax, revocationsMax } = Limits.wire
  const owner = await newDevice()
  const certified: Device[] = []
  for (let i = 0; i < devicesMax + 3; i++)
    certified.push(await Device.create({ sibling: owner, issuedAt: owner.accountKey.issuedAt }))
  const codes = []
  for (const [i, device] of certified.entries())
    codes.push(await codeOfTold(await device.announcement(network(), { issuedAt: later(i) })))
  // The latest stay.
  expect(new Set(codes)).toEqual(new Set(['stored']))
  expect(await held(owner)).toHaveLength(devicesMax)
  for (let i = 0; i < revocationsMax; i++)
    expect(await codeOfTold(await owner.revocation(random(), later(i)))).toBe('stored')
  expect(await codeOfTold(await owner.revocation(random(), later(revocationsMax)))).toBe(
    'topic_full',
  )
  // The wallet's have a room of their own, and a new account key ends it all.
  expect(await codeOfTold(owner.walletRevocation(certified.at(-1)!.id))).toBe('stored')
  const anew = await Device.create({ walletKey: owner.walletKey, issuedAt: later(5000) })
  expect(await codeOfTold({ type: 'key', ...anew.accountKey })).toBe('stored')
  expect(await held(owner)).toEqual([{ type: 'key', ...anew.accountKey }])
  expect(await codeOfTold(await owner.announcement(network(), { issuedAt: later(6000) }))).toBe(
    'not_permitted',
  )
  expect(await codeOfTold(await owner.revocation(random(), later(6000)))).toBe('superseded')
})

test('whoever was signed out is cut off, by a revocation and by a newer account key', async () => {
  for (const by of ['revocation', 'walletRevocation', 'key'] as const) {
    const device = await newDevice()
    await codeOfTold(await device.announcement(network(), { issuedAt: later(0) }))
    const own = await cores.connect()
    await own.authenticate(device)
    const anew = await Device.create({ walletKey: device.walletKey, issuedAt: later(1) })
    const entries = {
      revocation: await device.revocation(),
      walletRevocation: device.walletRevocation(device.id, later(1)),
      key: { type: 'key' as const, ...anew.accountKey },
    }
    expect(await codeOfTold(entries[by])).toBe('stored')
    expect(await own.closed).toBe('not_permitted')
    const again = await cores.connect()
    expect(await codeOf(again.authenticate(device))).toBe('not_permitted')
    if (by === 'key') expect(await codeOf(again.authenticate(anew))).toBe('none')
  }
})

test('replicas that saw the same in another order hold the same', async () => {
  const device = await newDevice()
  const anew = await Device.create({ walletKey: device.walletKey, issuedAt: later(10) })
  const entries = [
    await device.announcement(network()),
    { type: 'key' as const, ...device.accountKey },
    await anew.announcement(network(), { issuedAt: later(20) }),
    device.walletRevocation(random(), later(5)),
    device.walletRevocation(random(), later(15)),
    await anew.announcement(network(), { issuedAt: later(30) }),
  ]
  const shown: string[] = []
  for (const order of [entries, entries.toReversed()]) {
    cores = await Cores.create({})
    client = await cores.connect()
    await client.authenticate(anew)
    const again = order.map((entry) => reNetworked(entry))
    for (const entry of again) await codeOfTold(await entry)
    const now = (await held(device)).map((entry) =>
      Bytes.toHex(Identity.orderOf(entry).subarray(0, 8)),
    )
    shown.push(now.toSorted().join())
  }
  expect(shown[0]).toBe(shown[1])
  expect(shown[0]!.split(',')).toHaveLength(2)

  /** Each test network has an id of its own. */
  async function reNetworked(entry: Identity.Entry): Promise<Identity.Entry> {
    if (entry.type !== 'device') return entry
    const { device: shownDevice, issuedAt } = entry.content
    const own = shownDevice === device.shown ? device : anew
    return own.announcement(network(), { issuedAt })
  }
})

test('error: what is dated ahead, or belongs to nobody, is refused', async () => {
  const device = await Device.create()
  const ahead = device.walletRevocation(random(), later(Limits.time.futureMsMax + 1000))
  expect(await codeOfTold(ahead)).toBe('from_future')
  const nonsense = contentOf(Topic.identity(device.account, 0), random())
  expect(
    await codeOf(client.receipt(Envelope.self(nonsense), Topic.identity(device.account, 0))),
  ).not.toBe('none')
})
