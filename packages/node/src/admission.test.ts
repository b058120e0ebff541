import * as Codec from '@parley/codec'
import { Bytes, Envelope, Identity, Limits, Seal, Topic } from '@parley/protocol'
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
  cores = await Cores.create({ limits: { topic: { envelopesMax: 6, sealsPerSlotMax: 1 } } })
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
  const commit = await log.envelope({ kind: 'commit', epoch: slot, body }, writer)
  const value = Envelope.refOf(crypto, commit.content)
  const certificate = await certify(slot, value)
  const sealed = Envelope.self(
    log.content({ kind: 'seal', epoch: slot, body: Codec.encode(Seal.certificate, certificate) }),
  )
  return { next, commit, sealed, certificate, value }
}

async function certify(slot: number, value: Envelope.Ref): Promise<Seal.Certificate> {
  const { id, publicKey } = cores.network.nodes[0]!
  const { set } = Seal.slotOf(crypto, { topic: log.id, slot, replicas: [{ id, publicKey }] })
  const body = { type: 'prepared', view: 0, value } as const
  const content = { node: id, topic: log.id, slot, set, body }
  const { signature } = await Seal.signStatement(crypto, content, cores.keys[0]!)
  return {
    topic: log.id,
    slot,
    set,
    value,
    view: 0,
    path: 'fast',
    signatures: [{ node: id, signature }],
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

  test('more seals of one slot than are kept, and one that contradicts', async () => {
    const first = await seal(0)
    const rival = await seal(0)
    expect(await answerTo(first.commit)).toBe('stored')
    expect(await answerTo(rival.commit)).toBe('stored')
    expect(await answerTo(first.sealed)).toBe('stored')
    expect(await answerTo(first.sealed)).toBe('stored')
    const body = Codec.encode(Seal.certificate, first.certificate)
    expect(await answerTo(Envelope.self(log.content({ kind: 'seal', body })))).toBe('topic_full')
    expect(await answerTo(rival.sealed)).toBe('bad_seal')
  })
})

describe('inboxes', () => {
  const device = new Device()
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

  test('are read by the account’s devices only, until they are revoked', async () => {
    const topic = Topic.idOf(crypto, inbox)
    const paid = await Envelope.stamp(crypto, contentOf(inbox, random()), 6, noYield)
    await client.receipt(paid, inbox)
    const refs = [Envelope.refOf(crypto, paid.content)]
    const fetch = (): Promise<unknown> => client.ask({ type: 'fetch', topic, refs })
    expect(await codeOf(client.read(topic))).toBe('unauthenticated')
    expect(await codeOf(fetch())).toBe('unauthenticated')
    await client.authenticate(new Device())
    expect(await codeOf(client.read(topic))).toBe('not_permitted')
    expect(await codeOf(fetch())).toBe('not_permitted')
    await client.authenticate(device)
    expect((await client.read(topic)).length).toBe(1)
    expect(await fetch()).toMatchObject([{ type: 'delivery', position: 1 }])

    const other = await cores.connect()
    const identity = Topic.identity(device.account)
    const body = Codec.encode(Identity.entry, device.revocation())
    await other.receipt(Envelope.self(contentOf(identity, body)), identity)
    expect(await client.closed).toBe('not_permitted')
    expect(await codeOf(other.authenticate(device))).toBe('not_permitted')
  })
})

describe('identities', () => {
  test('entries prove themselves', async () => {
    const device = new Device()
    const identity = Topic.identity(device.account)
    const announcement = (certificate = device.certificate, inbox = device.inbox()) =>
      Identity.announce(
        crypto,
        { certificate, issuedAt: cores.clock.now(), inbox, keyPackage: random() },
        device.deviceKey,
      )
    const entry = (value: Identity.Entry, topic = identity) =>
      answerTo(Envelope.self(contentOf(topic, Codec.encode(Identity.entry, value))), topic)
    const good = await announcement()
    expect(await entry(good)).toBe('stored')
    expect(await entry(good, Topic.identity(new Device().account))).toBe('bad_identity')
    expect(await answerTo(Envelope.self(contentOf(identity, random())), identity)).toBe(
      'bad_identity',
    )
    expect(await entry(await announcement(device.certificate, new Device().inbox()))).toBe(
      'bad_identity',
    )
    const forged = { ...device.certificate, walletSignature: random(65) }
    expect(await entry(await announcement(forged))).toBe('bad_identity')
    const signed = contentOf(identity, Codec.encode(Identity.entry, good))
    expect(await answerTo(await Envelope.sign(crypto, signed, device.deviceKey), identity)).toBe(
      'bad_envelope',
    )
    expect(await entry(device.revocation())).toBe('stored')
    expect(await entry(await announcement())).toBe('not_permitted')
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
    const device = new Device()
    const { certificate } = device
    const authenticate = (signature: Uint8Array) =>
      codeOf(client.ask({ type: 'authenticate', certificate, signature }))
    expect(await authenticate(random(64))).toBe('bad_challenge')
    const forged = new Device()
    const walletSignature = random(65)
    const lying = Object.assign(forged, { certificate: { ...forged.certificate, walletSignature } })
    expect(await codeOf(client.authenticate(lying))).toBe('bad_certificate')
    expect(await codeOf(client.authenticate(device))).toBe('none')
  })

  test('are no nodes', async () => {
    expect(
      await codeOf(client.ask({ type: 'reconcile', salt: new Uint8Array(16), ranges: [] })),
    ).toBe('not_permitted')
    expect(await codeOf(client.ask({ type: 'pull', keys: [] }))).toBe('not_permitted')
  })
})
