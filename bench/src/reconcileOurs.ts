/** Two replicas with a large store each, one of which lacks a few envelopes: both in this process. */
import { copyFile, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import * as Codec from '@parley/codec'
import { sqliteStore, systemHost } from '@parley/node'
import { Bytes, Duplex, Frame, Link, Placement, Reconcile } from '@parley/protocol'

type Work = { count: number; missing: number }

const { count, missing } = JSON.parse(process.argv[2]!) as Work
const { clock, crypto, random } = systemHost()
const folder = await mkdtemp(join(tmpdir(), 'parley-reconcile-'))
const path = (name: string): string => join(folder, `${name}.sqlite`)

/** Envelopes of many conversations over a month: what a key holds is all that counts here. */
async function fill(): Promise<void> {
  const store = await sqliteStore({ path: path('one') })
  const now = clock.now()
  const topics = Array.from({ length: 20_000 }, () => random.bytes(32))
  const lacked = new Set<number>()
  while (lacked.size < missing)
    lacked.add(new DataView(random.bytes(4).buffer).getUint32(0) % count)
  const batch = 4_000
  for (let first = 0; first < count; first += batch) {
    await store.commit(
      Array.from({ length: Math.min(batch, count - first) }, (_, i) => {
        const n = first + i
        const topic = topics[(n * 7_919) % topics.length]!
        const sentAt = now - Math.floor((n / count) * 30 * 24 * 3_600_000)
        return {
          type: 'append' as const,
          topic,
          descriptor: topic,
          key: Reconcile.keyOf(Placement.shardOf(topic), sentAt, random.bytes(32)),
          receivedAt: sentAt,
          // The second replica sweeps what it is to lack.
          expiresAt: lacked.has(n) ? 1 : 2,
          envelope: new Uint8Array(8),
          bytesMax: 1e12,
          countMax: 1e12,
          seal: undefined,
        }
      }),
    )
  }
  await store.close()
}

try {
  await fill()
  await copyFile(path('one'), path('two'))
  const theirs = await sqliteStore({ path: path('one') })
  const mine = await sqliteStore({ path: path('two') })
  let looked = 0
  while (looked < count) {
    await mine.sweep(1, 50_000)
    looked += 50_000
  }
  const built = performance.now()
  await theirs.keys.nodes([''])
  const buildMs = performance.now() - built
  await mine.keys.nodes([''])

  // Everything that crosses the link, both ways.
  let bytes = 0
  const counted = Duplex.pair().map((end) => {
    const { send } = end
    return Object.assign(end, {
      send: (message: Uint8Array) => {
        bytes += message.length
        send(message)
      },
    })
  })
  const { sha256 } = crypto
  const far = new Link.Link({
    duplex: counted[1]!,
    clock,
    handler: async (request) => {
      if (request.type !== 'reconcile') throw new Error('unexpected')
      const { salt, ranges } = request
      const summaries = await Reconcile.summarise(theirs.keys, { sha256, salt }, ranges)
      return { type: 'summaries', version: 1, summaries }
    },
  })
  const near = new Link.Link({
    duplex: counted[0]!,
    clock,
    handler: () => Promise.resolve(undefined),
  })
  const compare = async () => {
    bytes = 0
    let found = 0
    const salt = random.bytes(16)
    const started = performance.now()
    const rounds = await Reconcile.findMissing({
      set: mine.keys,
      session: { sha256, salt },
      async ask(ranges) {
        const answer = await near.call({ type: 'reconcile', salt, ranges })
        if (answer?.type !== 'summaries') throw new Error('no summaries')
        return answer.summaries
      },
      onMissing: async (keys) => void (found += keys.length),
    })
    if (found < missing) throw new Error(`found ${found} of ${missing}`)
    return { bytes, rounds, ms: performance.now() - started }
  }
  await compare()
  const result = await compare()

  // The naive way: all names, in as many messages as it takes.
  const naive = { bytes: 0, ms: performance.now() }
  const held = new Set<string>()
  const range = { from: Reconcile.keyMin, to: Reconcile.keyMax }
  for await (const page of mine.keys.keys(range)) for (const key of page) held.add(Bytes.toHex(key))
  let lacked = 0
  for await (const page of theirs.keys.keys(range)) {
    const summaries: Reconcile.Summary[] = []
    for (let i = 0; i < page.length; i += 1024)
      summaries.push({ type: 'keys', keys: page.slice(i, i + 1024) })
    const frame = {
      type: 'data' as const,
      stream: 1,
      response: { type: 'summaries' as const, version: 1, summaries },
    }
    naive.bytes += Codec.encode(Frame.frame, frame).length
    for (const key of page) if (!held.has(Bytes.toHex(key))) lacked++
  }
  if (lacked < missing) throw new Error('the list is short')
  naive.ms = performance.now() - naive.ms
  near.close('done')
  far.close('done')
  await Promise.all([mine.close(), theirs.close()])
  console.log(JSON.stringify({ ...result, buildMs, naive }))
} finally {
  await rm(folder, { recursive: true })
}
process.exit(0)
