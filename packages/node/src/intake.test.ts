import * as Codec from '@parley/codec'
import {
  Bytes,
  Duplex,
  Envelope,
  type Frame,
  Link,
  Placement,
  Reconcile,
  Topic,
} from '@parley/protocol'
import { expect, test } from 'vitest'

import { Client, codeOf, crypto, Device, contentOf, Log, random } from '../test/client.ts'
import { Cores, settle } from '../test/cores.ts'
import type { Append } from './store/Store.ts'

type Stored = { readonly key: Uint8Array; readonly bytes: Uint8Array; readonly append: Append }

/** An envelope as a store takes it, whatever its proof. */
function stored(descriptor: Topic.Descriptor, envelope: Envelope.Envelope): Stored {
  const bytes = Codec.encode(Envelope.codec, envelope)
  const { content } = envelope
  const key = Reconcile.keyOf(
    Placement.shardOf(content.topic),
    content.sentAt,
    Envelope.idOf(crypto, content),
  )
  const append: Append = {
    type: 'append',
    topic: content.topic,
    descriptor: Codec.encode(Topic.descriptor, descriptor),
    key,
    receivedAt: content.sentAt,
    expiresAt: content.expiresAt,
    envelope: bytes,
    bytesMax: 1e9,
    countMax: 1e9,
    seal: undefined,
  }
  return { key, bytes, append }
}

/** The same envelope with a proof that is worth nothing. */
const mangled = (log: Log, { content }: Envelope.Envelope): Stored =>
  stored(log.descriptor, {
    content,
    proof: { type: 'signature', signature: random(64) },
  })

/** Four cores of which the last was away; how many signatures it checks from now on. */
async function away() {
  let checked = 0
  const host = (index: number) =>
    index === 3
      ? {
          crypto: {
            ...crypto,
            verify: (...args: Parameters<typeof crypto.verify>) => {
              checked++
              return crypto.verify(...args)
            },
          },
        }
      : {}
  const cores = await Cores.create({ count: 4, host })
  const plant = (index: number, ...all: readonly Stored[]) =>
    cores.stores[index]!.commit(all.map(({ append }) => append))
  const back = async (...others: number[]): Promise<void> => {
    for (const other of others) cores.link(3, other)
    while (cores.cores[3]!.catchUp.doneCount < others.length) await settle()
  }
  const held = async (all: readonly Stored[]): Promise<string[]> =>
    (await cores.stores[3]!.fetch(all.map(({ key }) => key))).map(({ envelope }) =>
      hashOf(envelope),
    )
  return { cores, plant, back, held, checked: () => checked }
}

const hashOf = (bytes: Uint8Array): string => Bytes.toHex(crypto.sha256(bytes))
const hashesOf = (all: readonly Stored[]): string[] => all.map(({ bytes }) => hashOf(bytes))

async function envelopes(log: Log, count: number): Promise<Envelope.Envelope[]> {
  return Promise.all(Array.from({ length: count }, () => log.envelope()))
}

test('what f + 1 replicas hold alike is taken without a look at its signature', async () => {
  const { plant, back, held, checked } = await away()
  const log = new Log()
  const all = (await envelopes(log, 1_500)).map((each) => stored(log.descriptor, each))
  for (const index of [0, 1, 2]) await plant(index, ...all)
  await back(0, 1, 2)
  expect(await held(all)).toEqual(hashesOf(all))
  expect(checked()).toBe(0)
})

test('what one replica alone holds is proved', async () => {
  const { plant, back, held, checked } = await away()
  const log = new Log()
  const all = (await envelopes(log, 40)).map((each) => stored(log.descriptor, each))
  await plant(1, ...all)
  await back(0, 1, 2)
  expect(await held(all)).toEqual(hashesOf(all))
  expect(checked()).toBe(40)
})

test('with one neighbour alone everything is proved', async () => {
  const { plant, back, held, checked } = await away()
  const log = new Log()
  const all = (await envelopes(log, 40)).map((each) => stored(log.descriptor, each))
  for (const index of [0, 1, 2]) await plant(index, ...all)
  await back(1)
  expect(await held(all)).toEqual(hashesOf(all))
  expect(checked()).toBe(40)
})

test('a liar’s broken proofs are neither stored nor do they keep the sound ones out', async () => {
  for (const liar of [0, 1, 2]) {
    const { plant, back, held } = await away()
    const log = new Log()
    const made = await envelopes(log, 60)
    const sound = made.map((each) => stored(log.descriptor, each))
    for (const index of [0, 1, 2])
      await plant(index, ...(index === liar ? made.map((each) => mangled(log, each)) : sound))
    await back(0, 1, 2)
    expect(await held(sound)).toEqual(hashesOf(sound))
  }
})

test('forgeries of one replica are not stored, whoever is asked', async () => {
  const { cores, plant, back } = await away()
  const log = new Log()
  // So many that each neighbour is the first to be asked, and the one to vouch.
  const forged = (await envelopes(log, 2_000)).map((each) => mangled(log, each))
  await plant(2, ...forged)
  await back(0, 1, 2)
  expect(cores.stores[3]!.stats().envelopes).toBe(0)
})

test('identity entries that replicas vouch for revoke devices all the same', async () => {
  const { cores, plant, back, held } = await away()
  const device = new Device()
  const { Identity } = await import('@parley/protocol')
  const descriptor = { type: 'identity', account: device.account } as const
  const body = Codec.encode(Identity.entry, device.revocation())
  const entry = stored(descriptor, Envelope.self(contentOf(descriptor, body)))
  for (const index of [0, 1, 2]) await plant(index, entry)
  await back(0, 1, 2)
  expect(await held([entry])).toEqual(hashesOf([entry]))
  expect(await cores.stores[3]!.isRevoked(device.account, device.id)).toBe(true)
})

const listed = ({ key }: Stored): Reconcile.Summary => ({ type: 'keys', keys: [key] })

test('a neighbour that is gone before its turn is passed over', async () => {
  const { cores, plant, held } = await away()
  const log = new Log()
  const all = (await envelopes(log, 40)).map((each) => stored(log.descriptor, each))
  await plant(0, ...all)
  cores.link(3, 0)
  cores.link(3, 1).close('gone')
  const { catchUp } = cores.cores[3]!
  while (catchUp.doneCount === 0) await settle()
  expect(await held(all)).toEqual(hashesOf(all))
  expect(catchUp.doneCount).toBe(1)
})

test('what was not asked for is not stored, whatever its proof', async () => {
  const { cores } = await away()
  const log = new Log()
  const [asked, unasked] = (await envelopes(log, 2)).map((each) => stored(log.descriptor, each))
  const [near, far] = Duplex.pair()
  const answer = (request: Frame.Request): Frame.Response | undefined => {
    if (request.type === 'reconcile') {
      return { type: 'summaries', version: 1, summaries: request.ranges.map(() => listed(asked!)) }
    }
    if (request.type !== 'pull') return undefined
    const envelopes = [unasked!, asked!].map(({ bytes }) => ({ topic: 0, envelope: bytes }))
    return { type: 'items', looked: request.keys.length, topics: [log.descriptor], envelopes }
  }
  const liar = new Link.Link({
    duplex: far,
    clock: cores.clock,
    handler: (request) => Promise.resolve(answer(request)),
  })
  void cores.cores[3]!.neighbours.attach(cores.name(0), near)
  while (cores.cores[3]!.catchUp.doneCount === 0) await settle()
  liar.close('done')
  expect(cores.stores[3]!.stats().envelopes).toBe(1)
  expect((await cores.stores[3]!.fetch([asked!.key])).length).toBe(1)
})

test('error: answers to a pull that get nowhere end the session, and are tried again', async () => {
  const { cores } = await away()
  const log = new Log()
  const [wanted] = (await envelopes(log, 1)).map((each) => stored(log.descriptor, each))
  const answers: Frame.Response[] = [
    { type: 'items', looked: 0, topics: [], envelopes: [] },
    { type: 'items', looked: 1, topics: [], envelopes: [{ topic: 0, envelope: wanted!.bytes }] },
    {
      type: 'items',
      looked: 1,
      topics: [log.descriptor],
      envelopes: [{ topic: 0, envelope: wanted!.bytes }],
    },
  ]
  let pulls = 0
  const [near, far] = Duplex.pair()
  const other = new Link.Link({
    duplex: far,
    clock: cores.clock,
    handler: (request) => {
      if (request.type === 'pull') return Promise.resolve(answers[pulls++])
      if (request.type !== 'reconcile') return Promise.resolve(undefined)
      const summaries = request.ranges.map(() => listed(wanted!))
      return Promise.resolve({ type: 'summaries', version: 1, summaries })
    },
  })
  void cores.cores[3]!.neighbours.attach(cores.name(0), near)
  for (let tries = 0; tries < 3; tries++) {
    await settle()
    cores.clock.advance(1_000)
  }
  while (cores.cores[3]!.catchUp.doneCount === 0) await settle()
  other.close('done')
  expect(pulls).toBe(3)
  expect(cores.stores[3]!.stats().envelopes).toBe(1)
})

test('large envelopes come in as many answers as it takes', async () => {
  const { plant, back, held } = await away()
  const log = new Log({ bodyBytesMax: 512 * 1024 })
  const made = await Promise.all(
    Array.from({ length: 12 }, (_, i) => log.envelope({ body: new Uint8Array(300_000).fill(i) })),
  )
  const all = made.map((each) => stored(log.descriptor, each))
  for (const index of [0, 1, 2]) await plant(index, ...all)
  await back(0, 1, 2)
  expect(await held(all)).toEqual(hashesOf(all))
})

test('nobody vouches for more than a moment’s reading', async () => {
  const { cores, plant } = await away()
  const log = new Log({ bodyBytesMax: 512 * 1024 })
  const made = await Promise.all(
    Array.from({ length: 40 }, (_, i) => log.envelope({ body: new Uint8Array(500_000).fill(i) })),
  )
  const all = made.map((each) => stored(log.descriptor, each))
  await plant(0, ...all)
  const answer = await cores.core.server.vouch(all.map(({ key }) => key))
  if (answer.type !== 'vouched') throw new Error('no answer')
  expect(answer.hashes.length).toBe(Math.ceil((8 * 1024 * 1024) / all[0]!.bytes.length))
  expect(answer.hashes.map(Bytes.toHex)).toEqual(hashesOf(all).slice(0, answer.hashes.length))
})

test('clients may neither pull nor have anything vouched for', async () => {
  const { cores } = await away()
  const client: Client = await cores.connect()
  for (const type of ['pull', 'vouch'] as const)
    expect(await codeOf(client.ask({ type, keys: [] }))).toBe('not_permitted')
})
