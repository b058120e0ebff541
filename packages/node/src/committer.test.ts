import { Errors, Network, type Host, Receipt } from '@parley/protocol'
import { expect, test } from 'vitest'

import { codeOf, crypto, keyPair, random } from '../test/client.ts'
import { ManualClock } from '../test/cores.ts'
import { Committer } from './committer.ts'
import { systemHost } from './host.ts'
import { noMetrics } from './metrics.ts'
import { memoryStore } from './store/memory.ts'
import { type Append, type Store, StoreError } from './store/Store.ts'

const key = keyPair()
const node = { id: Network.nodeId(crypto, key.publicKey), keyPair: key }
const clock = new ManualClock()
const host: Host.Host = { ...systemHost(), clock }

const append = (n: number): Append => ({
  type: 'append',
  topic: new Uint8Array(32),
  descriptor: new Uint8Array(1),
  key: new Uint8Array(42).fill(n),
  receivedAt: n,
  expiresAt: 1e12,
  envelope: new Uint8Array(10),
  bytesMax: 1e9,
  countMax: 100,
  seal: undefined,
})
const ref = (n: number) => ({ sentAt: n, id: new Uint8Array(32).fill(n) })

/** A store whose commits wait to be let through, and may be made to fail. */
function gated() {
  const inner = memoryStore()
  const gates: { writes: number; open: () => void; fail: (error: unknown) => void }[] = []
  const store: Store = {
    ...inner,
    commit: (writes) =>
      new Promise((resolve, reject) => {
        const open = (): void => void inner.commit(writes).then(resolve, reject)
        gates.push({ writes: writes.length, open, fail: reject })
      }),
  }
  return { store, gates }
}

const committerOf = (store: Store, itemsMax = 100) =>
  new Committer({ host, store, node, metrics: noMetrics, itemsMax, onStored: () => {} })
const turn = () => new Promise((resolve) => setImmediate(resolve))

test('what comes while the disk is busy goes into the next commit, under one signature', async () => {
  const { store, gates } = gated()
  const committer = committerOf(store)
  const first = committer.append(ref(1), append(1))
  await turn()
  const later = [2, 3, 4, 5, 6].map((n) => committer.append(ref(n), append(n)))
  await turn()
  expect(gates.map((gate) => gate.writes)).toEqual([1])
  gates[0]!.open()
  const receipt = await first
  expect(gates.map((gate) => gate.writes)).toEqual([1, 5])
  gates[1]!.open()
  const receipts = await Promise.all(later)
  expect(receipts.map((each) => [each.index, each.count, each.statement.position])).toEqual([
    [0, 5, 2],
    [1, 5, 3],
    [2, 5, 4],
    [3, 5, 5],
    [4, 5, 6],
  ])
  expect(new Set(receipts.map((each) => each.signature.join())).size).toBe(1)
  const verify = Receipt.verifier(crypto)
  for (const each of [receipt, ...receipts]) expect(await verify(each, key.publicKey)).toBe(true)
  expect(await verify({ ...receipts[0]!, index: 1 }, key.publicKey)).toBe(false)
})

test('a commit carries no more than its limit', async () => {
  const { store, gates } = gated()
  const committer = committerOf(store, 2)
  const all = [1, 2, 3, 4, 5].map((n) => committer.append(ref(n), append(n)))
  for (let i = 0; i < 3; i++) {
    await turn()
    gates[i]!.open()
  }
  await Promise.all(all)
  expect(gates.map((gate) => gate.writes)).toEqual([2, 2, 1])
})

test('a failing disk gives no receipt, refuses for a moment, then is tried again', async () => {
  const { store, gates } = gated()
  const committer = committerOf(store)
  const first = codeOf(committer.append(ref(1), append(1)))
  await turn()
  const queued = codeOf(committer.append(ref(2), append(2)))
  gates[0]!.fail(new StoreError('storage_full', 'database or disk is full'))
  expect(await first).toBe('storage_full')
  await turn()
  gates[1]!.fail(new StoreError('storage_full', 'database or disk is full'))
  expect(await queued).toBe('storage_full')
  expect(committer.failure).toContain('disk is full')
  expect(() => committer.assertStoring()).toThrow(Errors.WireError)
  clock.advance(1_000)
  committer.assertStoring()
  const again = committer.append(ref(1), append(1))
  await turn()
  gates[2]!.open()
  expect((await again).statement.position).toBe(1)
  expect(committer.failure).toBeUndefined()
})

test('draining waits for what was begun, receipts included', async () => {
  const { store, gates } = gated()
  const committer = committerOf(store)
  await committer.drain()
  const events: string[] = []
  const stored = committer.append(ref(1), append(1)).then(() => events.push('receipt'))
  const drained = committer.drain().then(() => events.push('drained'))
  await turn()
  gates[0]!.open()
  await Promise.all([stored, drained])
  expect(events).toEqual(['receipt', 'drained'])
})

test('a receipt of a known envelope states what the first one did', async () => {
  const committer = committerOf(memoryStore())
  const first = await committer.append(ref(1), append(1))
  const again = await committer.append(ref(1), { ...append(1), receivedAt: random(1)[0]! + 50 })
  expect(again.statement).toEqual(first.statement)
})
