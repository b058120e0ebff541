import { describe, expect, test } from 'vitest'

import * as Bytes from './Bytes.ts'
import * as ChainNetwork from './ChainNetwork.ts'
import * as Crypto from './Crypto.ts'
import * as Network from './Network.ts'
import * as Placement from './Placement.ts'

const crypto = Crypto.pure
const registry = `0x${'ab'.repeat(20)}`
const keys = [1, 2, 3].map((fill) =>
  Crypto.deriveKeyPair(new Uint8Array(32).fill(fill), 'chain network tests'),
)
const nodes = keys.map(({ publicKey }, i): ChainNetwork.State['nodes'][number] => ({
  seat: i,
  publicKey: Bytes.toHex(publicKey),
  url: `ws://node${i}`,
  peer: `/dns/node${i}/tcp/1`,
  boxKey: '',
  since: i + 1,
  until: 0,
  status: 'bound',
  withdrawableAt: 0,
}))
const hour = 3600
const parameters = {
  replicas: { first: 1, second: 1 },
  classes: 1,
  turnSeconds: 24 * hour,
  forceSeconds: 2 * hour,
  forceTurns: 7,
  viewAge: 3,
  exitDelay: 28,
  eager: false,
}
const drawOf = (turn: number) => ({
  turn,
  entropy: `0x${String(turn).padStart(64, '0')}`,
  seats: turn,
})
const state: ChainNetwork.State = {
  chainId: 31_337,
  registry,
  name: 'test',
  block: { number: 9, hash: `0x${'cd'.repeat(32)}`, timestamp: 1_800_000_000 },
  turn: 3,
  drawn: true,
  revision: 3,
  settlements: 1,
  parameters,
  openedAt: 1_799_999_000,
  floor: { turn: 1, before: 0 },
  draws: [1, 2, 3].map(drawOf),
  installed: [{ shard: 7, turn: 2, before: 1 }],
  stalls: [],
  nodes,
}

describe('a registry’s state', () => {
  test('default: the network it makes', () => {
    const network = ChainNetwork.of(crypto, state)
    expect(network).toMatchObject({
      name: 'test',
      turn: 3,
      seenAt: 1_800_000_000_000,
      openedAt: 1_799_999_000_000,
      parameters: {
        replicas: { first: 1, second: 1 },
        classes: 1,
        viewSecondsMax: 3 * 24 * hour,
        stalledViewSecondsMax: hour,
      },
    })
    expect(network.nodes.map(({ url }) => url)).toEqual(['ws://node0', 'ws://node1', 'ws://node2'])
    expect(network.installedOf(Placement.topicOf(7))).toEqual({ turn: 2, before: 1 })
    expect(network.installedOf(Placement.topicOf(8))).toEqual({ turn: 1, before: 0 })
    // Whoever had the only seat then.
    expect(network.setAt(Placement.topicOf(8), 1)?.nodes[0]?.url).toBe('ws://node0')
    expect(network.id).toEqual(ChainNetwork.idOf(crypto, state))
    // The chain's id, and the address.
    expect(Bytes.toHex(network.authority)).toBe(`0000000000007a69${'ab'.repeat(20)}`)
    expect(Bytes.toHex(network.id)).toBe(
      Bytes.toHex(crypto.sha256(Bytes.labelled('chain network id', network.authority))),
    )
  })

  test('behavior: local states do not age', () => {
    const eager = { ...state, parameters: { ...parameters, eager: true } }
    expect(ChainNetwork.of(crypto, eager).parameters).toMatchObject({
      viewSecondsMax: 0,
      stalledViewSecondsMax: 0,
    })
  })

  test('behavior: who left counts until an hour before it may take its bond', () => {
    const withdrawableAt = 1_800_000_000 + 28 * 24 * hour
    const left = { ...nodes[0]!, until: 3, withdrawableAt }
    const network = ChainNetwork.of(crypto, { ...state, nodes: [left, ...nodes.slice(1)] })
    const node = network.node(Bytes.toHex(Network.nodeId(crypto, keys[0]!.publicKey)))
    const ends = (withdrawableAt - hour) * 1000
    expect(Network.counts(node, ends - 1)).toBe(true)
    expect(Network.counts(node, ends)).toBe(false)
  })

  test('behavior: what is forced is installed from its time on, and stalled until then', () => {
    const { timestamp } = state.block
    const stall = { shard: 7, draw: 3, count: 0, forced: 3, effectiveAt: timestamp + 1 }
    const before = ChainNetwork.of(crypto, { ...state, stalls: [stall] })
    expect(before.installedOf(Placement.topicOf(7))).toEqual({ turn: 2, before: 1 })
    expect(before.stallsOf(7)).toBe(7)
    const block = { ...state.block, timestamp: timestamp + 1 }
    const after = ChainNetwork.of(crypto, { ...state, block, stalls: [stall] })
    expect(after.installedOf(Placement.topicOf(7))).toEqual({ turn: 3, before: 2 })
    expect(after.stallsOf(7)).toBe(0)
    expect(Network.isNewer(after, before)).toBe(true)
  })

  test('behavior: stalls are of a shard’s present draw', () => {
    const stall = { shard: 7, count: 4, forced: 0, effectiveAt: 0 }
    const of = (draw: number) =>
      ChainNetwork.of(crypto, { ...state, stalls: [{ ...stall, draw }] }).stallsOf(7)
    expect([of(3), of(2)]).toEqual([4, 0])
  })

  test('behavior: every change is newer', () => {
    const revisions = [
      state,
      { ...state, revision: 4 },
      { ...state, revision: 4, settlements: 2 },
      { ...state, revision: 4, settlements: 2, turn: 4, drawn: false },
      { ...state, revision: 4, settlements: 2, turn: 4, drawn: true },
    ].map(ChainNetwork.revisionOf)
    expect(revisions.toSorted((a, b) => a - b)).toEqual(revisions)
    expect(new Set(revisions).size).toBe(revisions.length)
  })

  test('behavior: another chain or address is another network', () => {
    const ids = [
      state,
      { ...state, chainId: 1 },
      { ...state, registry: `0x${'ac'.repeat(20)}` },
    ].map((each) => Bytes.toHex(ChainNetwork.idOf(crypto, each)))
    expect(new Set(ids).size).toBe(3)
  })

  test('behavior: a registry with no node in it', () => {
    const network = ChainNetwork.of(crypto, {
      ...state,
      nodes: [],
      draws: [{ ...drawOf(1), seats: 0 }],
      installed: [],
    })
    expect(network.nodes).toEqual([])
  })

  test.each<[string, unknown]>([
    ['nothing', undefined],
    ['null', null],
    ['a text', 'state'],
    ['a list', []],
    ['no chain', { ...state, chainId: undefined }],
    ['an address with a checksum', { ...state, registry: `0x${'AB'.repeat(20)}` }],
    ['half an address', { ...state, registry: '0xab' }],
    ['a name too long', { ...state, name: 'n'.repeat(65) }],
    ['no replicas', { ...state, parameters: { ...parameters, replicas: { first: 0, second: 1 } } }],
    [
      'more replicas than a set may have',
      { ...state, parameters: { ...parameters, replicas: { first: 1, second: 32 } } },
    ],
    ['no parameters', { ...state, parameters: undefined }],
    ['no block', { ...state, block: undefined }],
    ['a turn that no number holds', { ...state, turn: 2 ** 53 }],
    [
      'a shard installed in a turn to come',
      { ...state, installed: [{ shard: 1, turn: 4, before: 1 }] },
    ],
    ['a draw of half a hash', { ...state, draws: [{ ...drawOf(1), entropy: '0xab' }] }],
    ['no nodes', { ...state, nodes: undefined }],
    ['half a key', { ...state, nodes: [{ ...nodes[0], publicKey: '04ab' }] }],
    ['a key in no hex', { ...state, nodes: [{ ...nodes[0], publicKey: 'z'.repeat(130) }] }],
    ['a URL too long', { ...state, nodes: [{ ...nodes[0], url: 'u'.repeat(257) }] }],
    ['a node of turns to come', { ...state, nodes: [{ ...nodes[0], since: 4 }] }],
    ['a node twice', { ...state, nodes: [nodes[0], nodes[0]] }],
  ])('error: %s', (_, json) => {
    expect(() => ChainNetwork.of(crypto, json)).toThrow(Network.InvalidNetworkError)
  })
})

describe('a locator', () => {
  const chain = { id: 1, registry, rpc: 'https://rpc.example' }

  test('default: what it says; addresses in lower case', () => {
    expect(ChainNetwork.locatorOf({ chain })).toEqual({ chain })
    const latest = { chain: { ...chain, block: 'latest' } }
    expect(ChainNetwork.locatorOf(latest)).toEqual(latest)
    const mixed = { ...chain, registry: `0x${'aB'.repeat(20)}` }
    expect(ChainNetwork.locatorOf({ chain: mixed })).toEqual({ chain })
  })

  test('default: something else is none', () => {
    for (const json of [undefined, null, 1, 'chain', [], {}, { name: 'file', nodes: [] }])
      expect(ChainNetwork.locatorOf(json)).toBe(undefined)
  })

  test.each<[string, unknown]>([
    ['nothing in it', null],
    ['no id', { ...chain, id: undefined }],
    ['an id that is none', { ...chain, id: 1.5 }],
    ['no registry', { ...chain, registry: undefined }],
    ['a registry that is no address', { ...chain, registry: '0x12' }],
    ['a block that is none', { ...chain, block: 'earliest' }],
    ['no endpoint', { ...chain, rpc: undefined }],
    ['an endpoint of another kind', { ...chain, rpc: 'file:///etc/passwd' }],
  ])('error: %s', (_, bad) => {
    expect(() => ChainNetwork.locatorOf({ chain: bad })).toThrow(Network.InvalidNetworkError)
  })
})
