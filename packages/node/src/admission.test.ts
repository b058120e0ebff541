import * as Codec from '@parley/codec'
import {
  Bytes,
  Envelope,
  type Errors,
  Identity,
  Limits,
  Postage,
  Seal,
  Topic,
} from '@parley/protocol'
import { beforeEach, describe, expect, test } from 'vitest'

import {
  type Client,
  codeOf,
  contentOf,
  crypto,
  Device,
  keyPair,
  Log,
  random,
} from '../test/client.ts'
import { Cores } from '../test/cores.ts'

let cores: Cores
let client: Client
let log: Log

beforeEach(async () => {
  cores = await Cores.create({
    limits: { topic: { envelopesMax: 6, inboxBytesMax: 2_000_000, inboxEnvelopesMax: 99 } },
  })
  client = await cores.connect()
  log = new Log()
  await client.receipt(await log.envelope(), log.descriptor)
})

/** The code an envelope is answered with, by refusal or failure; `stored` if it is. */
async function answerTo(
  envelope: Envelope.Envelope | Uint8Array,
  descriptor?: Topic.Descriptor,
): Promise<string> {
  try {
    const [answer] = await client.publish(envelope, descriptor)
    return answer?.type === 'refusal' ? answer.error.code : 'stored'
  } catch (error) {
    return (error as { code: string }).code
  }
}

const hour = 3_600_000

/** A sealed commit of a slot, and the seal's envelope. */
async function seal(slot: number, writer = log.writer) {
  const next = keyPair()
  const body = Codec.encode(Envelope.commitBody, {
    nextWriter: next.publicKey,
    nextVersion: 1,
    commit: random(),
  })
  const expiresAt = cores.clock.now() + 20 * 24 * hour
  const commit = await log.envelope({ kind: 'commit', epoch: slot, body, expiresAt }, writer)
  const value = Envelope.refOf(crypto, commit.content)
  const certificate = await certify(slot, value)
  const sealed = Envelope.seal(commit.content, Codec.encode(Seal.certificate, certificate))
  return { next, commit, sealed, certificate, value }
}

async function certify(slot: number, value: Envelope.Ref): Promise<Seal.Certificate> {
  const { id, publicKey } = cores.network.nodes[0]!
  const { id: network } = cores.network
  const replicas = [{ id, publicKey }]
  const { set } = Seal.slotOf(crypto, { network, topic: log.id, slot, replicas })
  const body = { type: 'prepared', view: 0, value } as const
  const content = { topic: log.id, slot, set, body }
  const { serial, signature } = await Seal.signStatement(crypto, content, cores.signer(0))
  return {
    topic: log.id,
    slot,
    set,
    value,
    view: 0,
    path: 'fast',
    signatures: [{ node: id, serial, signature }],
  }
}

describe('any topic', () => {
  test('bytes that are no envelope', async () => {
    expect(await answerTo(random(10))).toBe('bad_envelope')
    expect(await answerTo(random(300))).toBe('bad_envelope')
    const bytes = await log.bytes()
    expect(await answerTo(Bytes.concat(bytes, random(1)))).toBe('bad_envelope')
  })

  test('a topic nobody described, and a descriptor of another', async () => {
    const other = new Log()
    expect(await answerTo(await other.envelope())).toBe('unknown_topic')
    expect(await answerTo(await other.envelope(), log.descriptor)).toBe('bad_descriptor')
    expect(await answerTo(await other.envelope(), other.descriptor)).toBe('stored')
  })

  test('times', async () => {
    const now = cores.clock.now()
    const at = (sentAt: number, expiresAt = sentAt + hour) =>
      log.envelope({ sentAt, expiresAt }).then((envelope) => answerTo(envelope))
    expect(await at(now + Limits.time.futureMsMax + 1)).toBe('from_future')
    expect(await at(now + Limits.time.futureMsMax)).toBe('stored')
    expect(await at(now - 2 * hour)).toBe('expired')
    expect(await at(now, now)).toBe('expired')
    expect(await at(now - Limits.time.pastMsMax - 1, now + hour)).toBe('too_old')
    expect(await at(now - Limits.time.pastMsMax, now + hour)).toBe('stored')
    expect(await at(now, now + 1 + Limits.time.retentionSecondsDefault * 1000)).toBe(
      'bad_retention',
    )
  })

  test('sizes, and a full topic', async () => {
    const sized = (length: number) => log.envelope({ body: random(length) })
    expect(await answerTo(await sized(64 * 1024 + 1))).toBe('too_large')
    for (let i = 1; i < 6; i++) expect(await answerTo(await sized(64 * 1024))).toBe('stored')
    expect(await answerTo(await sized(1))).toBe('topic_full')
  })
})

describe('logs', () => {
  test('only the write key may append', async () => {
    expect(await answerTo(await log.envelope({}, keyPair()))).toBe('bad_signature')
    const good = await log.envelope()
    const other = log.content()
    expect(await answerTo({ content: other, proof: good.proof })).toBe('bad_signature')
    expect(await answerTo(Envelope.self(other))).toBe('bad_signature')
    expect(await answerTo(good)).toBe('stored')
  })

  test('an epoch whose seal is missing', async () => {
    expect(await answerTo(await log.envelope({ epoch: 1 }))).toBe('unknown_epoch')
  })

  test('a commit that names no next write key', async () => {
    expect(await answerTo(await log.envelope({ kind: 'commit' }))).toBe('bad_envelope')
  })

  test('a seal moves the write key; the last one writes on for a minute', async () => {
    const { next, commit, sealed } = await seal(0)
    expect(await answerTo(sealed)).toBe('unknown_epoch')
    expect(await answerTo(commit)).toBe('stored')
    expect(await answerTo(sealed)).toBe('stored')
    expect(await answerTo(await log.envelope({ epoch: 1 }, next))).toBe('stored')
    expect(await answerTo(await log.envelope({ epoch: 1 }))).toBe('bad_signature')
    expect(await answerTo(await log.envelope({ epoch: 0 }))).toBe('stored')
    cores.clock.advance(Limits.time.staleEpochMs + 1)
    // The link's silence was noticed meanwhile.
    client = await cores.connect()
    expect(await answerTo(await log.envelope({ epoch: 0 }))).toBe('stale_epoch')
  })

  test('seals that do not verify', async () => {
    const { commit, certificate, value } = await seal(0)
    expect(await answerTo(commit)).toBe('stored')
    const sealing = (change: Partial<Seal.Certificate>) =>
      answerTo(
        Envelope.self(
          log.content({
            kind: 'seal',
            epoch: change.slot ?? 0,
            body: Codec.encode(Seal.certificate, { ...certificate, ...change }),
          }),
        ),
      )
    expect(await answerTo(Envelope.self(log.content({ kind: 'seal' })))).toBe('bad_seal')
    expect(await sealing({ signatures: [] })).toBe('bad_seal')
    expect(await sealing({ slot: 1 })).toBe('unknown_epoch')
    expect(await sealing({ topic: random() })).toBe('bad_seal')
    expect(await sealing({ value: { ...value, id: random() } })).toBe('bad_seal')
    expect(await sealing({ path: 'slow' })).toBe('bad_seal')
  })

  test('what is sealed must be a commit of the epoch', async () => {
    const message = await log.envelope()
    expect(await answerTo(message)).toBe('stored')
    const certificate = await certify(0, Envelope.refOf(crypto, message.content))
    const body = Codec.encode(Seal.certificate, certificate)
    expect(await answerTo(Envelope.self(log.content({ kind: 'seal', body })))).toBe('bad_seal')
  })

  test('one seal of a slot is kept: another certificate of the same commit is the same envelope', async () => {
    const first = await seal(0)
    const rival = await seal(0)
    expect(await answerTo(first.commit)).toBe('stored')
    expect(await answerTo(rival.commit)).toBe('stored')
    const { statement } = await client.receipt(first.sealed)
    // Signed anew: other bytes, by the same nodes.
    const again = await certify(0, first.value)
    expect(again.signatures).not.toEqual(first.certificate.signatures)
    const other = Envelope.seal(first.commit.content, Codec.encode(Seal.certificate, again))
    expect((await client.receipt(other)).statement).toEqual(statement)
    // The first message, two commits, one seal.
    expect((await client.read(log.id)).length).toBe(4)
    expect(await answerTo(rival.sealed)).toBe('bad_seal')
  })

  test('a seal with other times than its commit, or of another epoch', async () => {
    const { commit, sealed } = await seal(0)
    expect(await answerTo(commit)).toBe('stored')
    for (const change of [{ sentAt: commit.content.sentAt + 1 }, { epoch: 1 }])
      expect(await answerTo(Envelope.self({ ...sealed.content, ...change }))).toBe('bad_seal')
    // However late it comes.
    cores.clock.advance(8 * 24 * hour)
    client = await cores.connect()
    expect(await answerTo(commit)).toBe('too_old')
    expect(await answerTo(sealed)).toBe('stored')
  })

  test('a log that was born long ago, or is not born yet, is not made', async () => {
    const today = Topic.dayOf(cores.clock.now())
    const answerOf = async (born: number): Promise<string> => {
      const other = new Log({ born })
      return answerTo(await other.envelope(), other.descriptor)
    }
    expect(await answerOf(today - 31)).toBe('unknown_topic')
    expect(await answerOf(today - 30)).toBe('stored')
    expect(await answerOf(today + 1)).toBe('stored')
    expect(await answerOf(today + 2)).toBe('bad_descriptor')
  })

  test('a log in a place that there is not', async () => {
    const answerOf = async (shard: number): Promise<string> => {
      const other = new Log({ shard })
      return answerTo(await other.envelope(), other.descriptor)
    }
    // Of the tables 2 and 3, and between two shards.
    for (const shard of [0x8000, 0xc000, 0x0001, 0x4010])
      expect(await answerOf(shard)).toBe('bad_descriptor')
    for (const shard of [0x0004, 0x3ffc, 0x4020, 0x7fe0])
      expect(await answerOf(shard)).toBe('stored')
  })
})

describe('inboxes', async () => {
  const device = await Device.create()
  const inbox = device.inbox(6)
  const noYield = (): Promise<void> => Promise.resolve()

  test('take what is paid for', async () => {
    const content = contentOf(inbox, random())
    const paid = await Envelope.stamp(crypto, content, 6, noYield)
    const id = Envelope.idOf(crypto, content)
    let nonce = 0
    while (Envelope.checkPostage(crypto, id, nonce, 6)) nonce++
    expect(await answerTo({ content, proof: { type: 'postage', nonce } }, inbox)).toBe(
      'bad_postage',
    )
    expect(await answerTo(Envelope.self(content), inbox)).toBe('bad_postage')
    expect(await answerTo(paid, inbox)).toBe('stored')
    const commit = { ...content, kind: 'commit' } as const
    expect(await answerTo(Envelope.self(commit), inbox)).toBe('bad_envelope')
  })

  test('ask for more the larger a letter is, and the fuller they are; what is asked for is enough', async () => {
    const owner = await Device.create()
    const full = owner.inbox(2)
    const send = async (bytes: number, bits: number) => {
      const envelope = await Envelope.stamp(crypto, contentOf(full, random(bytes)), bits, noYield)
      return client.receipt(envelope, full).then(
        () => 0,
        ({ details }: Errors.WireError) => Postage.bitsAsked(details),
      )
    }
    expect(await send(4_096, 2)).toBe(0)
    const size = 200 * 1024
    expect(Postage.bitsFor({ base: 2, bytes: size })).toBe(8)
    // Each pays what it is told, and is told more as the room for strangers fills.
    let bits = 8
    for (let i = 0; i < 7; i++) {
      const asked = await send(size, bits)
      if (asked > 0) {
        expect(asked).toBeGreaterThan(bits)
        bits = asked
        expect(await send(size, bits)).toBe(0)
      }
    }
    expect(bits).toBeGreaterThanOrEqual(11)
  })

  test('are read by the account’s devices only, until they are revoked', async () => {
    const topic = Topic.idOf(crypto, inbox)
    const paid = await Envelope.stamp(crypto, contentOf(inbox, random()), 6, noYield)
    await client.receipt(paid, inbox)
    const refs = [Envelope.refOf(crypto, paid.content)]
    const fetch = (): Promise<unknown> => client.ask({ type: 'fetch', topic, refs })
    expect(await codeOf(client.read(topic))).toBe('unauthenticated')
    expect(await codeOf(fetch())).toBe('unauthenticated')
    await client.authenticate(await Device.create())
    expect(await codeOf(client.read(topic))).toBe('not_permitted')
    expect(await codeOf(fetch())).toBe('not_permitted')
    await client.authenticate(device)
    expect((await client.read(topic)).length).toBe(1)
    expect(await fetch()).toMatchObject([{ type: 'delivery', position: 1 }])

    const other = await cores.connect()
    const revocation = Identity.envelopeOf(crypto, await device.revocation(), 0)
    await other.receipt(revocation, Topic.identity(device.account, 0))
    expect(await client.closed).toBe('not_permitted')
    expect(await codeOf(other.authenticate(device))).toBe('not_permitted')
  })
})

describe('identities', () => {
  const answerToEntry = (value: Identity.Entry, home: Topic.Home = 0): Promise<string> =>
    answerTo(
      Identity.envelopeOf(crypto, value, home),
      Topic.identity(Identity.accountOf(value), home),
    )

  test('entries prove themselves', async () => {
    const device = await Device.create()
    const stranger = await Device.create()
    const { id: network } = cores.network
    const identity = Topic.identity(device.account, 0)
    const good = await device.announcement(network)
    expect(await answerToEntry(good)).toBe('stored')
    expect(await answerToEntry(good, 1)).toBe('stored')
    expect(await answerToEntry({ type: 'key', ...device.accountKey })).toBe('stored')
    const { content } = Identity.envelopeOf(crypto, good, 0)
    const answerToContent = (change: Partial<Envelope.Content>, topic = identity) =>
      answerTo(Envelope.self({ ...content, ...change, topic: Topic.idOf(crypto, topic) }), topic)
    expect(await answerToContent({}, Topic.identity(stranger.account, 0))).toBe('bad_identity')
    expect(await answerToContent({ body: random() })).toBe('bad_identity')
    expect(await answerTo(await Envelope.sign(crypto, content, device.deviceKey), identity)).toBe(
      'bad_envelope',
    )
    // Of another network, with another's inbox, with another's keys.
    expect(await answerToEntry(await device.announcement(random()))).toBe('bad_identity')
    const wrong = [
      { inbox: stranger.inbox() },
      { device: { ...device.shown, deviceKey: stranger.deviceKey.publicKey } },
      { device: { ...device.shown, signatureKey: random() } },
      { device: stranger.shown, inbox: stranger.inbox() },
    ]
    for (const change of wrong)
      expect(await answerToEntry(await device.announcement(network, change))).toBe('bad_identity')
    const { certificate } = device.shown
    const forged = { ...certificate, walletSignature: random(65) }
    const lie = { device: { ...device.shown, certificate: forged } }
    expect(await answerToEntry(await device.announcement(network, lie))).toBe('bad_identity')
    expect(await answerToEntry(await device.revocation())).toBe('stored')
    const later = await device.announcement(network, { issuedAt: cores.clock.now() + 1 })
    expect(await answerToEntry(later)).toBe('not_permitted')
  })

  test('an entry is one envelope: whoever wraps it again makes nothing of it', async () => {
    const device = await Device.create()
    const identity = Topic.identity(device.account, 0)
    const entries = [
      { type: 'key' as const, ...device.accountKey },
      await device.announcement(cores.network.id),
      device.walletRevocation(random()),
    ]
    for (const entry of entries) {
      const { content } = Identity.envelopeOf(crypto, entry, 0)
      expect(await answerToEntry(entry)).toBe('stored')
      for (const change of [{ sentAt: content.sentAt + 1 }, { expiresAt: content.expiresAt - 1 }])
        expect(await answerTo(Envelope.self({ ...content, ...change }), identity)).toBe(
          'bad_identity',
        )
    }
    expect(
      await answerToEntry(device.walletRevocation(random(), cores.clock.now() + 130_000)),
    ).toBe('from_future')
  })
})

describe('links', () => {
  test('say hello first, for this network and version', async () => {
    const stranger = cores.dial()
    expect(await codeOf(stranger.ask({ type: 'status' }))).toBe('hello_required')
    const hello = { type: 'hello', version: 1, network: random(), nonce: random() } as const
    expect(await codeOf(stranger.ask(hello))).toBe('wrong_network')
    const { id } = cores.network
    expect(await codeOf(stranger.ask({ ...hello, network: id, version: 9 }))).toBe('wrong_network')
    await stranger.hello()
    expect(await codeOf(stranger.hello())).toBe('bad_frame')
  })

  test('prove devices', async () => {
    const device = await Device.create()
    const authenticate = (signature: Uint8Array) =>
      codeOf(client.ask({ type: 'authenticate', device: device.shown, signature }))
    expect(await authenticate(random(64))).toBe('bad_challenge')
    const forged = await Device.create()
    const { certificate } = forged.shown
    const walletSignature = random(65)
    const shown = { ...forged.shown, certificate: { ...certificate, walletSignature } }
    expect(await codeOf(client.authenticate(Object.assign(forged, { shown })))).toBe(
      'bad_certificate',
    )
    const old = await Device.create({ issuedAt: cores.clock.now() - Limits.time.certificateMs })
    expect(await codeOf(client.authenticate(old))).toBe('bad_certificate')
    expect(await codeOf(client.authenticate(device))).toBe('none')
  })

  test('are no nodes', async () => {
    expect(
      await codeOf(client.ask({ type: 'reconcile', salt: new Uint8Array(16), ranges: [] })),
    ).toBe('not_permitted')
    expect(await codeOf(client.ask({ type: 'pull', keys: [] }))).toBe('not_permitted')
  })
})
