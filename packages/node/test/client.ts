/** A bare client for tests: what the protocol says, and nothing more. */
import { randomBytes } from 'node:crypto'

import * as Codec from '@parley/codec'
import {
  Account,
  Bytes,
  Certificate,
  Crypto,
  Envelope,
  Frame,
  Handshake,
  Host,
  type Identity,
  Limits,
  Link,
  type Network,
  type Receipt,
  Topic,
} from '@parley/protocol'
import { secp256k1 } from '@noble/curves/secp256k1.js'
import { keccak_256 } from '@noble/hashes/sha3.js'
import { WebSocket } from 'ws'

import { systemHost } from '../src/host.ts'

export const host = systemHost()
export const { crypto } = host
export const random = (length = 32): Uint8Array => new Uint8Array(randomBytes(length))
export const keyPair = (): Crypto.KeyPair => Crypto.deriveKeyPair(random(), 'test')

type SocketDuplex = Host.Duplex & { socket: WebSocket }

/** A WebSocket as a duplex. */
export function dial(url: string): Promise<SocketDuplex> {
  const socket = new WebSocket(url, { perMessageDeflate: false })
  socket.binaryType = 'nodebuffer'
  const duplex: SocketDuplex = {
    socket,
    send: (message: Uint8Array) => socket.send(message, () => duplex.onDrain()),
    bufferedBytes: () => socket.bufferedAmount,
    close: () => socket.close(),
    onMessage: () => {},
    onDrain: () => {},
    onClose: () => {},
  }
  socket.on('message', (data: Buffer) => duplex.onMessage(new Uint8Array(data)))
  socket.on('close', () => duplex.onClose('link_closed'))
  return new Promise((resolve, reject) => {
    socket.once('open', () => resolve(duplex))
    socket.once('error', reject)
  })
}

export class Client {
  readonly link: Link.Link
  readonly closed: Promise<string>
  readonly #network: Network.Network
  #node = new Uint8Array(0)
  #challenge = new Uint8Array(0)

  constructor(duplex: Host.Duplex, network: Network.Network, clock: Host.Clock = host.clock) {
    const closed = Promise.withResolvers<string>()
    this.closed = closed.promise
    this.#network = network
    this.link = new Link.Link({
      duplex,
      clock,
      handler: () => Promise.resolve(undefined),
      onClose: closed.resolve,
    })
  }

  static async connect(url: string, network: Network.Network): Promise<Client> {
    const client = new Client(await dial(url), network)
    await client.hello()
    return client
  }

  async hello(): Promise<void> {
    const nonce = random()
    const { id } = this.#network
    const answer = await this.link.call({
      type: 'hello',
      version: Frame.version,
      network: id,
      nonce,
    })
    if (answer?.type !== 'welcome') throw new Error('no welcome')
    const { challenge, time } = answer
    const { publicKey } = this.#network.node(Bytes.toHex(answer.node))!
    const welcome = { network: id, nonce, challenge, time }
    if (!(await Handshake.verifyWelcome(crypto, welcome, answer.signature, publicKey)))
      throw new Error('forged welcome')
    this.#node = new Uint8Array(answer.node)
    this.#challenge = new Uint8Array(challenge)
  }

  async authenticate(device: Device): Promise<void> {
    const challenge = { node: this.#node, challenge: this.#challenge }
    const signature = await Handshake.signChallenge(crypto, challenge, device.deviceKey)
    await this.link.call({ type: 'authenticate', certificate: device.certificate, signature })
  }

  /** All answers to a request. */
  async ask(request: Frame.Request): Promise<Frame.Response[]> {
    const answers: Frame.Response[] = []
    const last = await this.link.call(request, { onData: (answer) => void answers.push(answer) })
    return last ? [...answers, last] : answers
  }

  publish(
    envelope: Envelope.Envelope | Uint8Array,
    descriptor?: Topic.Descriptor,
  ): Promise<Frame.Response[]> {
    const bytes = envelope instanceof Uint8Array ? envelope : Codec.encode(Envelope.codec, envelope)
    const { version } = this.#network
    return this.ask({ type: 'publish', version, descriptor, envelope: bytes })
  }

  /** Publishes to a network of one node. */
  async receipt(
    envelope: Envelope.Envelope | Uint8Array,
    descriptor?: Topic.Descriptor,
  ): Promise<Receipt.Receipt> {
    const [answer] = await this.publish(envelope, descriptor)
    if (answer?.type !== 'receipt') throw new Error(`no receipt: ${JSON.stringify(answer)}`)
    return answer
  }

  /**
   * Collects deliveries until `enough` of them or, if it is not given, until it has caught up: from
   * the node itself if it stores the topic, else from its first replica, unless one is named.
   */
  async read(
    topic: Uint8Array,
    options: { after?: number; enough?: number; replica?: Uint8Array } = {},
  ) {
    const replicas = this.#network.replicasOf(topic).map(({ id }) => id)
    const own = replicas.find((id) => Bytes.equal(id, this.#node))
    const { after = 0, enough, replica = own ?? replicas[0]! } = options
    const items: { position: number; envelope: Uint8Array }[] = []
    const stop = new AbortController()
    const subscription = this.link.call(
      { type: 'subscribe', topic, replica, after },
      {
        timeoutMs: Infinity,
        signal: stop.signal,
        onData: (response) => {
          if (response.type === 'delivery')
            items.push({ position: response.position, envelope: response.envelope.slice() })
          if (enough === undefined ? response.type === 'caughtUp' : items.length >= enough)
            stop.abort()
        },
      },
    )
    await subscription.catch((error: { code?: string }) => {
      if (error.code !== 'cancelled') throw error
    })
    return items
  }

  close(): void {
    this.link.close('cancelled')
  }
}

/** The code of the error that a promise rejects with. */
export const codeOf = (promise: Promise<unknown>): Promise<string> =>
  promise.then(
    () => 'none',
    (error: { code?: string }) => error.code ?? JSON.stringify(error),
  )

/** A log with its writer. */
export class Log {
  readonly writer = keyPair()
  readonly descriptor: Topic.Descriptor
  readonly id: Uint8Array

  constructor(change: Partial<Extract<Topic.Descriptor, { type: 'log' }>> = {}) {
    this.descriptor = {
      type: 'log',
      writer: this.writer.publicKey,
      version: 1,
      retentionSeconds: Limits.time.retentionSecondsDefault,
      bodyBytesMax: 64 * 1024,
      ...change,
    }
    this.id = Topic.idOf(crypto, this.descriptor)
  }

  content(change: Partial<Envelope.Content> = {}): Envelope.Content {
    const now = host.clock.now()
    return {
      topic: this.id,
      kind: 'message',
      epoch: 0,
      sentAt: now,
      expiresAt: now + 3_600_000,
      body: random(),
      ...change,
    }
  }

  envelope(change: Partial<Envelope.Content> = {}, writer = this.writer) {
    return Envelope.sign(crypto, this.content(change), writer)
  }

  async bytes(change: Partial<Envelope.Content> = {}): Promise<Uint8Array> {
    return Codec.encode(Envelope.codec, await this.envelope(change))
  }
}

/** A wallet with one device. */
export class Device {
  readonly walletKey = random()
  readonly deviceKey = keyPair()
  readonly account: Account.Account
  readonly certificate: Certificate.Signed

  constructor(change: Partial<Certificate.Certificate> = {}) {
    const publicKey = secp256k1.getPublicKey(this.walletKey, false)
    this.account = Account.fromAddressBytes(keccak_256(publicKey.subarray(1)).subarray(12))
    const certificate: Certificate.Certificate = {
      account: this.account,
      deviceKey: this.deviceKey.publicKey,
      signatureKey: random(),
      inboxKey: random(),
      issuedAt: host.clock.now(),
      ...change,
    }
    this.certificate = {
      certificate,
      walletSignature: this.walletSign(Certificate.typedData(certificate)),
    }
  }

  walletSign(data: Certificate.TypedData): Uint8Array {
    const digest = Certificate.typedDataDigest(data)
    const signature = secp256k1.sign(digest, this.walletKey, {
      prehash: false,
      format: 'recovered',
    })
    // noble puts the recovery bit first, wallets last.
    return Bytes.concat(signature.subarray(1), Uint8Array.of(27 + signature[0]!))
  }

  get id(): Uint8Array {
    return Certificate.deviceId(crypto, this.deviceKey.publicKey)
  }

  inbox(postageBits = 8): Topic.Descriptor {
    return {
      type: 'inbox',
      account: this.account,
      retentionSeconds: Limits.time.retentionSecondsDefault,
      postageBits,
    }
  }

  revocation(): Identity.Entry {
    const revocation = { account: this.account, device: this.id, revokedAt: host.clock.now() }
    const walletSignature = this.walletSign(Certificate.revocationTypedData(revocation))
    return { type: 'revocation', revocation, walletSignature }
  }
}

/** An envelope's content in any topic. */
export function contentOf(topic: Topic.Descriptor, body: Uint8Array): Envelope.Content {
  const now = host.clock.now()
  return {
    topic: Topic.idOf(crypto, topic),
    kind: 'message',
    epoch: 0,
    sentAt: now,
    expiresAt: now + 3_600_000,
    body,
  }
}
