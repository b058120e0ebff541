/** A bare client for tests: what the protocol says, and nothing more. */
import { randomBytes } from 'node:crypto'

import * as Codec from '@parley/codec'
import {
  Account,
  AccountKey,
  Bytes,
  Certificate,
  Crypto,
  Envelope,
  Frame,
  Handshake,
  Host,
  Identity,
  Limits,
  Link,
  type Network,
  type Receipt,
  Revocation,
  Topic,
  TypedData,
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

/**
 * A WebSocket as a duplex.
 *
 * @param localAddress where it comes from
 */
export function dial(url: string, localAddress?: string): Promise<SocketDuplex> {
  const from = localAddress === undefined ? {} : { localAddress }
  const socket = new WebSocket(url, { perMessageDeflate: false, ...from })
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

  static async connect(
    url: string,
    network: Network.Network,
    localAddress?: string,
  ): Promise<Client> {
    const client = new Client(await dial(url, localAddress), network)
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
    const welcome = { nonce, challenge, time }
    const author = { network: id, id: answer.node, publicKey }
    if (!(await Handshake.verifyWelcome(crypto, welcome, answer, author)))
      throw new Error('forged welcome')
    this.#node = new Uint8Array(answer.node)
    this.#challenge = new Uint8Array(challenge)
  }

  async authenticate(device: Device): Promise<void> {
    const challenge = { node: this.#node, challenge: this.#challenge }
    const signature = await Handshake.signChallenge(crypto, challenge, device.deviceKey)
    await this.link.call({ type: 'authenticate', device: device.shown, signature })
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
    const { turn: version } = this.#network
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
    const wanted = {
      writer: this.writer.publicKey,
      version: 1,
      retentionSeconds: Limits.time.retentionSecondsDefault,
      bodyBytesMax: 64 * 1024,
    }
    this.descriptor = { ...Topic.fresh(host.random, host.clock.now(), wanted), ...change }
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
  readonly walletKey: Uint8Array
  readonly rootKey: Uint8Array
  readonly deviceKey: Crypto.KeyPair
  readonly account: Account.Account
  readonly accountKey: AccountKey.AccountKey
  readonly shown: Certificate.Certified

  private constructor(
    keys: Pick<Device, 'walletKey' | 'rootKey' | 'account' | 'accountKey' | 'deviceKey' | 'shown'>,
  ) {
    this.walletKey = keys.walletKey
    this.rootKey = keys.rootKey
    this.account = keys.account
    this.accountKey = keys.accountKey
    this.deviceKey = keys.deviceKey
    this.shown = keys.shown
  }

  /** A device of a new wallet, or another one of a wallet's. */
  static async create(
    options: {
      sibling?: Pick<Device, 'walletKey' | 'rootKey' | 'accountKey'>
      walletKey?: Uint8Array
      issuedAt?: number
    } = {},
  ): Promise<Device> {
    const { sibling, issuedAt = host.clock.now() } = options
    const walletKey = sibling?.walletKey ?? options.walletKey ?? random()
    const rootKey = sibling?.rootKey ?? random()
    const publicKey = secp256k1.getPublicKey(walletKey, false)
    const account = Account.fromAddressBytes(keccak_256(publicKey.subarray(1)).subarray(12))
    const pair = AccountKey.keyPairOf(rootKey, account)
    const content = {
      account,
      accountKey: AccountKey.compressed(pair.publicKey),
      issuedAt,
      unlock: 1,
    }
    const walletSignature = walletSign(walletKey, AccountKey.typedData(content))
    const accountKey = sibling?.accountKey ?? { ...content, walletSignature }
    const deviceKey = keyPair()
    const signatureKey = random()
    const keys = { deviceKey: deviceKey.publicKey, signatureKey }
    const certified = { key: accountKey, keyPair: pair, ...keys, issuedAt }
    const certificate = await Certificate.issue(crypto, certified)
    const shown = { certificate, ...keys }
    return new Device({ walletKey, rootKey, account, accountKey, deviceKey, shown })
  }

  get id(): Uint8Array {
    return this.shown.certificate.credential.device
  }

  inbox(postageBits = 8): Topic.Descriptor {
    return {
      type: 'inbox',
      account: this.account,
      retentionSeconds: Limits.time.retentionSecondsDefault,
      postageBits,
    }
  }

  announcement(
    network: Uint8Array,
    change: Partial<Identity.AnnouncementContent> = {},
  ): Promise<Identity.Entry> {
    return Identity.announce(
      crypto,
      {
        network,
        device: this.shown,
        inboxKey: random(),
        issuedAt: host.clock.now(),
        inbox: this.inbox(),
        name: new Uint8Array(),
        keyPackage: random(),
        ...change,
      },
      this.deviceKey,
    )
  }

  /** Revokes a device, this one unless another is named, by the account key. */
  async revocation(device = this.id, revokedAt = host.clock.now()): Promise<Identity.Entry> {
    const value = { account: this.account, device, revokedAt }
    const keyPair = AccountKey.keyPairOf(this.rootKey, this.account)
    const by = { key: this.accountKey, keyPair }
    return { type: 'revocation', ...(await Revocation.issue(crypto, value, by)) }
  }

  /** The same, by the wallet. */
  walletRevocation(device = this.id, revokedAt = host.clock.now()): Identity.Entry {
    const value = { account: this.account, device, revokedAt }
    const walletSignature = walletSign(this.walletKey, Revocation.typedData(value))
    return { type: 'revocation', ...value, by: { type: 'wallet', walletSignature } }
  }
}

/** What a wallet signs. */
export function walletSign(walletKey: Uint8Array, data: TypedData.TypedData): Uint8Array {
  const signature = secp256k1.sign(TypedData.digest(data), walletKey, {
    prehash: false,
    format: 'recovered',
  })
  // noble puts the recovery bit first, wallets last.
  return Bytes.concat(signature.subarray(1), Uint8Array.of(27 + signature[0]!))
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
