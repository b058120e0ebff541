/**
 * One client's link: who it is, what it may do, and how much of it.
 *
 * @module
 */
import * as Codec from '@parley/codec'
import {
  type Account,
  Bytes,
  Certificate,
  Errors,
  Frame,
  Handshake,
  type Host,
  Link,
  type Statement,
  type Topic,
} from '@parley/protocol'

import type { Rules } from './topics/rules.ts'
import type { Device, Opened } from './topics/TopicRules.ts'
import type { Accounts } from './accounts.ts'
import type { Gateway } from './gateway.ts'
import type { Limits as NodeLimits } from './limits.ts'
import type { Listeners } from './listeners.ts'
import type { Metrics } from './metrics.ts'
import type { Ages } from './purses/Ages.ts'
import type { Bearer, Hold, Purses } from './purses/Purses.ts'
import type { Registry } from './registry.ts'
import { type ClientSide, type RequestRule, ruleOf } from './requests.ts'
import { Turn } from './turn.ts'
import type { Payer, WalletChecks } from './walletChecks.ts'

/** What all sessions of a node share. */
export type SessionContext = {
  host: Host.Host
  limits: NodeLimits
  metrics: Metrics
  signer: Statement.Signer
  registry: Registry
  gateway: Gateway
  listeners: Listeners
  accounts: Accounts
  walletChecks: WalletChecks
  rules: Rules
  purses: Purses
  ages: Ages
  status: () => Frame.Response
  isDraining: () => boolean
}

/** Signatures of a link that do not verify and cost much, before it is closed. */
const falseMax = 3

/** A message costs the receiver this much however short it is. */
const messageOverheadBytes = 64

export class Session {
  readonly #context: SessionContext
  readonly #link: Link.Link
  readonly #challenge: Uint8Array
  readonly #bearer: Bearer
  readonly #side: ClientSide
  #greeted = false
  #device: Device | undefined
  #bytesMissing = 0
  #listening = false
  /** Signatures that did not verify, of those that cost the node most. */
  #false = 0

  constructor(
    context: SessionContext,
    duplex: Host.Duplex,
    { bearer, onClose }: { bearer: Bearer; onClose: (code: string) => void },
  ) {
    const { host, limits } = context
    this.#bearer = bearer
    this.#context = context
    this.#challenge = host.random.bytes(32)
    this.#side = this.#sideOf()
    const cancelDeadline = host.clock.after(limits.handshakeMs, () => {
      if (!this.#greeted) this.#link.close('hello_required', 'No hello came in time.')
    })
    this.#link = new Link.Link({
      duplex,
      clock: host.clock,
      // The purses say how many are this one's.
      requestsMax: limits.purses.requests.link.known + limits.purses.follows.link.known,
      handler: (request, call) => this.#handle(request, call),
      onInternalError: (error) => host.log.error({ err: error }, 'request failed'),
      onClose: (code) => {
        cancelDeadline()
        onClose(code)
      },
    })
    this.#countBytes(duplex)
  }

  /** Ends the link of a device that was signed out meanwhile. */
  async review(): Promise<void> {
    if (this.#device === undefined) return
    const { accounts } = this.#context
    const isOut = await accounts.isSignedOut(this.#device.credential).catch(() => false)
    if (isOut) this.close('not_permitted', 'The device was signed out.')
  }

  /** The device that proved itself, if one did. */
  get device(): Device | undefined {
    return this.#device
  }

  close(code: Errors.WireCode, details = ''): void {
    this.#link.close(code, details)
  }

  /** What the table of requests answers with. */
  #sideOf(): ClientSide {
    const { gateway, status } = this.#context
    return {
      gateway,
      status,
      reader: { permit: (topic) => this.#permit(topic), turn: new Turn() },
      toll: { open: (opened) => this.#toll(opened), wallet: this.#payer('walletChecks') },
      sealPayer: {
        pay: (signatures) => this.#bearer.spend('sealChecks', signatures),
        wasFalse: () => this.#wasFalse('Requests that prove nothing.'),
      },
      spend: (what) => this.#bearer.spend(what),
      paced: (call) => this.#paced(call),
      assertProven: () => void this.#proven(),
      hello: (request) => this.#hello(request),
      authenticate: (request) => this.#authenticate(request),
      network: (call) => this.#network(call),
      changes: (call) => this.#changes(call),
      listen: (call) => this.#listen(call),
    }
  }

  /** Accounts for what arrives before it is looked at; who goes on regardless is cut off. */
  #countBytes(duplex: Host.Duplex): void {
    const receive = duplex.onMessage
    const { holder } = this.#context.limits.purses.received
    duplex.onMessage = (message) => {
      this.#bytesMissing = this.#bearer.charge('received', message.length + messageOverheadBytes)
      if (this.#bytesMissing > holder[this.#bearer.class].burst)
        this.#link.close('quota_exceeded', 'Too many bytes.')
      else receive(message)
    }
  }

  async #handle(request: Frame.Request, call: Link.Call): Promise<Frame.Response | undefined> {
    const { stands, client }: RequestRule<typeof request.type> = ruleOf(request)
    let hold: Hold | undefined
    try {
      this.#admit(request)
      hold = this.#bearer.hold(stands ? 'follows' : 'requests', 1)
      return await client(this.#side, request, call)
    } catch (error) {
      if (error instanceof Errors.WireError && error.code !== 'cancelled')
        this.#context.metrics.refused(error.code)
      throw error
    } finally {
      hold?.release()
    }
  }

  #admit(request: Frame.Request): void {
    if (this.#bytesMissing > 0) {
      const retryAfterMs = this.#bearer.waitMs('received')
      throw new Errors.WireError('quota_exceeded', { details: 'Too many bytes.', retryAfterMs })
    }
    this.#bearer.spend('asks')
    if (!this.#greeted && request.type !== 'hello') throw new Errors.WireError('hello_required')
    if (this.#context.isDraining()) throw new Errors.WireError('draining')
  }

  /** The network's file: it may be large, so it is read at the pace of all that is. */
  async #network(call: Link.Call): Promise<Frame.Response> {
    await this.#paced(call).room()
    const file = this.#context.registry.file()
    this.#bearer.charge('delivered', file.length)
    return { type: 'network', file }
  }

  /** The version of the network, now and after each change, until the link gives up. */
  async #changes(call: Link.Call): Promise<undefined> {
    const { registry } = this.#context
    let wake = (): void => {}
    let isNew = true
    const unwatch = registry.onChange(() => {
      isNew = true
      wake()
    })
    call.onCancel(() => wake())
    try {
      while (!call.cancelled()) {
        if (!isNew) await new Promise<void>((resolve) => (wake = resolve))
        isNew = false
        const { turn, revision } = registry.network()
        if (!call.cancelled()) await call.send({ type: 'change', turn, revision })
      }
      return undefined
    } finally {
      unwatch()
    }
  }

  async #hello(request: Extract<Frame.Request, { type: 'hello' }>): Promise<Frame.Response> {
    const { host, signer, registry } = this.#context
    if (this.#greeted) throw new Errors.WireError('bad_frame', { details: 'Hello was said.' })
    if (request.version !== Frame.version)
      throw new Errors.WireError('wrong_network', {
        details: `This node speaks version ${Frame.version} of the protocol.`,
      })
    const { id } = registry.network()
    if (!Bytes.equal(request.network, id)) throw new Errors.WireError('wrong_network')
    this.#greeted = true
    const time = host.clock.now()
    const challenge = this.#challenge
    const welcome = { nonce: request.nonce, challenge, time }
    const signed = await Handshake.signWelcome(host.crypto, welcome, signer)
    return { type: 'welcome', node: signer.id, time, challenge, ...signed }
  }

  async #authenticate(
    request: Extract<Frame.Request, { type: 'authenticate' }>,
  ): Promise<undefined> {
    const { host, signer, walletChecks, accounts } = this.#context
    const shown = request.device
    // Kept longer than the request, whose memory it shares.
    const credential = Codec.decode(
      Certificate.credential,
      Codec.encode(Certificate.credential, shown.certificate.credential),
    )
    const challenge = { node: signer.id, challenge: this.#challenge }
    // The cheap check first: a stranger should not cost the node a key recovery.
    if (
      !(await Handshake.verifyChallenge(host.crypto, challenge, request.signature, shown.deviceKey))
    )
      throw new Errors.WireError('bad_challenge')
    const checks = walletChecks.by(this.#payer('authentications'))
    if (!(await checks.device(shown))) throw new Errors.WireError('bad_certificate')
    if (Certificate.expiresAt(credential) <= host.clock.now())
      throw new Errors.WireError('bad_certificate', { details: 'It has ended.' })
    if (await accounts.isSignedOut(credential)) throw signedOut()
    this.#device = { account: credential.account, id: credential.device, credential }
    this.#charge(credential.account)
    return undefined
  }

  /** From here on the account pays, wherever it comes from, and has more once it is known. */
  #charge(account: Account.Account): void {
    const { purses, ages } = this.#context
    const become = (known: boolean): void => {
      if (this.#link.closed === undefined) this.#bearer.become(purses.account(account, known))
    }
    become(ages.isKnown(account))
    if (!ages.isKnown(account))
      void ages.learn(account).then((known) => {
        if (known) become(true)
      })
  }

  /** Who pays for wallets' signatures that this link brings, and is closed for false ones. */
  #payer(row: 'authentications' | 'walletChecks'): Payer {
    return {
      pay: () => this.#bearer.spend(row),
      wasFalse: () => this.#wasFalse('Certificates that are none.'),
    }
  }

  /** What no honest client sends: after a few the link is closed. */
  #wasFalse(what: string): void {
    this.#false++
    if (this.#false >= falseMax) this.#link.close('quota_exceeded', what)
  }

  /** The device that proved itself; signals are between such only. */
  #proven(): Device {
    if (this.#device === undefined) throw new Errors.WireError('unauthenticated')
    return this.#device
  }

  async #listen(call: Link.Call): Promise<undefined> {
    const { id } = this.#proven()
    if (this.#listening)
      throw new Errors.WireError('too_many_subscriptions', { details: 'The link listens already.' })
    this.#listening = true
    try {
      return await this.#context.listeners.listen(id, call)
    } finally {
      this.#listening = false
    }
  }

  /** The same call, at the pace that the link may read. */
  #paced(call: Link.Call): Link.Call {
    const { clock } = this.#context.host
    return {
      ...call,
      hasRoom: () => call.hasRoom() && this.#bearer.waitMs('delivered') === 0,
      room: async () => {
        for (;;) {
          await call.room()
          const waitMs = this.#bearer.waitMs('delivered')
          if (waitMs === 0) return
          await new Promise<void>((resolve) => clock.after(waitMs, resolve))
        }
      },
      send: (response) => {
        if (response.type === 'delivery') this.#bearer.charge('delivered', response.envelope.length)
        return call.send(response)
      },
    }
  }

  /** What an envelope counts towards, once it is known what it is. */
  #toll({ topic, bytes }: Opened): void {
    this.#bearer.spend('stored', bytes.length)
    if (!topic.stored) this.#bearer.spend('topics')
  }

  async #permit(topic: Topic.Descriptor): Promise<void> {
    const device = this.#device
    const reader = device ? ({ type: 'device', device } as const) : ({ type: 'stranger' } as const)
    await this.#context.rules.of(topic).assertMayRead(topic, reader)
  }
}

function signedOut(): Errors.WireError {
  return new Errors.WireError('not_permitted', { details: 'The device was signed out.' })
}
