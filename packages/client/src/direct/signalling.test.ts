import { randomBytes } from 'node:crypto'

import { x25519 } from '@noble/curves/ed25519.js'
import {
  Bytes,
  Certificate,
  Crypto,
  Duplex,
  Errors,
  type Frame,
  Limits,
  Link,
} from '@parley/protocol'
import { expect, test } from 'vitest'

import { globalHost } from '../host.ts'
import type { Session } from '../session.ts'
import * as Signal from './signal.ts'
import { Signalling } from './signalling.ts'

const host = globalHost()
const random = (length = 32): Uint8Array => new Uint8Array(randomBytes(length))

/** A device with its keys. */
function newDevice() {
  const deviceKey = Crypto.deriveKeyPair(random(), 'test')
  const inboxSecret = random()
  const certificate: Certificate.Certificate = {
    account: `eip155:1:0x${'0'.repeat(40)}`,
    deviceKey: deviceKey.publicKey,
    signatureKey: random(),
    inboxKey: x25519.getPublicKey(inboxSecret),
    issuedAt: 0,
  }
  const id = Certificate.deviceId(host.crypto, deviceKey.publicKey)
  return { id, name: Bytes.toHex(id), deviceKey, inboxSecret, certificate }
}
type Device = ReturnType<typeof newDevice>

/** A device that listens at one node, which a test plays. */
async function listen(device: Device, friends: readonly Device[]) {
  const [near, far] = Duplex.pair()
  const listening = Promise.withResolvers<Link.Call>()
  const asked: Frame.Request[] = []
  const refuse = (): Promise<never> => Promise.reject(new Errors.WireError('not_permitted'))
  const node = new Link.Link({
    duplex: far,
    clock: host.clock,
    handler: (request, call) => {
      if (request.type === 'listen') {
        listening.resolve(call)
        return new Promise(() => {})
      }
      asked.push(request)
      return Promise.resolve(undefined)
    },
  })
  const link = new Link.Link({ duplex: near, clock: host.clock, handler: refuse })
  const gateway = { node: { name: 'node', id: random() }, link }
  const session = {
    host,
    device: { id: device.name, deviceKey: device.deviceKey, inboxSecret: device.inboxSecret },
    network: {
      gateways: [gateway],
      members: { replicasOf: () => [gateway.node] },
      changed: () => new Promise(() => {}),
    },
  } as unknown as Session
  const heard: { device: string; said: Signal.Said }[] = []
  const signalling = new Signalling(session, {
    certificateOf: (name) => friends.find((friend) => friend.name === name)?.certificate,
    onSignal: (from, said) => heard.push({ device: from, said }),
    onListening: () => {},
  })
  signalling.start()
  const call = await listening.promise
  const close = (): void => {
    signalling.close()
    node.close('cancelled')
  }
  /** The node hands on a signal. */
  const hand = (body: Uint8Array): Promise<void> => call.send({ type: 'signal', body })
  return { heard, hand, asked, signalling, [Symbol.dispose]: close }
}

const hello = (n: number): Signal.Said => ({
  type: 'here',
  instance: new Uint8Array(8),
  reach: Uint8Array.of(n),
})

function seal(
  from: Device,
  to: Device,
  said: Signal.Said,
  change: { content?: Partial<Signal.Content>; deviceKey?: Crypto.KeyPair } = {},
): Promise<Uint8Array> {
  const at = host.clock.now()
  const content = { from: from.id, to: to.id, at, id: random(16), said, ...change.content }
  const keys = { device: change.deviceKey ?? from.deviceKey, inboxKey: to.certificate.inboxKey }
  return Signal.seal(host, content, keys)
}

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))
const heardOf = ({ heard }: Awaited<ReturnType<typeof listen>>): (number | undefined)[] =>
  heard.map(({ said }) => (said.type === 'here' ? said.reach[0] : undefined))

/** Hands on one more that is heard for sure, and waits for it: what came before it is through. */
async function settle(
  all: Awaited<ReturnType<typeof listen>>,
  from: Device,
  to: Device,
): Promise<void> {
  await all.hand(await seal(from, to, hello(99)))
  while (heardOf(all).at(-1) !== 99) await turn()
}

test('a friend is heard, once for each signal, in the order it spoke', async () => {
  const [alice, bob] = [newDevice(), newDevice()]
  using all = await listen(bob, [alice])
  const bodies = await Promise.all([1, 2, 3].map((n) => seal(alice, bob, hello(n))))
  for (const body of [...bodies, ...bodies]) await all.hand(body)
  await settle(all, alice, bob)
  expect(all.heard).toEqual([1, 2, 3, 99].map((n) => ({ device: alice.name, said: hello(n) })))
})

test('nobody else is heard, and nothing that is old or was for another', async () => {
  const [alice, bob, eve] = [newDevice(), newDevice(), newDevice()]
  using all = await listen(bob, [alice])
  const late = Limits.time.futureMsMax + 1_000
  const { deviceKey } = eve
  for (const body of [
    await seal(eve, bob, hello(1)),
    // In a friend's name, and sealed for another by a friend.
    await seal(alice, bob, hello(2), { deviceKey }),
    await seal(alice, eve, hello(3)),
    await seal(alice, bob, hello(4), { content: { to: eve.id } }),
    await seal(alice, bob, hello(5), { content: { at: host.clock.now() - late } }),
    await seal(alice, bob, hello(6), { content: { at: host.clock.now() + late } }),
    random(500),
  ])
    await all.hand(body)
  await settle(all, alice, bob)
  expect(heardOf(all)).toEqual([99])
})

test('a flood is not even opened', async () => {
  const [alice, bob] = [newDevice(), newDevice()]
  using all = await listen(bob, [alice])
  for (let i = 0; i < 400; i++) await all.hand(random(200))
  await all.hand(await seal(alice, bob, hello(1)))
  // Soon it listens again; what came meanwhile is lost.
  while (all.heard.length === 0) {
    await all.hand(await seal(alice, bob, hello(2)))
    await turn()
  }
  expect(heardOf(all)[0]).toBe(2)
})

test('what is said goes to the device, sealed', async () => {
  const [alice, bob] = [newDevice(), newDevice()]
  using all = await listen(alice, [])
  await all.signalling.send(bob.certificate, hello(1))
  const [request] = all.asked
  if (request?.type !== 'signal') throw new Error('no signal')
  expect(request.device).toEqual(bob.id)
  const opened = Signal.open(host.primitives, request.body, bob.inboxSecret)!
  expect(opened.content).toMatchObject({ from: alice.id, to: bob.id, said: hello(1) })
  expect(await Signal.verify(host.crypto, opened, alice.deviceKey.publicKey)).toBe(true)
})
