import { readFile } from 'node:fs/promises'
import path from 'node:path'

import * as Codec from '@parley/codec'
import {
  type Client,
  type Fault,
  globalHost,
  memoryDatabase,
  memoryStore,
  type Store,
} from '@parley/client'
import { sqliteStore } from '@parley/client/node'
import * as Records from '@parley/client/records'
import { Bytes, Envelope, Evidence, Seal } from '@parley/protocol'
import { privateKeyToAccount } from 'viem/accounts'
import { describe, expect, test } from 'vitest'

import {
  Client as Wire,
  crypto as wireCrypto,
  keyPair,
  Log,
  random,
} from '../packages/node/test/client.ts'
import { bond, ByzantineNetwork, slashed } from './byzantine/network.ts'
import { eventually } from './harness.ts'
import { newPerson, nextMessage, type PersonOptions, say } from './people.ts'

/** The node that lies. */
const liar = 2
const active = 1

/** A person whose first gateway is the liar. */
function besideLiar(
  network: ByzantineNetwork,
  options: PersonOptions = {},
): Promise<Client & AsyncDisposable> {
  // The bytes that put four nodes in order.
  const bytes = (length: number): Uint8Array =>
    crypto
      .getRandomValues(new Uint8Array(length))
      .map((byte, i) => (length !== 4 ? byte : i === liar ? 0 : 10 + i))
  const host = { ...globalHost(), random: { bytes } }
  return newPerson(network.networkPath, { ...options, host })
}

/** The first fault that a client names; nobody but the liar is. */
function faultsOf(client: Client, network: ByzantineNetwork) {
  const faults: Fault[] = []
  client.on('fault', (fault) => faults.push(fault))
  const { name } = network.network.nodes[liar]!
  return async (fits: (fault: Fault) => boolean = () => true): Promise<Fault> => {
    const fault = await eventually(async () => faults.find(fits))
    expect(faults.filter(({ node }) => node !== name)).toEqual([])
    return fault
  }
}

/** The evidence convicts: the chain takes the bond, and the network goes on. */
async function assertSlashed(network: ByzantineNetwork, evidence: Uint8Array): Promise<void> {
  const { name, publicKey } = network.network.nodes[liar]!
  await Evidence.verify(globalHost().crypto, Evidence.decode(evidence), publicKey)
  expect(await network.bonds.statusOf(name)).toBe(active)
  const [submitted] = await network.submit([Bytes.toHex(evidence)])
  expect(submitted).toMatchObject({ node: name, reward: String(bond / 4n) })
  await assertGone(network)
}

async function assertGone(network: ByzantineNetwork): Promise<void> {
  for (const [i, { name }] of network.network.nodes.entries())
    expect(await network.bonds.statusOf(name)).toBe(i === liar ? slashed : active)
  expect(await network.bonds.deposited()).toBe(3n * bond)
}

/** Writes a last message, and sees that all there are were read, in order. */
async function assertGoesOn(from: Client, to: Client, texts: readonly string[]): Promise<void> {
  const arrived = nextMessage(to, ({ text }) => text === 'after all')
  const sent = await say(from, to.account, 'after all')
  expect(sent.state).toBe('stored')
  const { conversation } = await arrived
  const read = await to.messages(conversation)
  expect(read.map(({ text }) => text)).toEqual([...texts, 'after all'])
}

describe('what can be proved costs the node its bond', () => {
  test('a message that it signed for and left out of its log', async () => {
    await using network = await ByzantineNetwork.start('omit', liar)
    // The wallet of a command's home, so that the command has the evidence afterwards.
    const home = path.join(network.folder, 'alice')
    await network.run(['id', 'new', '--home', home])
    const wallet = JSON.parse(await readFile(path.join(home, 'wallet.json'), 'utf8')) as {
      secretKey: string
    }
    const signer = privateKeyToAccount(`0x${wallet.secretKey}`)
    await using bob = await newPerson(network.networkPath)
    const store = await sqliteStore({ directory: home })
    const alice = await besideLiar(network, { signer, store })
    const named = faultsOf(alice, network)
    await say(alice, bob.account, 'first')
    await network.lie(liar)
    for (const text of ['second', 'third']) await say(alice, bob.account, text)
    const fault = await named(({ evidence }) => evidence !== undefined)
    expect(fault.kind).toBe('rewritten_log')
    expect(Evidence.decode(fault.evidence!).type).toBe('omission')
    await assertGoesOn(alice, bob, ['first', 'second', 'third'])
    await alice.close()

    const listed = await network.run(['evidence', 'list', '--home', home])
    expect(listed[0]).toMatchObject({
      node: network.network.nodes[liar]!.name,
      kind: 'omission',
      fault: 'rewritten_log',
      evidence: Bytes.toHex(fault.evidence!),
    })
    const id = listed[0]!['id'] as string
    const [shown] = await network.run(['evidence', 'show', id.slice(0, 8), '--home', home])
    expect(shown).toMatchObject({ id, valid: true })
    const { registry, rpc } = network.bonds
    const key = await network.bonds.newKeyFile(network.folder)
    const chain = ['--registry', registry, '--rpc', rpc, '--key-file', key]
    const [submitted] = await network.run(['evidence', 'submit', '--home', home, ...chain])
    expect(submitted).toMatchObject({
      id,
      transaction: expect.stringMatching(/^0x[0-9a-f]{64}$/),
      reward: String(bond / 4n),
    })
    await assertGone(network)
    const again = network.run(['evidence', 'submit', '--home', home, ...chain])
    await expect(again).rejects.toThrow('wrong_node_status')
    // A client that starts again has not forgotten.
    await using later = await newPerson(network.networkPath, {
      signer,
      store: await sqliteStore({ directory: home }),
    })
    const { nodes } = await later.status()
    expect(nodes.map(({ state }) => state === 'faulty')).toEqual(nodes.map((_, i) => i === liar))
  })

  test('a log that is another one after a restart', async () => {
    await using network = await ByzantineNetwork.start('rewrite', liar)
    const database = memoryDatabase()
    const options = { signer: privateKeyToAccount(`0x${'17'.repeat(32)}`) }
    const alice = await besideLiar(network, { ...options, store: memoryStore(database) })
    await using bob = await newPerson(network.networkPath)
    const { conversation } = await say(alice, bob.account, 'first')
    await say(alice, bob.account, 'second')
    await eventually(() => hasSignedHead(memoryStore(database), network, 3))
    await alice.close()
    await network.comeBackLying('rewrite', liar)
    await bob.accept(conversation)
    for (const text of ['third', 'fourth']) {
      const { id } = await say(bob, alice.account, text)
      await eventually(async () => ((await bob.message(id))?.receipts === 4 ? true : undefined))
    }
    await using again = await besideLiar(network, { ...options, store: memoryStore(database) })
    const named = faultsOf(again, network)
    const fault =
      (await again.evidence())[0] ?? (await named(({ evidence }) => evidence !== undefined))
    expect(fault.kind).toBe('rewritten_log')
    expect(Evidence.decode(fault.evidence!).type).toBe('heads')
    await assertSlashed(network, fault.evidence!)
    await assertGoesOn(again, bob, ['first', 'second', 'third', 'fourth'])
  })

  test('two messages at one position', async () => {
    await using network = await ByzantineNetwork.start('collide', liar)
    await using alice = await newPerson(network.networkPath)
    await using bob = await newPerson(network.networkPath)
    const named = faultsOf(alice, network)
    await say(alice, bob.account, 'first')
    await network.lie(liar)
    for (const text of ['second', 'third']) await say(alice, bob.account, text)
    const fault = await named(({ evidence }) => evidence !== undefined)
    expect(fault.kind).toBe('equivocation')
    expect(Evidence.decode(fault.evidence!).type).toBe('receipts')
    await assertSlashed(network, fault.evidence!)
    await assertGoesOn(alice, bob, ['first', 'second', 'third'])
  })

  test('votes for two rivals in one slot, as the node that passes them on sees', async () => {
    await using network = await ByzantineNetwork.start('equivocate', liar)
    await network.lie(liar)
    const wire = await Wire.connect(network.network.nodes[0]!.url, network.network)
    const log = new Log()
    for (const _ of [1, 2]) await voteFor(wire, network, log)
    wire.close()
    const home = network.homes[0]!
    const [kept] = await eventually(async () => {
      const lines = await network.run(['node', 'evidence', '--home', home])
      return lines.length > 0 ? lines : undefined
    })
    expect(kept).toMatchObject({ kind: 'seals', node: network.network.nodes[liar]!.name })
    await assertSlashed(network, Bytes.fromHex(kept!['evidence'] as string))
    await using alice = await newPerson(network.networkPath)
    await using bob = await newPerson(network.networkPath)
    await assertGoesOn(alice, bob, [])
  })
})

/** Whether a store holds a head of the liar’s, of a log of so many envelopes at least. */
async function hasSignedHead(
  store: Store,
  network: ByzantineNetwork,
  positionMin: number,
): Promise<true | undefined> {
  const { name } = network.network.nodes[liar]!
  for (const { key, value } of await store.list('log/')) {
    const { signed } = Codec.decode(Records.log, value)
    if (key.endsWith(name) && signed && signed.statement.position >= positionMin) return true
  }
  return undefined
}

/** Publishes a commit of a log’s first slot, and asks all replicas to vote for it. */
async function voteFor(wire: Wire, network: ByzantineNetwork, log: Log): Promise<void> {
  const nextWriter = keyPair().publicKey
  const body = Codec.encode(Envelope.commitBody, { nextWriter, nextVersion: 1, commit: random() })
  const commit = await log.envelope({ kind: 'commit', body })
  await wire.publish(commit, log.descriptor)
  const replicas = network.network.replicasOf(log.id)
  const { topic, slot, set } = Seal.slotOf(wireCrypto, { topic: log.id, slot: 0, replicas })
  const value = Envelope.refOf(wireCrypto, commit.content)
  const asked = { type: 'prepare', view: 0, value, bundle: [] } as const
  const content: Seal.RequestContent = { topic, slot, set, body: { ...asked, bundle: [] } }
  const signed = await Seal.signRequest(wireCrypto, content, log.writer)
  const request = Codec.encode(Seal.request, signed)
  const envelope = Codec.encode(Envelope.codec, commit)
  const answers = await wire.ask({ type: 'seal', topic, version: 1, envelope, request })
  expect(answers.map(({ type }) => type)).toEqual(['vote', 'vote', 'vote', 'vote'])
}

describe('what cannot be proved is noticed, and costs nothing', () => {
  const lies: [string, Fault['kind']][] = [
    ['withhold', 'withheld_envelope'],
    ['forge', 'forged_envelope'],
    ['garble', 'malformed_envelope'],
    ['replay', 'replayed_envelope'],
  ]
  test.each(lies)('%s: %s', async (lie, kind) => {
    await using network = await ByzantineNetwork.start(lie, liar)
    await using alice = await newPerson(network.networkPath)
    await using bob = await besideLiar(network)
    const named = faultsOf(bob, network)
    const first = nextMessage(bob, ({ text }) => text === 'first')
    await say(alice, bob.account, 'first')
    await first
    await network.lie(liar)
    await say(alice, bob.account, 'second')
    expect((await named()).kind).toBe(kind)
    await assertGoesOn(alice, bob, ['first', 'second'])
    expect(await bob.evidence()).toEqual([])
    expect(await network.bonds.deposited()).toBe(4n * bond)
  })

  test('stall: the others go on', async () => {
    await using network = await ByzantineNetwork.start('stall', liar)
    await using alice = await besideLiar(network)
    await using bob = await besideLiar(network)
    await say(alice, bob.account, 'first')
    await network.lie(liar)
    const sent = await say(alice, bob.account, 'second')
    expect(sent).toMatchObject({ state: 'stored', receipts: 3 })
    await assertGoesOn(alice, bob, ['first', 'second'])
    expect(await network.bonds.deposited()).toBe(4n * bond)
  })
})
