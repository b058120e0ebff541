import { describe, expect, test } from 'vitest'

import * as Bytes from './Bytes.ts'
import * as ChainNetwork from './ChainNetwork.ts'
import * as Crypto from './Crypto.ts'
import * as Network from './Network.ts'

const crypto = Crypto.pure
const registry = `0x${'ab'.repeat(20)}`
const keys = [1, 2, 3].map((fill) =>
  Crypto.deriveKeyPair(new Uint8Array(32).fill(fill), 'chain network tests'),
)
const nodes = keys.map(({ publicKey }, i) => ({
  publicKey: Bytes.toHex(publicKey),
  url: `ws://node${i}`,
  peer: `/dns/node${i}/tcp/1`,
  since: i + 1,
  until: 0,
}))
const state: ChainNetwork.State = {
  chainId: 31_337,
  registry,
  name: 'test',
  replicas: 4,
  version: 3,
  settled: 2,
  nodes,
}

describe('a registry’s state', () => {
  test('default: the network it makes', () => {
    const network = ChainNetwork.of(crypto, state)
    expect(network).toMatchObject({ name: 'test', version: 3, settled: 2 })
    expect(network.nodes.map(({ url }) => url)).toEqual(['ws://node0', 'ws://node1', 'ws://node2'])
    expect(network.setsOf(new Uint8Array(32)).map((set) => set.nodes.length)).toEqual([3, 2])
    expect(network.id).toEqual(ChainNetwork.idOf(crypto, state))
    // The chain's id, and the address.
    expect(Bytes.toHex(network.authority)).toBe(`0000000000007a69${'ab'.repeat(20)}`)
    expect(Bytes.toHex(network.id)).toBe(
      Bytes.toHex(crypto.sha256(Bytes.labelled('chain network id', network.authority))),
    )
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
    const network = ChainNetwork.of(crypto, { ...state, version: 0, settled: 0, nodes: [] })
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
    ['no replicas', { ...state, replicas: 0 }],
    ['more replicas than a set may have', { ...state, replicas: 32 }],
    ['a version that no number holds', { ...state, version: 2 ** 53 }],
    ['settled before it was there', { ...state, settled: 4 }],
    ['no nodes', { ...state, nodes: undefined }],
    ['half a key', { ...state, nodes: [{ ...nodes[0], publicKey: '04ab' }] }],
    ['a key in no hex', { ...state, nodes: [{ ...nodes[0], publicKey: 'z'.repeat(130) }] }],
    ['a URL too long', { ...state, nodes: [{ ...nodes[0], url: 'u'.repeat(257) }] }],
    ['a node of versions to come', { ...state, nodes: [{ ...nodes[0], since: 4 }] }],
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
