/** The client's side: drives a slot to its seal. */
import * as Bytes from '../Bytes.ts'
import * as Envelope from '../Envelope.ts'
import {
  allowedValues,
  certificateOf,
  conflict,
  type Replica,
  type Rules,
  safeRules,
  signersOf,
  type Slot,
  statementsOf,
  tally,
  viewStepMax,
} from './rules.ts'
import type {
  Body,
  Bundled,
  Certificate,
  Evidence,
  Reply,
  RequestContent,
  Statement,
  Verified,
} from './wire.ts'

/**
 * What the caller of a {@link Proposal} is to do.
 * - `send`: sign the request with the write key of epoch = slot and send it to all replicas, or to
 *   the one with this id.
 * - `wait`: set the one timer anew (an earlier one is dropped) and call `onTimeout` when it fires.
 *   `answer`: as long as a round trip may take; `grace`: a little more than the slowest replica
 *   usually needs after the others; `backoff`: at random, the longer the higher `attempt` (from 0).
 * - `sealed`: done; drop the timer. The value may be another's.
 * - `evidence`: a replica signed two conflicting statements.
 */
export type Action =
  | { type: 'send'; to: 'all' | Uint8Array; request: RequestContent }
  | { type: 'wait'; kind: 'answer' | 'grace' | 'backoff'; attempt: number }
  | { type: 'sealed'; certificate: Certificate }
  | { type: 'evidence'; node: Uint8Array; evidence: Evidence }

/** What one replica stated in one view: one of each kind. */
type Stated = { [K in Body['type']]?: Statement & { body: Extract<Body, { type: K }> } }

type Peer = {
  readonly replica: Replica
  /** The highest view it showed itself in. */
  view: number
  /** What it stated in the proposal's view. */
  here: Stated
  /** What it stated in the highest view above. */
  ahead: { view: number; stated: Stated } | undefined
  /** It answered from an earlier view: what was asked meanwhile is to be asked again. */
  behind: boolean
  /** Requests sent to it alone since the last timeout. */
  nudges: number
  convicted: boolean
}

type Phase = 'prepare' | 'commit' | 'gather' | 'backoff' | 'sealed'

/** A replica that always has a reason for one more question must not keep the client busy. */
const nudgesMax = 8

/** A request is lost twice in a row on a bad link, seldom three times. */
const repeatsMax = 2

/** How a {@link Proposal} is begun. */
export type ProposalOptions = {
  slot: Slot
  /** The commit to seal: its envelope should be on the replicas already. */
  value: Envelope.Ref
  /**
   * Whether this client holds that commit and may propose it where any value will do, so that
   * rivals agree sooner. A lying replica names commits that nobody has: never say yes to those.
   * Only `value` unless given.
   */
  accepts?: (value: Envelope.Ref) => boolean
  /** For the model checker alone. */
  rules?: Rules
}

/**
 * One client's attempt to seal a slot: a state machine without I/O, clock or randomness. Feed it
 * verified replies and timeouts, do what it returns, in order. It ends with `sealed`, for its own
 * value or for another's; whoever loses rebases and tries the next slot. It stays correct whatever
 * f replicas say or do not say.
 *
 * @example
 * ```ts
 * import { Seal } from '@parley/protocol'
 * declare const slot: Seal.Slot, value: Seal.Value
 * declare function perform(actions: Seal.Action[]): void
 * const proposal = new Seal.Proposal({ slot, value })
 * perform(proposal.start())
 * // on a reply: perform(proposal.onReply(node, await Seal.verifyReply(crypto, slot, reply, node)))
 * // on the timer: perform(proposal.onTimeout())
 * ```
 */
export class Proposal {
  readonly #slot: Slot
  readonly #own: Envelope.Ref
  readonly #accepts: (value: Envelope.Ref) => boolean
  readonly #rules: Rules
  readonly #peers: Map<string, Peer>
  #view = 0
  #phase: Phase = 'prepare'
  /** What is asked of all in this phase. */
  #request: RequestContent
  #waiting: 'answer' | 'grace' | 'backoff' = 'answer'
  /** Consecutive waits of a kind: answers asked again, views given up. */
  #repeats = 0
  #retreats = 0
  /** The view is given up for one that only f or fewer claim to be in. */
  #follow = false
  /** A quorum's votes were put to commitment in this view: once is enough. */
  #committed = false
  #certificate: Certificate | undefined
  #actions: Action[] = []

  constructor(options: ProposalOptions) {
    this.#slot = options.slot
    this.#own = options.value
    this.#accepts = options.accepts ?? (() => false)
    this.#rules = options.rules ?? safeRules
    this.#request = this.#content({ type: 'prepare', view: 0, value: this.#own, bundle: [] })
    this.#peers = new Map(
      [...options.slot.members].map(([name, replica]) => [
        name,
        {
          replica,
          view: 0,
          here: {},
          ahead: undefined,
          behind: false,
          nudges: 0,
          convicted: false,
        },
      ]),
    )
  }

  /** The seal, once there is one. */
  get certificate(): Certificate | undefined {
    return this.#certificate
  }

  /** The view it is in, from 0. */
  get view(): number {
    return this.#view
  }

  /** Asks all replicas in view 0. Call once, first. */
  start(): Action[] {
    this.#ask('prepare', this.#request.body)
    return this.#take()
  }

  /**
   * @param node whose reply it is, 32 bytes; not a replica of the slot: ignored
   */
  onReply(node: Uint8Array, reply: Verified<Reply>): Action[] {
    const peer = this.#peers.get(Bytes.toHex(node))
    if (peer === undefined || this.#phase === 'sealed') return []
    if (reply.type === 'sealed') this.#finish(reply.certificate)
    else {
      peer.view = Math.max(peer.view, reply.view)
      for (const statement of reply.statements) this.#record(statement)
      const asked = this.#request
      this.#evaluate()
      this.#nudge(peer, reply.view, asked)
    }
    return this.#take()
  }

  /** The last `wait` is over. */
  onTimeout(): Action[] {
    for (const peer of this.#peers.values()) peer.nudges = 0
    if (this.#phase === 'backoff') this.#gather()
    else if (this.#phase !== 'sealed') {
      const prepared = this.#preparedByQuorum()
      const pending = this.#pending()
      const enough = this.#peers.size - pending.length >= this.#slot.quorum
      // Who is ahead of the rest may be a liar or the one that is missing: first ask the others. In
      // later views too, once: a view costs more round trips than that.
      const ahead = [...this.#peers.values()].some((peer) => peer.view > this.#view)
      if (this.#phase === 'prepare' && prepared !== undefined) this.#commit(prepared)
      else if (enough && this.#repeats >= (ahead ? repeatsMax : Math.min(this.#view, 1))) {
        this.#follow = ahead
        this.#retreat()
      } else {
        // A new view would not help while too few answer.
        for (const peer of pending) this.#send(peer.replica.id, this.#request)
        this.#wait('answer', ++this.#repeats)
      }
    }
    return this.#take()
  }

  #take(): Action[] {
    const actions = this.#actions
    this.#actions = []
    return actions
  }

  #content(body: RequestContent['body']): RequestContent {
    const { topic, slot, set } = this.#slot
    return { topic, slot, set, body }
  }

  #send(to: 'all' | Uint8Array, request: RequestContent): void {
    this.#actions.push({ type: 'send', to, request })
  }

  #wait(kind: 'answer' | 'grace' | 'backoff', attempt: number): void {
    this.#waiting = kind
    this.#actions.push({ type: 'wait', kind, attempt })
  }

  #ask(phase: Phase, body: RequestContent['body']): void {
    this.#phase = phase
    this.#request = this.#content(body)
    this.#repeats = 0
    this.#send('all', this.#request)
    this.#wait('answer', 0)
  }

  #finish(certificate: Certificate): void {
    // Who told this client something else than the certificate shows is convicted by it.
    for (const statement of statementsOf(certificate)) this.#record(statement)
    this.#phase = 'sealed'
    this.#certificate = certificate
    this.#actions.push({ type: 'sealed', certificate })
  }

  /** Files a statement of the current view or a later one; older ones matter no more. */
  #record(statement: Statement): void {
    const { view } = statement.body
    const peer = this.#peers.get(Bytes.toHex(statement.node))!
    if (view < this.#view) return
    let stated = peer.here
    if (view > this.#view) {
      if (peer.ahead === undefined || peer.ahead.view < view) peer.ahead = { view, stated: {} }
      if (peer.ahead.view > view) return
      stated = peer.ahead.stated
    }
    const known = stated[statement.body.type]
    if (known === undefined) Object.assign(stated, { [statement.body.type]: statement })
    else if (!peer.convicted && conflict(known.body, statement.body)) {
      peer.convicted = true
      const evidence = { one: known, other: statement }
      this.#actions.push({ type: 'evidence', node: statement.node, evidence })
    }
  }

  #statements(): Statement[] {
    return [...this.#peers.values()].flatMap((peer) => Object.values(peer.here))
  }

  /** Votes of the current view, most first. */
  #votes(type: 'prepared' | 'committed'): { value: Envelope.Ref; count: number }[] {
    const values = [...this.#peers.values()].flatMap(({ here }) => here[type]?.body.value ?? [])
    return tally(values).toSorted(
      (a, b) => b.count - a.count || Bytes.compare(a.value.id, b.value.id),
    )
  }

  #preparedByQuorum(): Envelope.Ref | undefined {
    const [most] = this.#votes('prepared')
    return most !== undefined && most.count >= this.#slot.quorum ? most.value : undefined
  }

  /** Who may still answer what this phase asks, in this view. */
  #pending(): Peer[] {
    const wanted = { prepare: 'prepared', commit: 'committed', gather: 'status' } as const
    const phase = this.#phase
    if (phase === 'backoff' || phase === 'sealed') return []
    return [...this.#peers.values()].filter(
      (peer) => peer.here[wanted[phase]] === undefined && peer.view <= this.#view,
    )
  }

  #evaluate(): void {
    const certificate = certificateOf(this.#slot, this.#statements(), this.#rules)
    if (certificate !== undefined) return this.#finish(certificate)
    const prepared = this.#preparedByQuorum()
    if (prepared !== undefined && !this.#committed) {
      if (this.#phase !== 'prepare' || !this.#mayBeFast(prepared)) return this.#commit(prepared)
      if (this.#waiting !== 'grace') this.#wait('grace', 0)
      return
    }
    const pending = this.#pending().length
    const { quorum } = this.#slot
    if (this.#phase === 'gather') {
      const statuses = [...this.#peers.values()].flatMap(({ here }) => here.status ?? [])
      if (statuses.length >= quorum) return this.#prepare(statuses)
      if (statuses.length + pending < quorum) return this.#retreat()
    } else if (this.#phase === 'prepare' || this.#phase === 'commit') {
      const [most] = this.#votes(this.#phase === 'prepare' ? 'prepared' : 'committed')
      if ((most?.count ?? 0) + pending < quorum) return this.#retreat()
    } else return
    // A quorum answered and disagrees: the rest can still decide it, if they are not long.
    if (this.#peers.size - pending >= quorum && this.#waiting !== 'grace') this.#wait('grace', 0)
  }

  /** Whether all may still say the same in view 0. */
  #mayBeFast(value: Envelope.Ref): boolean {
    if (this.#view > 0) return false
    return [...this.#peers.values()].every(({ here, view }) =>
      here.prepared ? Envelope.sameRef(here.prepared.body.value, value) : view === 0,
    )
  }

  #commit(value: Envelope.Ref): void {
    const view = this.#view
    const signatures = signersOf(this.#statements(), 'prepared', view, value)
    this.#committed = true
    this.#ask('commit', { type: 'commit', view, value, signatures })
    this.#evaluate()
  }

  /** This view leads nowhere. Wait, so that a rival can finish, then go on. */
  #retreat(): void {
    this.#phase = 'backoff'
    this.#wait('backoff', this.#retreats++)
  }

  /**
   * Enters the next view: the highest that an honest replica is known to be in, to finish what a
   * rival began there, or one more. Of f+1 replicas one is honest. Fewer may be lying about a view
   * far above, so they are followed only where nothing else helped, and a step at a time.
   */
  #gather(): void {
    const views = [...this.#peers.values()].map((peer) => peer.view).toSorted((x, y) => y - x)
    const proven = Math.max(this.#view + 1, views[this.#slot.faultsMax]!)
    const claimed = Math.min(views[0]!, this.#view + viewStepMax)
    this.#view = this.#follow ? Math.max(proven, claimed) : proven
    this.#follow = false
    this.#committed = false
    for (const peer of this.#peers.values()) {
      const { ahead } = peer
      peer.here = ahead?.view === this.#view ? ahead.stated : {}
      if (ahead !== undefined && ahead.view <= this.#view) peer.ahead = undefined
      peer.behind = false
    }
    this.#ask('gather', { type: 'advance', view: this.#view })
    this.#evaluate()
  }

  #prepare(statuses: NonNullable<Stated['status']>[]): void {
    const view = this.#view
    const value = this.#choose(statuses.map(({ body }) => body))
    const bundle = statuses.map(({ node, body, signature }): Bundled => ({
      node,
      lock: body.lock,
      first: body.first,
      signature,
    }))
    this.#ask('prepare', { type: 'prepare', view, value, bundle })
    this.#evaluate()
  }

  /** Of what the statuses allow: what most prepared in this view already, else the lowest hash. */
  #choose(claims: Extract<Body, { type: 'status' }>[]): Envelope.Ref {
    const votes = this.#votes('prepared')
    const preferred = (values: readonly Envelope.Ref[]): Envelope.Ref => {
      const voted = votes.find((vote) =>
        values.some((value) => Envelope.sameRef(value, vote.value)),
      )
      return voted?.value ?? values.toSorted((a, b) => Bytes.compare(a.id, b.id))[0]!
    }
    const accepted = (values: readonly Envelope.Ref[]): Envelope.Ref[] =>
      values.filter((value) => Envelope.sameRef(value, this.#own) || this.#accepts(value))
    const forced = allowedValues(this.#slot, claims, this.#rules)
    if (forced !== undefined) {
      // A forced value was prepared by an honest replica: it need not be known here.
      const known = accepted(forced)
      return preferred(known.length > 0 ? known : forced)
    }
    const seen = claims.flatMap(({ first }) => first ?? [])
    return preferred([this.#own, ...accepted([...votes.map((vote) => vote.value), ...seen])])
  }

  /** Helps a replica that is in an earlier view, or was when it was asked. */
  #nudge(peer: Peer, view: number, asked: RequestContent): void {
    const late = this.#view > 0 && view < this.#view && peer.view < this.#view
    if (this.#phase === 'sealed' || this.#phase === 'backoff' || peer.nudges >= nudgesMax) return
    if (late) {
      peer.behind = true
      peer.nudges++
      const next = Math.min(this.#view, peer.view + viewStepMax)
      this.#send(peer.replica.id, this.#content({ type: 'advance', view: next }))
    } else if (peer.behind && view === this.#view) {
      peer.behind = false
      // Unless all were asked something new just now.
      if (this.#request !== asked || !this.#pending().includes(peer)) return
      peer.nudges++
      this.#send(peer.replica.id, this.#request)
    }
  }
}
