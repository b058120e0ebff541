import { randomBytes } from 'node:crypto'

import * as Codec from '@parley/codec'
import { Bytes, type Host } from '@parley/protocol'
import { afterEach, expect, test } from 'vitest'

import { globalHost } from '../host.ts'
import { addressesOf, openLibp2p, reachCodec, reachOf } from './libp2p.ts'
import type { Transport } from './Transport.ts'

const { clock, log } = globalHost()
const opened: Transport[] = []
afterEach(() => Promise.all(opened.splice(0).map((transport) => transport.close())))

/** A transport on loopback that admits some, and who connected to it. */
async function open(admits: (address: Uint8Array) => boolean) {
  const incoming: { address: Uint8Array; duplex: Host.Duplex }[] = []
  const came = Promise.withResolvers<void>()
  const transport = await openLibp2p(
    {
      clock,
      log,
      seed: new Uint8Array(randomBytes(32)),
      admits,
      onIncoming: (address, duplex) => {
        incoming.push({ address, duplex })
        came.resolve()
      },
    },
    { listen: ['/ip4/127.0.0.1/tcp/0'] },
  )
  opened.push(transport)
  return { transport, incoming, came: came.promise }
}

type Side = Awaited<ReturnType<typeof open>>

/** Lets one side meet the other: how that ended, and what it said on the way. */
function meet(from: Side, to: { address: Uint8Array; reach: Uint8Array }, begins = true) {
  const said: Uint8Array[] = []
  const told = Promise.withResolvers<void>()
  let encounter!: ReturnType<Transport['meet']>
  const connected = new Promise<Host.Duplex>((onDuplex, onFail) => {
    encounter = from.transport.meet({
      ...to,
      begins,
      send: (body) => {
        said.push(body)
        told.resolve()
      },
      onDuplex,
      onFail,
    })
  })
  connected.catch(() => {})
  return { connected, said, told: told.promise, encounter }
}

const at = ({ transport }: Side): { address: Uint8Array; reach: Uint8Array } => ({
  address: transport.address,
  reach: transport.reach(),
})

test('two that admit each other exchange messages, also large ones, in order', async () => {
  const [alice, bob] = await Promise.all([open(() => true), open(() => true)])
  const near = await meet(alice, at(bob)).connected
  await bob.came
  const [{ address, duplex: far }] = bob.incoming as [(typeof bob.incoming)[0]]
  expect(address).toEqual(alice.transport.address)
  const messages = [1, 70_000, 3, 900_000].map((size, i) => new Uint8Array(size).fill(i + 1))
  const arrived = new Promise<Uint8Array[]>((resolve) => {
    const seen: Uint8Array[] = []
    far.onMessage = (message) => {
      seen.push(message.slice())
      if (seen.length === messages.length) resolve(seen)
    }
  })
  for (const message of messages) near.send(message)
  expect(await arrived).toEqual(messages)
  const closed = new Promise<string>((resolve) => (far.onClose = resolve))
  near.close('client_closed')
  expect(await closed).toBe('link_closed')
})

test('who is not admitted gets no connection', async () => {
  const [alice, eve] = await Promise.all([open(() => false), open(() => true)])
  const { told } = meet(eve, at(alice))
  // It did not get through, and asks to be called.
  await told
  expect(alice.incoming).toEqual([])
})

test('an address is no proof: who answers there must be the friend', async () => {
  const [alice, bob, eve] = await Promise.all([
    open(() => true),
    open(() => true),
    open(() => true),
  ])
  const { told } = meet(alice, { address: bob.transport.address, reach: eve.transport.reach() })
  await told
  expect(eve.incoming).toEqual([])
})

test('who cannot get through is called by the other', async () => {
  const [alice, bob] = await Promise.all([open(() => true), open(() => true)])
  const begun = meet(alice, { address: bob.transport.address, reach: reachOf([]) })
  const other = meet(bob, { address: alice.transport.address, reach: new Uint8Array() }, false)
  await begun.told
  other.encounter.receive(begun.said[0]!)
  await Promise.all([other.connected, alice.came])
  expect(alice.incoming[0]!.address).toEqual(bob.transport.address)
})

test('one that is closed before leads nowhere', async () => {
  const [alice, bob] = await Promise.all([open(() => true), open(() => true)])
  const { encounter, said } = meet(alice, at(bob))
  encounter.close()
  const again = await meet(alice, at(bob)).connected
  await bob.came
  again.close('client_closed')
  expect(said).toEqual([])
})

test('the same seed gives the same address', async () => {
  const seed = new Uint8Array(randomBytes(32))
  const given = { clock, log, seed, admits: () => false, onIncoming: () => {} }
  const listen = { listen: ['/ip4/127.0.0.1/tcp/0'] }
  const [one, other] = [await openLibp2p(given, listen), await openLibp2p(given, listen)]
  opened.push(one, other)
  expect(Bytes.equal(one.address, other.address)).toBe(true)
  expect(one.address.length).toBeLessThanOrEqual(128)
})

test('of what a friend says nothing but plain IP addresses is dialled', () => {
  const good = [
    '/ip4/192.0.2.1/tcp/4500',
    '/ip6/2001:db8::1/tcp/4500',
    '/ip4/192.0.2.1/udp/4500/quic-v1',
  ]
  const bad = [
    '/dns4/example.com/tcp/80',
    '/ip4/192.0.2.1/udp/53',
    '/ip4/192.0.2.1/tcp/80/ws',
    '/ip4/192.0.2.1/tcp/80/p2p/12D3KooWSNgyVFB6rLqbKVNcTDmZwhxcoMFRTXr8aRNbbqBaSGpH/p2p-circuit',
    '/unix/tmp%2fsocket',
    'nonsense',
    '',
  ]
  const reach = Codec.encode(reachCodec, [...bad, ...good])
  expect(addressesOf(reach).map(String)).toEqual(good)
  expect(addressesOf(new Uint8Array(900))).toEqual([])
  const many = Array.from({ length: 100 }, (_, i) => `/ip4/192.0.2.${i}/tcp/4500`)
  const fitting = addressesOf(reachOf(many))
  expect(fitting.length).toBe(16)
  expect(reachOf(many).length).toBeLessThanOrEqual(1024)
})
