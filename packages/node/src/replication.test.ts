import * as Codec from '@parley/codec'
import {
  Bytes,
  type Crypto,
  Duplex,
  Envelope,
  type Frame,
  Link,
  Placement,
  Seal,
} from '@parley/protocol'
import { describe, expect, test } from 'vitest'

import { type Client, codeOf, crypto, keyPair, Log, random } from '../test/client.ts'
import { Cores, settle } from '../test/cores.ts'

const codes = (answers: readonly Frame.Response[]): string[] =>
  answers.map((answer) => (answer.type === 'refusal' ? answer.error.code : answer.type)).toSorted()

async function published(client: Client, log: Log, change = {}, writer = log.writer) {
  const envelope = await log.envelope(change, writer)
  return { envelope, answers: await client.publish(envelope, log.descriptor) }
}

const keysOf = async (cores: Cores, index: number): Promise<string[]> => {
  const keys: string[] = []
  const range = { from: new Uint8Array(42), to: new Uint8Array(42).fill(0xff) }
  for await (const page of cores.stores[index]!.keys.keys(range))
    keys.push(...page.map(Bytes.toHex))
  return keys
}

/** Runs a proposal to its end over a client's link. */
async function sealSlot(
  cores: Cores,
  client: Client,
  log: Log,
  slot: number,
  writer: Crypto.KeyPair,
): Promise<Crypto.KeyPair> {
  const next = keyPair()
  const body = Codec.encode(Envelope.commitBody, {
    nextWriter: next.publicKey,
    nextVersion: 1,
    commit: random(),
  })
  const commit = await log.envelope({ kind: 'commit', epoch: slot, body }, writer)
  const envelope = Codec.encode(Envelope.codec, commit)
  const replicas = cores.network.replicasOf(log.id)
  const slotted = Seal.slotOf(crypto, { topic: log.id, slot, replicas })
  const value = Envelope.refOf(crypto, commit.content)
  const proposal = new Seal.Proposal({ slot: slotted, value })
  const perform = async (actions: Seal.Action[]): Promise<void> => {
    for (const action of actions)
      if (action.type === 'send') {
        const request = await Seal.signRequest(crypto, action.request, writer)
        const bytes = Codec.encode(Seal.request, request)
        const answers = await client.ask({
          type: 'seal',
          topic: log.id,
          version: 1,
          envelope,
          request: bytes,
        })
        for (const answer of answers)
          if (answer.type === 'vote') {
            const reply = Codec.decode(Seal.reply, answer.reply)
            const verified = await Seal.verifyReply(crypto, slotted, reply, answer.node)
            await perform(proposal.onReply(answer.node, verified))
          }
      }
  }
  await perform(proposal.start())
  while (proposal.certificate === undefined) await perform(proposal.onTimeout())
  const sealed = Envelope.self(
    log.content({
      kind: 'seal',
      epoch: slot,
      body: Codec.encode(Seal.certificate, proposal.certificate),
    }),
  )
  await client.publish(sealed)
  return next
}

describe('fan-out', () => {
  test('each replica answers for itself', async () => {
    const cores = await Cores.create({ count: 4 })
    cores.linkAll()
    const client = await cores.connect()
    const log = new Log()
    const { answers } = await published(client, log)
    expect(codes(answers)).toEqual(['receipt', 'receipt', 'receipt', 'receipt'])
    const nodes = answers.map((answer) =>
      answer.type === 'receipt' ? Bytes.toHex(answer.statement.node) : '',
    )
    expect(nodes.toSorted()).toEqual([0, 1, 2, 3].map((i) => cores.name(i)).toSorted())
  })

  test('a replica that is not linked, or does not answer, is reported', async () => {
    const cores = await Cores.create({ count: 4 })
    cores.link(0, 1)
    cores.link(0, 2)
    const client = await cores.connect()
    const log = new Log()
    expect(codes((await published(client, log)).answers)).toEqual([
      'receipt',
      'receipt',
      'receipt',
      'unavailable',
    ])
    const silent = await Cores.create({ count: 2, replicas: 2 })
    const [near, duplex] = Duplex.pair()
    void silent.core.neighbours.attach(silent.name(1), near)
    const arrived = Promise.withResolvers<void>()
    const handler: Link.Handler = (request) => {
      if (request.type === 'publish') arrived.resolve()
      return new Promise(() => {})
    }
    const far = new Link.Link({ duplex, clock: silent.clock, handler })
    const asked = published(await silent.connect(), log)
    // Only what was asked can be given up: the time for it runs since then.
    await arrived.promise
    silent.clock.advance(5_000)
    expect(codes((await asked).answers)).toEqual(['receipt', 'timeout'])
    expect(far.closed).toBeUndefined()
  })

  test('a forgery stays where it was shown', async () => {
    const cores = await Cores.create({ count: 4 })
    cores.linkAll()
    const client = await cores.connect()
    const log = new Log()
    expect(await codeOf(published(client, log, {}, keyPair()))).toBe('bad_signature')
    for (let i = 0; i < 4; i++) expect(cores.stores[i]!.stats().envelopes).toBe(0)
  })

  test('a node that is no replica asks those that are, and reads through them', async () => {
    const cores = await Cores.create({ count: 3, replicas: 2 })
    cores.linkAll()
    const log = new Log()
    const holders = cores.network.replicasOf(log.id).map((node) => node.name)
    const outside = [0, 1, 2].find((i) => !holders.includes(cores.name(i)))!
    const client = await cores.connect(outside)
    for (let i = 0; i < 300; i++)
      expect(codes((await published(client, log)).answers)).toEqual(['receipt', 'receipt'])
    expect(cores.stores[outside]!.stats().envelopes).toBe(0)
    const items = await client.read(log.id)
    expect(items.length).toBe(300)
    const resumed = await client.read(log.id, { after: items[290]!.position })
    expect(resumed).toEqual(items.slice(291))
    const { content } = Codec.decode(Envelope.codec, items[5]!.envelope)
    const refs = [Envelope.refOf(crypto, content)]
    const [found] = await client.ask({ type: 'fetch', topic: log.id, refs })
    expect(found).toMatchObject({ type: 'delivery' })
    // The other replica has an order of its own.
    const [, second] = cores.network.replicasOf(log.id)
    const elsewhere = await client.read(log.id, { replica: second!.id })
    expect(elsewhere.length).toBe(300)
    // A node that is no replica is asked for nothing.
    const other = cores.network.nodes.find(({ name }) => !holders.includes(name))!
    expect(await codeOf(client.read(log.id, { replica: random() }))).toBe('not_permitted')
    expect((await client.read(log.id, { replica: other.id })).length).toBe(0)
  })

  test('an inbox is not read through a node that does not hold it either', async () => {
    const cores = await Cores.create({ count: 2, replicas: 1 })
    cores.linkAll()
    const { Device, contentOf } = await import('../test/client.ts')
    const { Topic } = await import('@parley/protocol')
    const device = new Device()
    const inbox = device.inbox(1)
    const topic = Topic.idOf(crypto, inbox)
    const holder = [0, 1].find((i) => cores.network.replicasOf(topic)[0]!.name === cores.name(i))!
    const client = await cores.connect(1 - holder)
    const content = contentOf(inbox, random())
    const mail = await Envelope.stamp(crypto, content, 1, () => Promise.resolve())
    expect(codes(await client.publish(mail, inbox))).toEqual(['receipt'])
    expect(await codeOf(client.read(topic))).toBe('unauthenticated')
    await client.authenticate(device)
    expect((await client.read(topic)).length).toBe(1)
  })
})

describe('seals', () => {
  test('a slot is sealed by all, and by a quorum when one is away', async () => {
    const cores = await Cores.create({ count: 4 })
    cores.link(0, 1)
    cores.link(0, 2)
    const client = await cores.connect()
    const log = new Log()
    await published(client, log)
    const second = await sealSlot(cores, client, log, 0, log.writer)
    cores.link(0, 3)
    while (cores.cores[3]!.catchUp.doneCount === 0) await settle()
    const third = await sealSlot(cores, client, log, 1, second)
    const { answers } = await published(client, log, { epoch: 2 }, third)
    expect(codes(answers)).toEqual(['receipt', 'receipt', 'receipt', 'receipt'])
    expect(await codeOf(published(client, log, { epoch: 2 }, second))).toBe('bad_signature')
  })

  test('rivals agree on one commit, and a sealed slot says so', async () => {
    const cores = await Cores.create({ count: 4 })
    cores.linkAll()
    const log = new Log()
    const clients = await Promise.all([0, 1, 2, 3].map((i) => cores.connect(i)))
    await published(clients[0]!, log)
    await Promise.all(clients.map((client) => sealSlot(cores, client, log, 0, log.writer)))
    const epochs = await Promise.all(cores.stores.map((store) => store.epoch(log.id, 1)))
    expect(new Set(epochs.map((epoch) => Bytes.toHex(epoch!.writer))).size).toBe(1)
  })

  test('who does not hold the write key of the slot is refused, and so is nonsense', async () => {
    const cores = await Cores.create()
    const client = await cores.connect()
    const log = new Log()
    const ask = async (request: Uint8Array, topic = log.id): Promise<string> =>
      codes(await client.ask({ type: 'seal', topic, version: 1, envelope: undefined, request }))[0]!
    expect(await ask(random())).toBe('bad_seal_request')
    await published(client, log)
    const { set } = Seal.slotOf(crypto, {
      topic: log.id,
      slot: 0,
      replicas: cores.network.nodes,
    })
    const content = { topic: log.id, slot: 0, set, body: { type: 'advance', view: 1 } } as const
    const signed = async (change: Partial<Seal.RequestContent>, writer = log.writer) =>
      Codec.encode(Seal.request, await Seal.signRequest(crypto, { ...content, ...change }, writer))
    expect(await ask(await signed({}, keyPair()))).toBe('bad_seal_request')
    expect(await ask(await signed({ set: random() }))).toBe('wrong_replica_set')
    expect(await ask(await signed({ slot: 1 }))).toBe('unknown_epoch')
    expect(await ask(await signed({}), random())).toBe('bad_seal_request')
    const value = { sentAt: 1, id: random() }
    const prepare = { type: 'prepare', view: 0, value, bundle: [] } as const
    expect(await ask(await signed({ body: { ...prepare, bundle: [] } }))).toBe('unknown_epoch')
    expect(await ask(await signed({}))).toBe('vote')
  })
})

describe('catch-up', () => {
  test('a node that was away gets everything: topics, epochs, seals and what was written under them', async () => {
    const cores = await Cores.create({ count: 4 })
    cores.link(0, 1)
    cores.link(0, 2)
    const client = await cores.connect()
    const logs = [new Log(), new Log(), new Log()]
    for (const log of logs) {
      let writer = log.writer
      for (let slot = 0; slot < 3; slot++) {
        for (let i = 0; i < 40; i++) await published(client, log, { epoch: slot }, writer)
        writer = await sealSlot(cores, client, log, slot, writer)
      }
    }
    expect(cores.stores[3]!.stats().envelopes).toBe(0)
    cores.link(3, 0)
    while (cores.cores[3]!.catchUp.doneCount === 0) await settle()
    expect(await keysOf(cores, 3)).toEqual(await keysOf(cores, 0))
    for (const log of logs) expect((await cores.stores[3]!.topic(log.id))!.epoch).toBe(3)
    expect(cores.cores[3]!.reasons()).toEqual(['catch-up: done with 1 of 2 nodes, 1 are linked'])
  })

  test('epochs that span several pulls are taken in, in whatever order these come', async () => {
    const cores = await Cores.create({ count: 4 })
    cores.link(0, 1)
    cores.link(0, 2)
    const client = await cores.connect()
    const log = new Log()
    let { writer } = log
    for (let slot = 0; slot < 3; slot++) {
      const write = () => published(client, log, { epoch: slot }, writer)
      await write()
      await Promise.all(Array.from({ length: 250 }, write))
      writer = await sealSlot(cores, client, log, slot, writer)
    }
    for (const other of [0, 1, 2]) cores.link(3, other)
    while (cores.cores[3]!.catchUp.doneCount < 3) await settle()
    expect((await keysOf(cores, 3)).length).toBeGreaterThanOrEqual(3 * 253)
    expect(await keysOf(cores, 3)).toEqual(await keysOf(cores, 0))
    expect((await cores.stores[3]!.topic(log.id))!.epoch).toBe(3)
  })

  test('two that both lack something meet in the middle', async () => {
    const cores = await Cores.create({ count: 2, replicas: 2 })
    const log = new Log()
    for (const index of [0, 1]) {
      const client = await cores.connect(index)
      for (let i = 0; i < 150; i++) await published(client, log)
    }
    cores.link(0, 1)
    while (cores.cores.some((core) => core.catchUp.doneCount === 0)) await settle()
    expect((await keysOf(cores, 0)).length).toBe(300)
    expect(await keysOf(cores, 1)).toEqual(await keysOf(cores, 0))
  })

  test('what arrives while a link is up is found by the periodic run', async () => {
    const cores = await Cores.create({ count: 2, replicas: 2 })
    cores.link(0, 1)
    for (const core of cores.cores) core.start()
    while (cores.cores.some((core) => core.catchUp.doneCount === 0)) await settle()
    const log = new Log()
    const bytes = await log.bytes()
    await cores.core.replica.publish(bytes, log.descriptor, 'client')
    expect(cores.stores[1]!.stats().envelopes).toBe(0)
    // In steps, so that the link's pings are answered meanwhile.
    for (let i = 0; i < 6; i++) {
      cores.clock.advance(10_000)
      await settle()
    }
    while (cores.stores[1]!.stats().envelopes === 0) await settle()
  })

  test('what a replica had to turn away it fetches soon after, with what was missing', async () => {
    const cores = await Cores.create({ count: 4 })
    cores.linkAll()
    for (const core of cores.cores) core.start()
    while (cores.cores.some((core) => core.catchUp.doneCount < 3)) await settle()
    const log = new Log()
    // The last one misses how the topic began.
    for (const index of [0, 1, 2])
      await cores.cores[index]!.replica.publish(await log.bytes(), log.descriptor, 'client')
    const client = await cores.connect()
    const answers = await client.publish(await log.envelope())
    expect(codes(answers)).toEqual(['receipt', 'receipt', 'receipt', 'unknown_topic'])
    cores.clock.advance(10_000)
    while (cores.stores[3]!.stats().envelopes < 4) await settle()
  })

  test('only shards that both nodes store are exchanged', async () => {
    const cores = await Cores.create({ count: 4, replicas: 2 })
    const client = await cores.connect()
    const logs = Array.from({ length: 40 }, () => new Log())
    for (const log of logs)
      await cores.core.replica.publish(await log.bytes(), log.descriptor, 'client')
    client.close()
    cores.link(0, 1)
    while (cores.cores[1]!.catchUp.doneCount === 0) await settle()
    const shared = logs.filter((log) => {
      const names = cores.network.replicasOf(log.id).map((node) => node.name)
      return names.includes(cores.name(0)) && names.includes(cores.name(1))
    })
    expect(cores.stores[1]!.stats().topics).toBe(shared.length)
  })

  test('a liar’s forgeries are not stored, nor asked for twice', async () => {
    const cores = await Cores.create({ count: 2, replicas: 2 })
    const log = new Log()
    const forged = await log.envelope({}, keyPair())
    const bytes = Codec.encode(Envelope.codec, forged)
    const { Reconcile, Topic } = await import('@parley/protocol')
    const { id, sentAt } = Envelope.refOf(crypto, forged.content)
    await cores.stores[1]!.commit([
      {
        type: 'append',
        topic: log.id,
        descriptor: Codec.encode(Topic.descriptor, log.descriptor),
        key: Reconcile.keyOf(Placement.shardOf(log.id), sentAt, id),
        receivedAt: sentAt,
        expiresAt: forged.content.expiresAt,
        envelope: bytes,
        bytesMax: 1e9,
        countMax: 1e9,
        seal: undefined,
      },
    ])
    let fetched = 0
    const { fetch } = cores.stores[1]!
    Object.assign(cores.stores[1]!, {
      fetch: (keys: Uint8Array[]) => {
        fetched++
        return fetch(keys)
      },
    })
    for (let i = 0; i < 3; i++) {
      const cut = cores.link(0, 1)
      while (cores.core.catchUp.doneCount === 0) await settle()
      cut.close('test')
      await settle()
    }
    expect(cores.stores[0]!.stats().envelopes).toBe(0)
    expect(fetched).toBe(1)
  })
})
