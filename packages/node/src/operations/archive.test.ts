import { existsSync } from 'node:fs'
import { readFile, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

import * as Codec from '@parley/codec'
import { Envelope, Seal } from '@parley/protocol'
import { afterEach, expect, test } from 'vitest'

import { Client, crypto, keyPair, Log, random } from '../../test/client.ts'
import { TestNetwork } from '../../test/network.ts'
import { systemHost } from '../host.ts'
import { sqliteStore } from '../store/sqlite.ts'
import { ArchiveWriter, readArchive } from './Archive.ts'
import { exportArchive } from './export.ts'
import { importArchive, type Refusal } from './import.ts'
import { restore } from './restore.ts'
import { verify } from './verify.ts'

let network: TestNetwork
afterEach(() => network.close())

const home = (index = 0): string => network.homes[index]!
const storeOf = (index = 0): string => join(home(index), 'store.sqlite')
const archive = (name = 'archive'): string => join(home(), name)

function take(index: number, from = archive(), refusals: Refusal[] = []) {
  const onRefusal = (refusal: Refusal) => void refusals.push(refusal)
  return importArchive({ host: systemHost(), home: home(index), from, onRefusal })
}

/** Seals slot 0 of a log over a network of one node; the next write key. */
async function seal(client: Client, log: Log) {
  const next = keyPair()
  const body = Codec.encode(Envelope.commitBody, {
    nextWriter: next.publicKey,
    nextVersion: 1,
    commit: random(),
  })
  const commit = await log.envelope({ kind: 'commit', body })
  const replicas = network.network.replicasOf(log.id)
  const slot = Seal.slotOf(crypto, { topic: log.id, slot: 0, replicas })
  const proposal = new Seal.Proposal({ slot, value: Envelope.refOf(crypto, commit.content) })
  const envelope = Codec.encode(Envelope.codec, commit)
  for (const action of proposal.start()) {
    if (action.type !== 'send') continue
    const request = Codec.encode(
      Seal.request,
      await Seal.signRequest(crypto, action.request, log.writer),
    )
    for (const answer of await client.ask({
      type: 'seal',
      topic: log.id,
      version: 1,
      envelope,
      request,
    })) {
      if (answer.type !== 'vote') throw new Error('no vote')
      const reply = Codec.decode(Seal.reply, answer.reply)
      proposal.onReply(answer.node, await Seal.verifyReply(crypto, slot, reply, answer.node))
    }
  }
  const certificate = Codec.encode(Seal.certificate, proposal.certificate!)
  await client.receipt(Envelope.self(log.content({ kind: 'seal', body: certificate })))
  return next
}

test('what a running node exports another life of it takes in: topics, seals and all after them', async () => {
  network = await TestNetwork.start(1)
  const client = await Client.connect(network.urls[0]!, network.network)
  const logs = [new Log(), new Log()]
  for (const log of logs)
    for (let i = 0; i < 20; i++) await client.receipt(await log.envelope(), log.descriptor)
  const next = await seal(client, logs[0]!)
  for (let i = 0; i < 5; i++) await client.receipt(await logs[0]!.envelope({ epoch: 1 }, next))
  expect(await exportArchive(storeOf(), archive())).toEqual({ topics: 2, envelopes: 47 })
  expect((await stat(archive())).mode & 0o777).toBe(0o600)
  await expect(exportArchive(storeOf(), archive())).rejects.toMatchObject({ code: 'file_exists' })
  // Its key is not in it, and neither is how it voted.
  const key = JSON.parse(await readFile(join(home(), 'node.key'), 'utf8')) as { seed: string }
  expect((await readFile(archive())).includes(Buffer.from(key.seed, 'hex'))).toBe(false)
  await expect(take(0)).rejects.toMatchObject({ code: 'node_running' })
  client.close()
  await network.stopNode(0)
  await rm(storeOf())
  await expect(take(0)).rejects.toMatchObject({ code: 'store_lost' })
  await restore({ home: home(), from: undefined, force: false, now: systemHost().clock.now() })
  expect(await take(0)).toEqual({ taken: 47, known: 0, refused: {} })
  // Again and again gives the same.
  expect(await take(0)).toEqual({ taken: 0, known: 47, refused: {} })
  const heads: [number, number][] = []
  const report = verify({
    crypto,
    path: storeOf(),
    onFinding: (finding) => expect(finding).toBeUndefined(),
    onHead: ({ envelopes, epoch }) => heads.push([envelopes, epoch]),
  })
  expect(report).toMatchObject({ topics: 2, envelopes: 47, findings: 0 })
  expect(heads).toEqual([
    [27, 1],
    [20, 0],
  ])
  const store = await sqliteStore({ path: storeOf() })
  expect(await store.register(logs[0]!.id, 0)).toBeUndefined()
  await store.close()
})

test('each envelope is admitted or refused for itself, and it is said why', async () => {
  network = await TestNetwork.prepare(2, {}, 1)
  const ours = new Set<Log>()
  const theirs = new Set<Log>()
  const [self] = network.network.nodes
  while (ours.size < 1 || theirs.size < 1) {
    const log = new Log()
    const [holder] = network.network.replicasOf(log.id)
    ;(holder!.name === self!.name ? ours : theirs).add(log)
  }
  const [log] = ours
  const [other] = theirs
  const writer = await ArchiveWriter.create(archive())
  await writer.topic(log!.descriptor)
  const sound = await log!.bytes()
  await writer.envelope(sound)
  await writer.envelope(sound)
  await writer.envelope(Codec.encode(Envelope.codec, await log!.envelope({}, keyPair())))
  await writer.envelope(await log!.bytes({ sentAt: 1, expiresAt: 2 }))
  await writer.envelope(await log!.bytes({ epoch: 3 }))
  await writer.envelope(random(99))
  await writer.topic(other!.descriptor)
  await writer.envelope(await other!.bytes())
  // Of the topic before it, it says, but it is not.
  await writer.envelope(await new Log().bytes())
  await writer.finish()
  await writer.close()
  const refusals: Refusal[] = []
  const taken = await take(0, archive(), refusals)
  expect(taken).toMatchObject({ taken: 1, known: 1 })
  expect(taken.refused).toEqual({
    bad_signature: 1,
    expired: 1,
    unknown_epoch: 1,
    bad_envelope: 1,
    wrong_shard: 1,
    bad_descriptor: 1,
  })
  expect(refusals.length).toBe(6)
  const forged = refusals.find(({ refused }) => refused === 'bad_signature')
  expect(forged!.topic).toBe(Buffer.from(log!.id).toString('hex'))
})

test('error: a damaged archive is told from one of another version, and nothing of it is taken', async () => {
  network = await TestNetwork.prepare(1)
  const log = new Log()
  const writer = await ArchiveWriter.create(archive())
  await writer.topic(log.descriptor)
  for (let i = 0; i < 3; i++) await writer.envelope(await log.bytes())
  await writer.finish()
  await writer.close()
  const bytes = await readFile(archive())
  const codeOf = async (changed: Uint8Array): Promise<string> => {
    await writeFile(archive('changed'), changed)
    const items = readArchive(archive('changed'))
    try {
      while (!(await items.next()).done);
      return 'none'
    } catch (error) {
      return (error as { code: string }).code
    }
  }
  expect(await codeOf(bytes)).toBe('none')
  for (let length = 0; length < bytes.length; length += 7)
    expect([length, await codeOf(bytes.subarray(0, length))]).toEqual([length, 'archive_damaged'])
  const headBytes = bytes.indexOf('\n') + 1
  for (let at = headBytes; at < bytes.length; at += 5) {
    const flipped = Uint8Array.from(bytes)
    flipped[at]! ^= 1 << (at % 8)
    expect([at, await codeOf(flipped)]).toEqual([at, 'archive_damaged'])
  }
  expect(await codeOf(Buffer.concat([bytes, Buffer.of(0)]))).toBe('archive_damaged')
  const newer = Buffer.concat([Buffer.from('parley archive 2\n'), bytes.subarray(headBytes)])
  expect(await codeOf(newer)).toBe('archive_version')
  for (const [name, code] of [
    ['changed', 'archive_version'],
    ['nowhere', 'store_missing'],
  ] as const)
    await expect(take(0, archive(name))).rejects.toMatchObject({ code })
  await writeFile(archive('cut'), bytes.subarray(0, -1))
  await expect(take(0, archive('cut'))).rejects.toMatchObject({ code: 'archive_damaged' })
  expect(existsSync(storeOf())).toBe(false)
})
