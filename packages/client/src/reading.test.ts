import * as Codec from '@parley/codec'
import {
  Account,
  Bytes,
  type Certificate,
  Crypto,
  Duplex,
  Envelope,
  Frame,
  Handshake,
  Host,
  Link,
  Network,
  Topic,
} from '@parley/protocol'
import { expect, test } from 'vitest'

import { Database } from './database.ts'
import { Gateways } from './gateways.ts'
import { Heads } from './heads.ts'
import { type ClientHost, globalHost } from './host.ts'
import { Reading } from './reading.ts'
import { memoryStore } from './store/memory.ts'

const crypto = Crypto.pure
const keyPair = (): Crypto.KeyPair =>
  Crypto.deriveKeyPair(globalThis.crypto.getRandomValues(new Uint8Array(32)), 'test')

/** A clock that stands still until it is told to go. */
class ManualClock implements Host.Clock {
  #now = 1_000_000
  readonly #timers = new Set<{ at: number; task: () => void }>()

  now = (): number => this.#now

  after = (delayMs: number, task: () => void): (() => void) => {
    const timer = { at: this.#now + delayMs, task }
    this.#timers.add(timer)
    return () => this.#timers.delete(timer)
  }

  advance(ms: number): void {
    this.#now += ms
    for (const timer of this.#timers)
      if (timer.at <= this.#now && this.#timers.delete(timer)) timer.task()
  }
}

/** A node as a client meets it: it proves itself, and answers `subscribe` as it is told to. */
function serve(
  duplex: Host.Duplex,
  clock: Host.Clock,
  node: { network: Uint8Array; keyPair: Crypto.KeyPair; subscribe: Link.Handler },
): void {
  const handler: Link.Handler = async (request, call) => {
    if (request.type === 'subscribe') return node.subscribe(request, call)
    if (request.type !== 'hello') return undefined
    const says = {
      network: node.network,
      nonce: request.nonce,
      challenge: new Uint8Array(32),
      time: clock.now(),
    }
    const signature = await Handshake.signWelcome(crypto, says, node.keyPair)
    const id = Network.nodeId(crypto, node.keyPair.publicKey)
    const { challenge, time } = says
    return { type: 'welcome', version: Frame.version, node: id, challenge, time, signature }
  }
  void new Link.Link({ duplex, clock, handler })
}

test('a log that gives nothing is left for another, also where it is that of the other gateway', async () => {
  const keys = Array.from({ length: 5 }, keyPair)
  const authority = keyPair()
  const nodes = keys.map(({ publicKey }, i) => ({
    publicKey,
    url: `ws://node-${i}`,
    peer: `/memory/${i}`,
    since: 1,
    until: 0,
  }))
  const members = await Network.read(
    crypto,
    await Network.sign(
      crypto,
      {
        name: 'test',
        version: 1,
        settled: 1,
        replicas: 4,
        authority: authority.publicKey,
        nodes,
      },
      authority,
    ),
  )
  const descriptor: Topic.Descriptor = {
    type: 'log',
    writer: keyPair().publicKey,
    version: 1,
    retentionSeconds: 3600,
    bodyBytesMax: 1024,
  }
  const topic = Topic.idOf(crypto, descriptor)
  const replicas = members.replicasOf(topic)
  const outsider = members.nodes.find((node) => !replicas.includes(node))!
  const liar = replicas[2]!
  const envelope = Codec.encode(
    Envelope.codec,
    Envelope.self({
      topic,
      kind: 'message',
      epoch: 0,
      sentAt: 1,
      expiresAt: 2,
      body: new Uint8Array(8),
    }),
  )

  const clock = new ManualClock()
  const linked = Promise.withResolvers<void>()
  const asked: (string | undefined)[] = []
  const subscribe = (name: string): Link.Handler =>
    async function answer(request, call) {
      if (request.type !== 'subscribe') return undefined
      if (name === liar.name) await call.send({ type: 'caughtUp', position: 0 })
      else {
        const { replica } = request
        asked.push(members.nodes.find(({ id }) => Bytes.equal(id, replica))?.name)
        linked.resolve()
        // The way to the liar's log leads to nothing.
        if (!Bytes.equal(replica, liar.id)) {
          await call.send({ type: 'delivery', position: 1, envelope })
          await call.send({ type: 'caughtUp', position: 1 })
        }
      }
      return new Promise(() => {})
    }
  const host: ClientHost = {
    ...globalHost(),
    clock,
    crypto,
    log: Host.silentLog,
    // Of the four logs the third is taken first.
    random: { bytes: (length) => new Uint8Array(length).fill(2) },
    async dial(url) {
      const node = members.nodes.find((each) => each.url === url)!
      if (node !== outsider && node !== liar) throw new Error('It cannot be reached.')
      if (node === liar) await linked.promise
      const [near, far] = Duplex.pair()
      const own = keys[nodes.findIndex((each) => each.url === url)]!
      serve(far, clock, { network: members.id, keyPair: own, subscribe: subscribe(node.name) })
      return near
    },
  }
  const deviceKey = keyPair()
  // Nodes check it: these do not.
  const certificate: Certificate.Signed = {
    certificate: {
      account: Account.fromAddressBytes(new Uint8Array(20)),
      deviceKey: deviceKey.publicKey,
      signatureKey: new Uint8Array(32),
      inboxKey: new Uint8Array(32),
      issuedAt: 1,
    },
    walletSignature: new Uint8Array(65),
  }
  const gateways = new Gateways({
    host,
    members: () => members,
    device: { certificate, deviceKey },
    onFault: () => {},
    onGateway: (gateway) => reading.begin(gateway),
    onLost: (gateway) => reading.end(gateway),
    onChange: () => {},
  })
  const heads = new Heads({ host, gateways, database: new Database(memoryStore()) })
  const reading: Reading = new Reading(host, gateways, heads, () => {})
  const delivered: Uint8Array[] = []
  reading.subscribe(
    topic,
    async () => 0,
    async (delivery) => void delivered.push(delivery.envelope),
  )
  gateways.start()
  while (delivered.length === 0) {
    clock.advance(100)
    await new Promise((resolve) => setImmediate(resolve))
  }
  expect(delivered).toEqual([envelope])
  expect(asked[0]).toBe(liar.name)
  expect(asked[1]).not.toBe(liar.name)
  gateways.close()
})
