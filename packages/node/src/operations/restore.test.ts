import { existsSync } from 'node:fs'
import { copyFile, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'

import * as Codec from '@parley/codec'
import { type Crypto, Envelope, Seal } from '@parley/protocol'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'

import { type Client, crypto, keyPair, Log, random } from '../../test/client.ts'
import { Cores } from '../../test/cores.ts'
import { TestNetwork } from '../../test/network.ts'
import * as Config from '../config.ts'
import { systemHost } from '../host.ts'
import { createNode } from '../node.ts'
import { memoryStore } from '../store/memory.ts'
import { sqliteStore } from '../store/sqlite.ts'
import type { Append } from '../store/Store.ts'
import { backup } from './backup.ts'
import { restore } from './restore.ts'

let home: string
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'parley-restore-'))
})
afterEach(() => rm(home, { recursive: true }))

const path = (): string => join(home, 'store.sqlite')
const copyPath = (): string => join(home, 'copy.sqlite')
const minute = 60_000
const began = Date.UTC(2026, 5, 1)

/** Stores envelopes in one topic, and closes the store. */
async function store(...names: number[]): Promise<number[]> {
  const opened = await sqliteStore({ path: path() })
  const outcomes = await opened.commit(names.map(append))
  await opened.close()
  return outcomes.map(({ position }) => position)
}

const append = (n: number): Append => ({
  type: 'append',
  topic: new Uint8Array(32).fill(1),
  descriptor: new Uint8Array(3),
  key: new Uint8Array(42).fill(n),
  receivedAt: began + n,
  expiresAt: began + 1e9,
  envelope: new Uint8Array(10).fill(n),
  bytesMax: 1e9,
  countMax: 1e9,
  seal: undefined,
})

const restored = (change: { from?: string; force?: boolean; now: number }) =>
  restore({ home, from: undefined, force: false, ...change })

describe('positions', () => {
  test('what was signed for after the backup is never signed for again', async () => {
    expect(await store(1)).toEqual([1])
    await backup(path(), copyPath())
    expect(await store(2, 3)).toEqual([2, 3])
    const used = new Map([
      [1, 1],
      [2, 2],
      [3, 3],
    ])
    const names = [4, 5, 6, 2, 1]
    // Each life begins at the backup, forgets the one before, and stores in another order.
    for (let life = 1; life <= 4; life++) {
      await restored({ from: copyPath(), force: true, now: began + life * 10 * minute })
      names.push(names.shift()!)
      for (const [i, position] of (await store(...names)).entries()) {
        expect(used.get(position) ?? names[i]).toBe(names[i])
        used.set(position, names[i]!)
      }
    }
    expect(used.size).toBe(3 + 4 * 5)
  })

  test('nothing at all is needed to know them: an empty store is as safe', async () => {
    await store(1, 2)
    await rm(path())
    const { base } = await restored({ now: began })
    expect(await store(3, 1)).toEqual([base + 1, base + 2])
    await rm(path())
    const next = await restored({ now: began + 10 * minute })
    expect(next.base).toBe(base + 2 ** 28)
    expect(await store(4)).toEqual([next.base + 1])
  })

  test('a life that may share its positions with another signs nothing before both have begun', async () => {
    const first = await restored({ now: began + 1 })
    const second = await restored({ now: began + 9 * minute })
    expect(second.base).toBe(first.base)
    expect(first.signsFrom).toBe(began + 15 * minute)
    // The clock of another machine is behind by as much as it may.
    const third = await restored({ now: first.signsFrom - 5 * minute })
    expect(third.base).toBeGreaterThan(first.base)
  })

  test('a reader of before reads all of it again, at rising positions', async () => {
    await store(1)
    await backup(path(), copyPath())
    await store(2, 3)
    const { base } = await restored({ from: copyPath(), force: true, now: began + minute })
    await store(4)
    const opened = await sqliteStore({ path: path() })
    const { topic } = append(0)
    const page = async (after: number): Promise<number[][]> =>
      (await opened.page(topic, after, { items: 9, bytes: 9_000 })).map((item) => [
        item.position,
        item.envelope[0]!,
      ])
    expect(await page(3)).toEqual([
      [base + 1, 1],
      [base + 2, 4],
    ])
    expect(await page(base + 1)).toEqual([[base + 2, 4]])
    expect(await opened.fetch([append(4).key])).toMatchObject([{ position: base + 2 }])
    await opened.close()
  })
})

describe('the store that is there', () => {
  test('a newer one is replaced only by force, and kept beside it', async () => {
    await store(1)
    await backup(path(), copyPath())
    await store(2)
    const now = began + minute
    await expect(restored({ from: copyPath(), now })).rejects.toMatchObject({ code: 'store_newer' })
    expect(await store(3)).toEqual([3])
    await restored({ from: copyPath(), force: true, now })
    const replaced = new DatabaseSync(`${path()}.replaced`)
    expect(replaced.prepare('SELECT count(*) AS count FROM refs').get()).toEqual({ count: 3 })
    replaced.close()
    expect(existsSync(`${path()}.partial`)).toBe(false)
  })

  test('error: one that is open, a clock behind it, and no backup leave all as it was', async () => {
    await store(1)
    await backup(path(), copyPath())
    const opened = await sqliteStore({ path: path() })
    await expect(restored({ from: copyPath(), now: began + minute })).rejects.toMatchObject({
      code: 'node_running',
    })
    await opened.close()
    for (const now of [0, began])
      await expect(restored({ from: copyPath(), now })).rejects.toMatchObject({
        code: 'clock_behind',
      })
    await expect(restored({ from: join(home, 'none'), now: began + 1 })).rejects.toMatchObject({
      code: 'store_missing',
    })
    expect(await store(2)).toEqual([2])
  })

  test('a file of the first version is brought forward, as a store and as a backup', async () => {
    await store(1)
    const old = new DatabaseSync(path())
    old.exec(`
      ALTER TABLE envelopes DROP COLUMN head;
      ALTER TABLE topics DROP COLUMN head;
      ALTER TABLE epochs DROP COLUMN version;
      DROP TABLE evidence;
      DROP TABLE life;
      PRAGMA user_version = 1;
    `)
    old.close()
    await copyFile(path(), copyPath())
    expect(await store(2)).toEqual([2])
    const { base } = await restored({ from: copyPath(), force: true, now: began + minute })
    expect(await store(2)).toEqual([base + 2])
  })
})

/** Seals a slot with what replicas answer; who voted, and the next write key. */
async function seal(client: Client, cores: Cores, log: Log, slot: number, asked: SealAsked) {
  const { writer, sentAt } = asked
  const next = keyPair()
  const body = Codec.encode(Envelope.commitBody, {
    nextWriter: next.publicKey,
    nextVersion: 1,
    commit: random(),
  })
  const times = { sentAt, expiresAt: sentAt + 60 * minute }
  const commit = await log.envelope({ kind: 'commit', epoch: slot, body, ...times }, writer)
  const envelope = Codec.encode(Envelope.codec, commit)
  const replicas = cores.network.replicasOf(log.id)
  const slotted = Seal.slotOf(crypto, { topic: log.id, slot, replicas })
  const value = Envelope.refOf(crypto, commit.content)
  const proposal = new Seal.Proposal({ slot: slotted, value })
  const voters = new Set<string>()
  const perform = async (actions: Seal.Action[]): Promise<void> => {
    for (const action of actions) {
      if (action.type !== 'send') continue
      const request = Codec.encode(
        Seal.request,
        await Seal.signRequest(crypto, action.request, writer),
      )
      for (const answer of await client.ask({
        type: 'seal',
        topic: log.id,
        version: 1,
        envelope,
        request,
      })) {
        if (answer.type !== 'vote') continue
        voters.add(Buffer.from(answer.node).toString('hex'))
        const reply = Codec.decode(Seal.reply, answer.reply)
        const verified = await Seal.verifyReply(crypto, slotted, reply, answer.node)
        await perform(proposal.onReply(answer.node, verified))
      }
    }
  }
  await perform(proposal.start())
  while (proposal.certificate === undefined) await perform(proposal.onTimeout())
  const certificate = Codec.encode(Seal.certificate, proposal.certificate)
  const sealed = { kind: 'seal', epoch: slot, body: certificate, ...times } as const
  await client.publish(Envelope.self(log.content(sealed)))
  return { next, voters }
}
type SealAsked = { writer: Crypto.KeyPair; sentAt: number }

test('a restored replica votes in no slot that it may have voted in, and in all later ones', async () => {
  const now = systemHost().clock.now()
  const remembersFrom = now - minute
  const life = { base: 0, signsFrom: 0, remembersFrom }
  const cores = await Cores.create({
    count: 4,
    store: (i) => (i === 3 ? { ...memoryStore(), life } : memoryStore()),
  })
  cores.linkAll()
  const client = await cores.connect()
  const log = new Log()
  await client.publish(await log.envelope(), log.descriptor)
  const restoredName = cores.name(3)
  const votes: boolean[] = []
  let writer = log.writer
  const times = [
    now - 3 * minute,
    now - 2 * minute,
    remembersFrom,
    remembersFrom + 1,
    remembersFrom + 2,
  ]
  for (const [slot, sentAt] of times.entries()) {
    const { next, voters } = await seal(client, cores, log, slot, { writer, sentAt })
    expect(voters.size).toBe(voters.has(restoredName) ? 4 : 3)
    votes.push(voters.has(restoredName))
    writer = next
  }
  // The slot after the first commit that cannot have been here before is the first it votes in.
  expect(votes).toEqual([false, false, false, false, true])
})

describe('a node', () => {
  let network: TestNetwork
  afterEach(() => network.close())

  test('error: does not start with a used key and no store; restored, it waits before it signs', async () => {
    network = await TestNetwork.start(1)
    await network.stopNode(0)
    const nodeHome = network.homes[0]!
    await rm(join(nodeHome, 'store.sqlite'))
    await expect(network.startNode(0)).rejects.toMatchObject({ code: 'store_lost' })
    const host = systemHost()
    const life = await restore({
      home: nodeHome,
      from: undefined,
      force: false,
      now: host.clock.now(),
    })
    // Time passes when it waits for it.
    let ahead = 0
    const clock = {
      now: () => host.clock.now() + ahead,
      after: (delayMs: number, task: () => void) => {
        if (ahead > 0) return host.clock.after(delayMs, task)
        ahead = delayMs
        return host.clock.after(0, task)
      },
    }
    const config = await Config.load(['--home', nodeHome], {})
    network.nodes[0] = await createNode(config, { ...host, clock })
    expect(clock.now()).toBeGreaterThanOrEqual(life.signsFrom)
  })
})
