import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'

import { TestChain } from '@parley/contracts/anvil'
import { Bytes, Crypto, Evidence, Head, Network, Receipt, Seal } from '@parley/protocol'
import { afterAll, aroundEach, beforeAll, expect, test } from 'vitest'

import { runForTesting } from '../testing.ts'

const crypto = Crypto.pure
/** Anvil's second account, known to everyone. */
const reporterKey = '0x59c6995e998f97a5a0044966f0945389dc9e86dae88c7a8412f4603b6b78690d'
const bytes32 = (fill: number): Uint8Array => new Uint8Array(32).fill(fill)
const refOf = (fill: number) => ({ sentAt: 1_700_000_000_000, id: bytes32(fill) })

function nodeOf(number: number) {
  const keyPair = Crypto.deriveKeyPair(bytes32(number), 'evidence tests')
  const id = Network.nodeId(crypto, keyPair.publicKey)
  const sign = (message: Uint8Array): Promise<Uint8Array> => crypto.sign(keyPair, message)
  const where = { url: `ws://node${number}`, peer: `/dns/node${number}/tcp/1/p2p/${number}` }
  return { keyPair, publicKey: keyPair.publicKey, id, sign, ...where }
}
type Node = ReturnType<typeof nodeOf>
const nodes = [1, 2, 3, 4, 5].map(nodeOf) as [Node, Node, Node, Node, Node]

const topic = bytes32(7)
const headOf = ({ id, keyPair }: Node, position: number, hash: Uint8Array): Promise<Head.Head> =>
  Head.sign(crypto, { node: id, topic, position, hash }, keyPair)

async function receiptOf({ id, keyPair }: Node, fill: number): Promise<Receipt.Receipt> {
  const place = { node: id, topic, position: 3, receivedAt: 1_700_000_000_001 }
  return (await Receipt.issue(crypto, [{ ...place, envelope: refOf(fill) }], keyPair))[0]!
}

function vote({ id, keyPair }: Node, fill: number): Promise<Seal.Statement> {
  const body = { type: 'prepared', view: 0, value: refOf(fill) } as const
  const content = { node: id, topic, slot: 2, set: bytes32(9), body }
  return Seal.signStatement(crypto, content, keyPair)
}

/** Evidence of each kind against a node. */
const kinds: Record<Evidence.Kind, (node: Node) => Promise<Evidence.Evidence>> = {
  seals: async (node) => ({ type: 'seals', one: await vote(node, 1), other: await vote(node, 2) }),
  receipts: async (node) => ({
    type: 'receipts',
    one: await receiptOf(node, 1),
    other: await receiptOf(node, 2),
  }),
  heads: async (node) => ({
    type: 'heads',
    one: await headOf(node, 3, bytes32(1)),
    other: await headOf(node, 3, bytes32(2)),
  }),
  omission: async (node) => ({
    type: 'omission',
    before: await headOf(node, 2, bytes32(1)),
    after: await headOf(node, 3, Head.link(crypto, bytes32(1), refOf(1))),
    receipt: await receiptOf(node, 2),
  }),
}

/** A line of a file. */
const lineOf = (evidence: Evidence.Evidence): string =>
  JSON.stringify({ evidence: Bytes.toHex(Evidence.encode(evidence)) })

let chain: TestChain
let folder: string
let keyFile: string
beforeAll(async () => {
  chain = await TestChain.start(4)
  await chain.register(...nodes.slice(0, 4))
  folder = await mkdtemp(path.join(tmpdir(), 'parley-evidence-'))
  keyFile = path.join(folder, 'key')
  await writeFile(keyFile, reporterKey)
}, 60_000)
afterAll(async () => {
  await chain?.stop()
  await rm(folder, { recursive: true })
})
aroundEach(async (run) => {
  const id = await chain.client.snapshot()
  await run()
  await chain.client.revert({ id })
})

type Answer = Record<string, unknown> & { error?: { code: string } }

/** Submits what is on stdin to the registry of a locator, or as it is said. */
async function submit(stdin: string, ...said: string[]): Promise<Answer[]> {
  const network = path.join(folder, 'network.json')
  const { registry, url: rpc } = chain
  await writeFile(network, JSON.stringify({ chain: { id: 31_337, registry, rpc } }))
  const args = ['evidence', 'submit', '--file', '-', '--key-file', keyFile, ...said, '--json']
  const env = { PARLEY_NETWORK: network }
  const { stdout, stderr } = await runForTesting(args, { env, stdin })
  expect(stderr).toBe('')
  expect(stdout).not.toContain(reporterKey.slice(2))
  const lines = stdout.split('\n').filter(Boolean)
  return lines.map((line) => JSON.parse(line) as Answer)
}
const codeOf = async (...given: Parameters<typeof submit>): Promise<string | undefined> =>
  (await submit(...given)).at(-1)?.error?.code

test.each(Object.keys(kinds) as Evidence.Kind[])('%s: the bond is lost', async (kind) => {
  const [node] = nodes
  const evidence = await kinds[kind](node)
  const [answer, ...others] = await submit(lineOf(evidence))
  expect(others).toEqual([])
  expect(answer).toMatchObject({
    id: Bytes.toHex(Evidence.idOf(crypto, evidence)),
    node: Bytes.toHex(node.id),
    kind,
    transaction: expect.stringMatching(/^0x[0-9a-f]{64}$/),
  })
  expect(BigInt(answer!['reward'] as string)).toBeGreaterThan(0n)
  const hash = answer!['transaction'] as `0x${string}`
  const { from } = await chain.client.getTransactionReceipt({ hash })
  expect(from.toLowerCase()).toBe((answer!['reporter'] as string).toLowerCase())
  expect(await codeOf(lineOf(evidence))).toBe('wrong_node_status')
})

test('one piece for each node, unless one is named', async () => {
  const [one, two] = nodes
  const pieces = [
    await kinds.heads(one),
    await kinds.seals(one),
    await kinds.receipts(two),
    await kinds.omission(two),
  ]
  const lines = pieces.map(lineOf).join('\n')
  const id = Bytes.toHex(Evidence.idOf(crypto, pieces[3]!))
  expect(await submit(lines, id.slice(0, 10))).toMatchObject([{ id, kind: 'omission' }])
  await chain.register(nodes[4])
  const answers = await submit(
    [pieces[0], pieces[1], await kinds.seals(nodes[4])].map((it) => lineOf(it!)).join('\n'),
  )
  expect(answers.map(({ kind }) => kind)).toEqual(['heads', 'seals'])
})

test('error: what convicts nobody, a stranger, no chain, no means and no registry', async () => {
  const [node, , , , stranger] = nodes
  const good = await kinds.heads(node)
  if (good.type !== 'heads') throw new Error('expected heads')
  expect(await codeOf(lineOf({ ...good, other: good.one }))).toBe('evidence_refused')
  const forged = { ...good.other, signature: good.one.signature }
  expect(await codeOf(lineOf({ ...good, other: forged }))).toBe('evidence_refused')
  expect(await codeOf(lineOf(await kinds.heads(stranger)))).toBe('wrong_node_status')
  expect(await codeOf('')).toBe('unknown_evidence')
  expect(await codeOf(lineOf(good), 'ffffffffffff')).toBe('unknown_evidence')
  expect(await codeOf('{"evidence":"00"}')).toBe('bad_evidence')
  const { registry } = chain
  const nowhere = ['--registry', registry, '--rpc', 'http://127.0.0.1:1']
  expect(await codeOf(lineOf(good), ...nowhere)).toBe('chain_unreachable')
  expect(await codeOf(lineOf(good), '--registry', registry)).toBe('no_registry')
  await writeFile(keyFile, Bytes.toHex(bytes32(77)))
  expect(await codeOf(lineOf(good))).toBe('insufficient_funds')
  await writeFile(keyFile, reporterKey)
  expect(await codeOf(lineOf(good))).toBe(undefined)
})
