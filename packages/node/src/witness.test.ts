import * as Codec from '@parley/codec'
import { Evidence, Head, Host, type Network, Receipt, Seal } from '@parley/protocol'
import { expect, test } from 'vitest'

import { crypto, random } from '../test/client.ts'
import { Cores, settle } from '../test/cores.ts'
import { until } from '../test/until.ts'
import type { PutEvidence } from './store/Store.ts'
import { Witness } from './witness.ts'

const topic = random()
const [a, b] = [
  { sentAt: 1, id: random() },
  { sentAt: 2, id: random() },
]
const cores = await Cores.create({ count: 4 })
const { network } = cores
const slot = Seal.slotOf(crypto, { topic, slot: 0, replicas: network.replicasOf(topic) })

function keyOf(node: Network.Node) {
  return cores.keys.find(({ publicKey }) => publicKey.join() === node.publicKey.join())!
}

function witness(): { witness: Witness; kept: PutEvidence[] } {
  const kept: PutEvidence[] = []
  const host = { clock: cores.clock, crypto, random: { bytes: random }, log: Host.silentLog }
  return {
    kept,
    witness: new Witness({ host, network: () => network, keep: async (piece) => kept.push(piece) }),
  }
}

function vote(
  node: Network.Node,
  value = a,
  type: 'prepared' | 'committed' = 'prepared',
  view = 0,
) {
  const { topic, slot: number, set } = slot
  const body = { type, view, value } as const
  return Seal.signStatement(crypto, { node: node.id, topic, slot: number, set, body }, keyOf(node))
}

async function certificate(value: typeof a, signers: readonly Network.Node[]) {
  const statements = await Promise.all(signers.map((node) => vote(node, value, 'committed')))
  return Seal.certificateOf(slot, statements)!
}

test('votes of one replica that differ are evidence; forged ones are not', async () => {
  const [first, second] = network.nodes as [Network.Node, Network.Node]
  const { witness: seeing, kept } = witness()
  const say = async (statement: Seal.Statement, from = first): Promise<void> => {
    const reply: Seal.Reply = { type: 'state', view: 0, statements: [statement] }
    seeing.response({ type: 'vote', node: from.id, reply: Codec.encode(Seal.reply, reply) })
    await settle()
  }
  await say(await vote(first, a))
  await say(await vote(first, a))
  await say(await vote(first, b, 'committed'))
  await say(await vote(first, b, 'prepared', 1))
  // In its name, by another: not its words.
  await say(await vote(first, b), second)
  await say({ ...(await vote(first, b)), signature: random(64) })
  expect(kept).toEqual([])
  // What was forged in between hides nothing.
  await say(await vote(first, a))
  await say(await vote(first, b))
  await until('it is kept', () => kept.length > 0)
  expect(kept.length).toBe(1)
  const evidence = Evidence.decode(kept[0]!.bytes)
  await Evidence.verify(crypto, evidence, first.publicKey)
  expect(kept[0]).toMatchObject({ node: first.id, id: Evidence.idOf(crypto, evidence) })
})

test('two heads of one position are evidence', async () => {
  const [first] = network.nodes as unknown as Network.Node[]
  const { witness: seeing, kept } = witness()
  for (const [position, hash] of [
    [1, a.id],
    [2, b.id],
    [2, a.id],
  ] as const) {
    const statement = { node: first!.id, topic, position, hash }
    seeing.response({ type: 'head', ...(await Head.sign(crypto, statement, keyOf(first!))) })
  }
  await until('it is kept', () => kept.length > 0)
  expect(kept.length).toBe(1)
  expect(Evidence.decode(kept[0]!.bytes).type).toBe('heads')
})

test('two seals of one slot convict those that signed both', async () => {
  const [one, two, three, four] = network.nodes as unknown as Network.Node[]
  const { witness: seeing, kept } = witness()
  seeing.seals(
    await certificate(a, [one!, two!, three!]),
    await certificate(b, [two!, three!, four!]),
  )
  await until('both are kept', () => kept.length > 1)
  const against = kept.map(({ node }) => Buffer.from(node).toString('hex')).toSorted()
  expect(against).toEqual([two!.name, three!.name].toSorted())
})

test('votes shown by two rivals convict who voted for both', async () => {
  const [one, two, three] = network.nodes as unknown as Network.Node[]
  const { witness: seeing, kept } = witness()
  for (const [value, signers] of [
    [a, [one!, two!]],
    [b, [two!, three!]],
  ] as const) {
    const statements = await Promise.all(signers.map((node) => vote(node, value)))
    const signatures = statements.map(({ node, signature }) => ({ node, signature }))
    const { topic, slot: number, set } = slot
    const body = { type: 'commit', view: 0, value, signatures } as const
    const content = { topic, slot: number, set, body }
    seeing.request(slot, { content, signature: random(64) } as Seal.Verified<Seal.Request>)
  }
  await until('it is kept', () => kept.length > 0)
  expect(kept.length).toBe(1)
  expect(kept[0]!.node).toEqual(two!.id)
})

test('what was seen long ago is let go of', async () => {
  const [first] = network.nodes as unknown as Network.Node[]
  const { witness: seeing, kept } = witness()
  const statement = { node: first!.id, topic, envelope: a, position: 1, receivedAt: 1 }
  const [receipt] = await Receipt.issue(crypto, [statement], keyOf(first!))
  const [other] = await Receipt.issue(crypto, [{ ...statement, envelope: b }], keyOf(first!))
  seeing.response({ type: 'receipt', ...receipt! })
  for (let position = 2; position <= 16_386; position++)
    seeing.response({ type: 'receipt', ...receipt!, statement: { ...statement, position } })
  seeing.response({ type: 'receipt', ...other! })
  await settle()
  expect(kept).toEqual([])
})
