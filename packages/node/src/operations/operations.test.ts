import { copyFile, readFile, stat, writeFile } from 'node:fs/promises'
import { DatabaseSync } from 'node:sqlite'
import { join } from 'node:path'

import { Bytes, Evidence, Head } from '@parley/protocol'
import { afterEach, expect, test } from 'vitest'

import { Client, crypto, keyPair, Log, random } from '../../test/client.ts'
import { TestNetwork } from '../../test/network.ts'
import { NodeProcess } from '../../test/process.ts'
import { sqliteStore } from '../store/sqlite.ts'
import { verify } from './verify.ts'

let network: TestNetwork
let node: NodeProcess | undefined
afterEach(async () => {
  await node?.kill('SIGKILL')
  node = undefined
  await network.close()
})

const home = (): string => network.homes[0]!
const store = (): string => join(home(), 'store.sqlite')
const file = (name: string): string => join(home(), name)
const connect = (): Promise<Client> => Client.connect(network.urls[0]!, network.network)

/** Runs an operation as a process of its own. */
async function operate(...args: string[]) {
  const child = new NodeProcess(args)
  const output: string[] = []
  child.child.stdout!.on('data', (data: Buffer) => output.push(data.toString()))
  const exit = await child.exited
  const lines = output.join('').split('\n').filter(Boolean)
  const error = child.stderr.join('')
  return {
    exit,
    lines: lines.map((line) => JSON.parse(line) as Record<string, unknown>),
    code: error === '' ? undefined : (JSON.parse(error) as { error: { code: string } }).error.code,
  }
}

/** What `verify` finds, as it finds it. */
function findingsOf(path: string): string[] {
  const found: string[] = []
  verify({ crypto, path, onFinding: ({ finding }) => found.push(finding) })
  return found
}

/** A network of one node that runs and holds `count` envelopes of one log. */
async function running(count: number): Promise<{ client: Client; log: Log }> {
  network = await TestNetwork.prepare(1)
  node = await NodeProcess.start(home())
  const client = await connect()
  const log = new Log()
  for (let i = 0; i < count; i++) await client.receipt(await log.bytes(), log.descriptor)
  return { client, log }
}

test('a backup made while the node takes envelopes holds all that was receipted before it', async () => {
  const { client, log } = await running(50)
  const to = file('copy.sqlite')
  let done = false
  const writing = (async () => {
    for (let extra = 0; ; extra++) {
      if (done) return extra
      await client.receipt(await log.bytes())
    }
  })()
  const made = await operate('backup', '--home', home(), '--to', to)
  done = true
  const extra = await writing
  expect(made).toMatchObject({ exit: 0, lines: [{ backup: to }] })
  expect((await stat(to)).mode & 0o777).toBe(0o600)
  const { exit, lines } = await operate('verify', '--file', to)
  expect(exit).toBe(0)
  expect(lines).toMatchObject([{ topics: 1, findings: 0 }])
  expect(extra).toBeGreaterThan(0)
  expect(lines[0]!['envelopes']).toBeGreaterThanOrEqual(50)
  expect(lines[0]!['envelopes']).toBeLessThanOrEqual(50 + extra)
  const key = JSON.parse(await readFile(file('node.key'), 'utf8')) as { seed: string }
  const copy = await readFile(to)
  expect(copy.includes(key.seed)).toBe(false)
  expect(copy.includes(Buffer.from(key.seed, 'hex'))).toBe(false)
  // Nothing is overwritten.
  expect(await operate('backup', '--home', home(), '--to', to)).toMatchObject({
    exit: 1,
    code: 'file_exists',
  })
})

test('compact needs the node stopped, and gives space back', async () => {
  const { client, log } = await running(5)
  await client.receipt(await log.bytes({ body: new Uint8Array(60_000) }))
  expect(await operate('compact', '--home', home())).toMatchObject({
    exit: 1,
    code: 'node_running',
  })
  await client.receipt(await log.bytes())
  await node!.kill('SIGTERM')
  const database = new DatabaseSync(store())
  database.exec(`
    CREATE TABLE gap (bytes BLOB);
    INSERT INTO gap VALUES (zeroblob(400000));
    DROP TABLE gap;
  `)
  database.close()
  const { exit, lines } = await operate('compact', '--home', home())
  expect(exit).toBe(0)
  const { before, after } = lines[0] as { before: number; after: number }
  expect(after).toBeLessThanOrEqual(before - 400_000)
  node = await NodeProcess.start(home())
  expect(await (await connect()).read(log.id)).toHaveLength(7)
})

test('verify tells the heads of topics, and what is wrong where', async () => {
  const { log } = await running(4)
  await node!.kill('SIGTERM')
  const topic = Buffer.from(log.id).toString('hex')
  const sound = await operate('verify', '--home', home(), '--heads')
  expect(sound).toMatchObject({
    exit: 0,
    lines: [
      { topic, position: 4, envelopes: 4, epoch: 0 },
      { topics: 1, envelopes: 4, findings: 0 },
    ],
  })
  const damage: Record<string, string> = {
    topic_not_its_descriptor: 'UPDATE topics SET descriptor = zeroblob(9)',
    topic_miscounted: 'UPDATE topics SET count = 3',
    envelope_undecodable:
      'UPDATE envelopes SET bytes = zeroblob(length(bytes)) WHERE place % 4 = 1',
    envelope_misplaced: 'UPDATE topics SET id = zeroblob(32)',
    envelope_unlisted: 'UPDATE refs SET expires_at = 1',
    head_miscalculated: 'UPDATE envelopes SET head = zeroblob(32) WHERE place % 4 = 1',
    index_dangling: 'DELETE FROM envelopes WHERE place % 4 = 1',
  }
  for (const [finding, sql] of Object.entries(damage)) {
    const path = file(`${finding}.sqlite`)
    await copyFile(store(), path)
    const database = new DatabaseSync(path)
    database.exec(sql)
    database.close()
    expect(findingsOf(path)).toContain(finding)
  }
  expect(await operate('verify', '--file', file('index_dangling.sqlite'))).toMatchObject({
    exit: 1,
  })
})

test('evidence is shown as it was kept', async () => {
  network = await TestNetwork.prepare(1)
  const signer = keyPair()
  const statement = { node: random(), topic: random(), position: 7, hash: random() }
  const other = { ...statement, hash: random() }
  const evidence: Evidence.Evidence = {
    type: 'heads',
    one: await Head.sign(crypto, statement, signer),
    other: await Head.sign(crypto, other, signer),
  }
  const id = Evidence.idOf(crypto, evidence)
  const bytes = Evidence.encode(evidence)
  const opened = await sqliteStore({ path: store() })
  await opened.commit([{ type: 'evidence', id, node: statement.node, foundAt: 0, bytes }])
  await opened.close()
  expect(await operate('evidence', '--home', home())).toMatchObject({
    exit: 0,
    lines: [
      {
        id: Bytes.toHex(id),
        node: Bytes.toHex(statement.node),
        kind: 'heads',
        topic: Bytes.toHex(statement.topic),
        place: 7,
        foundAt: '1970-01-01T00:00:00.000Z',
        evidence: Bytes.toHex(bytes),
      },
    ],
  })
  expect(await operate('evidence', '--home', file('nowhere'))).toMatchObject({
    exit: 1,
    code: 'store_missing',
  })
})

test('error: a damaged page is found; no store, no database and no such flag are told apart', async () => {
  const { client, log } = await running(1)
  for (let i = 0; i < 20; i++)
    await client.receipt(await log.bytes({ body: new Uint8Array(9_000) }))
  await node!.kill('SIGTERM')
  const bytes = await readFile(store())
  // Every tree has a page of its own; the header stays.
  bytes.fill(0xff, 4096 * 3, 4096 * 4)
  await writeFile(file('damaged.sqlite'), bytes)
  expect(findingsOf(file('damaged.sqlite'))).toContain('page_damaged')
  await writeFile(file('text.sqlite'), 'no database, but long enough to have a header'.repeat(9))
  expect(() => findingsOf(file('text.sqlite'))).toThrow(
    expect.objectContaining({ code: 'store_corrupt' }),
  )
  expect(() => findingsOf(file('nowhere'))).toThrow(
    expect.objectContaining({ code: 'store_missing' }),
  )
  expect(await operate('verify', '--hone', home())).toMatchObject({
    exit: 2,
    code: 'bad_arguments',
  })
})
