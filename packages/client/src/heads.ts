/**
 * What nodes deliver held against what they sign of it. Each log that is read is hashed as it comes,
 * and compared with the heads its node signs; heads and receipts of a node are compared with each
 * other. What cannot be true of an honest node is named, with evidence where two statements of the
 * node prove it.
 *
 * @module
 */
import {
  Bytes,
  Envelope,
  Errors,
  Evidence,
  Head,
  type Network as Members,
  type Receipt,
} from '@parley/protocol'

import type { Fault } from './api.ts'
import type { Database } from './database.ts'
import type { Gateway } from './gateway.ts'
import { answerMs, type Gateways } from './gateways.ts'
import type { ClientHost } from './host.ts'
import * as Records from './records.ts'

/** While a log grows it is compared again so often: one signature of the node for all its readers. */
const againMs = 5_000
/** The last positions of a log whose hash is at hand: what may arrive while a head is on its way. */
const linksKeptMax = 32
/** Envelopes that wait for the head that a gap is bridged by. */
const unanchoredMax = 4_096
/** Receipts and heads of all logs that are remembered, about half a kilobyte each. */
const statementsKeptMax = 1_024
/** Receipts of a log whose position is not reached yet, kept over restarts. */
const awaitedMax = 8
/** A replica whose log this client does not read is asked for two heads at most so often. */
const auditMs = 60_000
/** Other logs of a node that are looked into when one of them is not what it signs. */
const investigatedMax = 32
/** What was hashed and signed is written so much later. */
const saveMs = 1_000

/** A node's log of a topic, as it is read through one gateway. */
export type Source = {
  readonly topic: Uint8Array
  /** Whose log it is. */
  readonly log: Members.Node
  /** Who delivers it: the same node, or one that passes it on. */
  readonly via: Members.Node
}

/** What this client knows of a log, whoever delivers it. */
type Log = {
  readonly topic: Uint8Array
  readonly node: Members.Node
  /** Up to where it was hashed; `undefined` if it was not, or a gap is not bridged. */
  point: Head.Point | undefined
  /** The newest head of the node that agreed with what was delivered. */
  signed: Head.Head | undefined
  /** By position: receipts for what has not been delivered yet. */
  readonly awaited: Map<number, Receipt.Receipt>
  /** The next audit, and what the last one had no answer to. */
  auditNotBefore: number
  unaudited: Receipt.Receipt | undefined
}

type Link = { readonly hash: Uint8Array; readonly ref: Envelope.Ref }

/** A log as it comes from one gateway. */
type Stream = Source & {
  readonly known: Log
  /** The chain up to the last delivery; `undefined` while a gap is not bridged. */
  point: Head.Point | undefined
  /** The last delivered position. */
  at: number
  /** The newest links of the chain, by position. */
  readonly links: Map<number, Link>
  /** What came since a gap: the first one's head bridges it. */
  unanchored: { position: number; refs: Envelope.Ref[] } | undefined
  bridging: boolean
  /** A gap is tried to be bridged no earlier. */
  bridgeNotBefore: number
  /** A head of a position that is still to be delivered. */
  ahead: Head.Head | undefined
  /** Whether a comparison is about to be. */
  checking: boolean
}

export class Heads {
  readonly #host: ClientHost
  readonly #gateways: Gateways
  readonly #database: Database
  readonly #logs = new Map<string, Promise<Log>>()
  readonly #streams = new Map<string, Promise<Stream>>()
  /** By kind, node, topic and position: what nodes signed lately. */
  readonly #statements = new Map<string, Head.Head | Receipt.Receipt>()
  readonly #unsaved = new Set<Log>()
  #cancelSave: (() => void) | undefined

  constructor(options: { host: ClientHost; gateways: Gateways; database: Database }) {
    this.#host = options.host
    this.#gateways = options.gateways
    this.#database = options.database
  }

  // ---- what comes in

  /** Takes note of an envelope at a position of a log. Positions come in order. */
  delivered(source: Source, position: number, ref: Envelope.Ref): void {
    this.#with(source, (stream) => this.#advance(stream, position, ref))
  }

  /** All that the log holds has been delivered: it is compared. */
  caughtUp(source: Source): void {
    this.#with(source, (stream) => this.#inBackground(() => this.#check(stream)))
  }

  /** Forgets what came from a gateway: the next link to it begins where the log is kept. */
  end(via: Members.Node): void {
    for (const name of this.#streams.keys())
      if (name.startsWith(`${via.name} `)) this.#streams.delete(name)
  }

  /** Takes note of a verified receipt. */
  receipt(receipt: Receipt.Receipt, node: Members.Node): void {
    this.#inBackground(async () => {
      this.#remember('receipt', node, receipt)
      const { topic, position } = receipt.statement
      const log = await this.#log(topic, node)
      const streams = await this.#streamsOf(log)
      const reading = streams.filter(({ at }) => at > 0)
      if (reading.length === 0) return this.#audit(log, receipt)
      for (const stream of reading) {
        const link = stream.links.get(position)
        if (position > stream.at) this.#await(log, receipt)
        else if (link === undefined) await this.#audit(log, receipt)
        else if (!Envelope.sameRef(link.ref, receipt.statement.envelope))
          await this.#prosecute(log, receipt)
      }
    })
  }

  /** Writes what is not written yet. */
  async flush(): Promise<void> {
    this.#cancelSave?.()
    this.#cancelSave = undefined
    const unsaved = [...this.#unsaved]
    this.#unsaved.clear()
    if (unsaved.length === 0) return
    await this.#database.transact(async (transaction) => {
      for (const { topic, node, point, signed, awaited } of unsaved)
        transaction.put(Records.log, Records.keys.log(Bytes.toHex(topic), node.name), {
          point: point && { position: point.position, hash: point.hash },
          signed,
          awaited: [...awaited.values()],
        })
    })
  }

  // ---- logs and streams

  #log(topic: Uint8Array, node: Members.Node): Promise<Log> {
    const name = nameOf({ topic, node })
    let found = this.#logs.get(name)
    if (found === undefined) {
      found = this.#load(topic, node)
      this.#logs.set(name, found)
    }
    return found
  }

  async #load(topic: Uint8Array, node: Members.Node): Promise<Log> {
    const key = Records.keys.log(Bytes.toHex(topic), node.name)
    const record = await this.#database.get(Records.log, key)
    const awaited = record?.awaited.map((it) => [it.statement.position, it] as const)
    return {
      topic,
      node,
      point: record?.point,
      signed: record?.signed,
      awaited: new Map(awaited),
      auditNotBefore: 0,
      unaudited: undefined,
    }
  }

  #stream(source: Source): Promise<Stream> {
    const name = streamName(source.via, { topic: source.topic, node: source.log })
    let found = this.#streams.get(name)
    if (found === undefined) {
      found = this.#log(source.topic, source.log).then((known) => ({
        ...source,
        known,
        point: known.point,
        at: 0,
        links: new Map(),
        unanchored: undefined,
        bridging: false,
        bridgeNotBefore: 0,
        ahead: undefined,
        checking: false,
      }))
      this.#streams.set(name, found)
    }
    return found
  }

  /** Does something with a stream, after all that was to be done before. */
  #with(source: Source, work: (stream: Stream) => void): void {
    this.#stream(source).then(work, (error: unknown) => this.#failed(error))
  }

  async #streamsOf(log: Log): Promise<Stream[]> {
    const names = this.#gateways.all().map(({ node }) => streamName(node, log))
    const found = names.map((name) => this.#streams.get(name)).filter((it) => it !== undefined)
    return Promise.all(found)
  }

  #isCurrent(stream: Stream): boolean {
    return this.#gateways.has(stream.via) && !this.#gateways.closed
  }

  #inBackground(work: () => Promise<void>): void {
    work().catch((error: unknown) => this.#failed(error))
  }

  #failed(error: unknown): void {
    if (!this.#gateways.closed) this.#host.log.debug({ error: String(error) }, 'log not compared')
  }

  #save(log: Log): void {
    this.#unsaved.add(log)
    this.#cancelSave ??= this.#host.clock.after(saveMs, () => {
      this.#cancelSave = undefined
      if (!this.#gateways.closed) this.#inBackground(() => this.flush())
    })
  }

  // ---- the chain

  #advance(stream: Stream, position: number, ref: Envelope.Ref): void {
    if (stream.point === undefined && stream.at === 0 && position === 1)
      stream.point = { position: 0, hash: Head.empty }
    const { point } = stream
    stream.at = Math.max(stream.at, position)
    // The cursor was behind: it was hashed before.
    if (point !== undefined && position <= point.position) return
    if (point?.position === position - 1) this.#link(stream, point, ref)
    else if (stream.unanchored && this.#isNext(stream.unanchored, position))
      stream.unanchored.refs.push(ref)
    else this.#bridge(stream, position)
    this.#await(stream.known, undefined, position, ref)
    this.#checkLater(stream)
  }

  #isNext(
    { position, refs }: { position: number; refs: readonly unknown[] },
    next: number,
  ): boolean {
    return position + refs.length + 1 === next && refs.length < unanchoredMax
  }

  #link(stream: Stream, before: Head.Point, ref: Envelope.Ref): void {
    const position = before.position + 1
    const hash = Head.link(this.#host.crypto, before.hash, ref)
    this.#reach(stream, { position, hash })
    if (stream.links.size >= linksKeptMax) stream.links.delete(stream.links.keys().next().value!)
    stream.links.set(position, { hash, ref })
    const { ahead } = stream
    if (ahead !== undefined && ahead.statement.position <= position) {
      stream.ahead = undefined
      this.#compare(stream, ahead)
    }
  }

  #reach(stream: Stream, point: Head.Point | undefined): void {
    stream.point = point
    stream.known.point = point
    this.#save(stream.known)
  }

  /**
   * What stood between is swept, is of an earlier life of the node, or is withheld: which one is not
   * known here. The chain goes on from the node's head at the envelope after the gap.
   */
  #bridge(stream: Stream, position: number): void {
    this.#reach(stream, undefined)
    stream.links.clear()
    stream.ahead = undefined
    stream.unanchored = { position, refs: [] }
    if (!stream.bridging && this.#host.clock.now() >= stream.bridgeNotBefore)
      this.#inBackground(() => this.#anchor(stream))
  }

  /** Bridges the last gap there is, if the node gives the head that is needed. */
  async #anchor(stream: Stream): Promise<void> {
    stream.bridging = true
    try {
      for (let gap = stream.unanchored; gap !== undefined; gap = stream.unanchored) {
        const head = await this.#ask(stream, gap.position)
        // Another gap has come meanwhile.
        if (stream.unanchored !== gap) continue
        stream.unanchored = undefined
        if (head === undefined) {
          stream.bridgeNotBefore = this.#host.clock.now() + againMs
          return
        }
        this.#reach(stream, { position: gap.position, hash: head.statement.hash })
        for (const ref of gap.refs) this.#link(stream, stream.point!, ref)
      }
    } finally {
      stream.bridging = false
    }
    // What it said before the gap must still hold.
    if (stream.known.signed !== undefined) await this.#ask(stream, signedAt(stream.known))
    await this.#check(stream)
  }

  // ---- heads

  /** Compares once for all that comes meanwhile. */
  #checkLater(stream: Stream): void {
    if (stream.checking) return
    stream.checking = true
    this.#host.clock.after(againMs, () => {
      stream.checking = false
      if (this.#isCurrent(stream)) this.#inBackground(() => this.#check(stream))
    })
  }

  /** Compares what was delivered with what the node signs of it, here and to others. */
  async #check(stream: Stream): Promise<void> {
    if (stream.bridging) return
    if (stream.unanchored !== undefined) return this.#anchor(stream)
    const delivered = Math.max(stream.at, stream.point?.position ?? 0)
    const head = await this.#ask(stream, undefined)
    if (head === undefined) return
    const { position } = head.statement
    if (position < delivered)
      return this.#disagree(stream, `its log ends at ${position}, it delivered ${delivered}`)
    if (stream.point !== undefined && position > stream.point.position) stream.ahead = head
    else this.#compare(stream, head)
    // Another gateway asks in its own name: the node cannot tell for whom.
    const other = this.#gateways.all().find(({ node }) => node.name !== stream.via.name)
    if (other !== undefined && other.node.name !== stream.log.name)
      await this.#askAt(other, stream.known, position).catch(() => {})
  }

  #compare(stream: Stream, head: Head.Head): void {
    const { position, hash } = head.statement
    const { point, known } = stream
    const own = point?.position === position ? point.hash : stream.links.get(position)?.hash
    // It is too long ago, or follows a gap.
    if (own === undefined) return
    if (Bytes.equal(own, hash)) {
      known.signed = head
      this.#save(known)
    } else
      this.#inBackground(() =>
        this.#disagree(stream, `its head at ${position} is not of what it delivered`),
      )
  }

  /** The node's head through the stream's gateway; `undefined` if there is none to be had. */
  async #ask(stream: Stream, position: number | undefined): Promise<Head.Head | undefined> {
    const gateway = await this.#gateways.linkTo(stream.via)
    return this.#askAt(gateway, stream.known, position)
  }

  async #askAt(
    gateway: Gateway,
    log: Log,
    position: number | undefined,
  ): Promise<Head.Head | undefined> {
    const { topic, node } = log
    let answer
    try {
      answer = await gateway.link.call(
        { type: 'head', topic, node: node.id, position },
        { timeoutMs: answerMs },
      )
    } catch (error) {
      const { code } = error as Errors.WireError
      // Of an inbox, a replica tells the account itself alone.
      if (code === 'not_permitted' && gateway.node.name !== node.name)
        return this.#askAt(await this.#gateways.linkTo(node), log, position)
      if (error instanceof Errors.WireError) return undefined
      throw error
    }
    if (answer?.type !== 'head') return undefined
    const { statement, signature } = answer
    const head = { statement, signature }
    const isAsked =
      Bytes.equal(statement.node, node.id) &&
      Bytes.equal(statement.topic, topic) &&
      (position === undefined || statement.position === position)
    if (!isAsked || !(await Head.verify(this.#host.crypto, head, node.publicKey))) {
      // Whoever passes it on is the one to check it first, but may have been given it like this.
      if (gateway.node.name === node.name)
        this.#gateways.fault(node, 'forged_head', `of topic ${Bytes.toHex(topic)}`)
      return undefined
    }
    this.#remember('head', node, head)
    const { signed } = log
    if (signed?.statement.position === statement.position) this.#contradiction(node, signed, head)
    return head
  }

  // ---- accusations

  /** Remembers what a node signed, and compares it with what it signed of the same place before. */
  #remember(
    kind: 'head' | 'receipt',
    node: Members.Node,
    statement: Head.Head | Receipt.Receipt,
  ): void {
    const { topic, position } = statement.statement
    const name = `${kind} ${position} ${nameOf({ topic, node })}`
    const known = this.#statements.get(name)
    if (known !== undefined) this.#contradiction(node, known, statement)
    else {
      if (this.#statements.size >= statementsKeptMax)
        this.#statements.delete(this.#statements.keys().next().value!)
      this.#statements.set(name, statement)
    }
  }

  /** Two verified statements of one kind and place, if they differ. */
  #contradiction(
    node: Members.Node,
    one: Head.Head | Receipt.Receipt,
    other: Head.Head | Receipt.Receipt,
  ): void {
    const { position } = one.statement
    if ('path' in one && 'path' in other) {
      if (!Envelope.sameRef(one.statement.envelope, other.statement.envelope))
        this.#accuse(node, 'equivocation', `it signed for two envelopes at position ${position}`, {
          type: 'receipts',
          one,
          other,
        })
    } else if ('hash' in one.statement && 'hash' in other.statement) {
      if (!Bytes.equal(one.statement.hash, other.statement.hash))
        this.#accuse(node, 'rewritten_log', `it signed two heads of position ${position}`, {
          type: 'heads',
          one: one as Head.Head,
          other: other as Head.Head,
        })
    }
  }

  #accuse(
    node: Members.Node,
    kind: Fault['kind'],
    detail: string,
    evidence: Evidence.Evidence,
  ): void {
    const known = this.#gateways.faultsOf(node)
    if (known.some((fault) => fault.kind === kind && fault.detail === detail)) return
    this.#gateways.fault(node, kind, detail, Evidence.encode(evidence))
  }

  /**
   * What was delivered is not what the node signs. It is looked for statements of the node that prove
   * it; without them, a node that only passed the log on may have been the one that lied.
   */
  async #disagree(stream: Stream, detail: string): Promise<void> {
    const { known, log, via } = stream
    const faults = this.#gateways.faultsOf(log).length
    if (known.signed) await this.#ask(stream, signedAt(known))
    for (const receipt of this.#receiptsOf(known)) await this.#prosecute(known, receipt)
    const isProved = (): boolean => this.#gateways.faultsOf(log).length > faults
    // Who rewrites one log may have rewritten others, of which more is known.
    for (const other of await this.#signedLogs(log))
      if (!isProved()) await this.#askAt(await this.#gateways.linkTo(via), other, signedAt(other))
    this.#reach(stream, undefined)
    stream.links.clear()
    if (isProved()) return
    if (via.name === log.name) this.#gateways.fault(log, 'rewritten_log', detail)
    else this.#host.log.warn({ node: log.url, via: via.url, detail }, 'bad log')
  }

  /** Logs of a node whose heads are known, also from earlier runs. */
  async #signedLogs(node: Members.Node): Promise<Log[]> {
    const records = await this.#database.list(Records.log, Records.keys.logs)
    const logs: Log[] = []
    for (const { key, value } of records) {
      const { topic, name } = Records.logOf(key)
      if (value.signed === undefined || name !== node.name) continue
      logs.push(await this.#log(Bytes.fromHex(topic), node))
      if (logs.length === investigatedMax) break
    }
    return logs
  }

  #receiptsOf(log: Log): Receipt.Receipt[] {
    const own = [...this.#statements.values()].filter(
      (statement): statement is Receipt.Receipt =>
        'path' in statement &&
        Bytes.equal(statement.statement.node, log.node.id) &&
        Bytes.equal(statement.statement.topic, log.topic),
    )
    return [...log.awaited.values(), ...own.slice(-awaitedMax)]
  }

  /** Keeps a receipt until its position is delivered; or sees whether one was kept for a delivery. */
  #await(log: Log, receipt: Receipt.Receipt): void
  #await(log: Log, receipt: undefined, position: number, ref: Envelope.Ref): void
  #await(
    log: Log,
    receipt: Receipt.Receipt | undefined,
    position?: number,
    ref?: Envelope.Ref,
  ): void {
    if (receipt !== undefined) {
      if (log.awaited.size >= awaitedMax) log.awaited.delete(log.awaited.keys().next().value!)
      log.awaited.set(receipt.statement.position, receipt)
      return
    }
    for (const [at, awaited] of log.awaited) {
      if (at > position!) continue
      log.awaited.delete(at)
      const isSame = Envelope.sameRef(awaited.statement.envelope, ref!)
      if (at < position! || !isSame)
        this.#inBackground(async () => void (await this.#prosecute(log, awaited)))
    }
  }

  /** Now and then, of a replica whose log is not read: is what it signed for in its log? */
  async #audit(log: Log, receipt: Receipt.Receipt): Promise<void> {
    const now = this.#host.clock.now()
    if (now < log.auditNotBefore) return
    log.auditNotBefore = now + auditMs
    const audited = log.unaudited ?? receipt
    const isDone = await this.#prosecute(log, audited)
    // A log that leaves something out may be too short to show it yet.
    log.unaudited = isDone ? undefined : audited
    if (!isDone) log.auditNotBefore = now + againMs
  }

  /**
   * Whether the node's own heads say that its log does not hold what it signed for.
   *
   * @returns whether it gave the heads that say so, or say that it does
   */
  async #prosecute(log: Log, receipt: Receipt.Receipt): Promise<boolean> {
    const { position } = receipt.statement
    const [gateway] = this.#gateways.all()
    if (gateway === undefined || position === 0) return false
    const before = await this.#askAt(gateway, log, position - 1)
    const after = before && (await this.#askAt(gateway, log, position))
    if (after === undefined) return false
    const evidence: Evidence.Evidence = { type: 'omission', before: before!, after, receipt }
    const { crypto } = this.#host
    if (await Evidence.isValid(crypto, evidence, log.node.publicKey)) {
      const id = Bytes.toHex(receipt.statement.envelope.id)
      const detail = `its log does not hold envelope ${id}, which it signed for`
      this.#accuse(log.node, 'rewritten_log', detail, evidence)
    }
    return true
  }
}

/** Where a log's head is known. */
function signedAt({ signed }: Log): number | undefined {
  return signed?.statement.position
}

function nameOf({ topic, node }: { topic: Uint8Array; node: Members.Node }): string {
  return `${node.name} ${Bytes.toHex(topic)}`
}

function streamName(via: Members.Node, log: { topic: Uint8Array; node: Members.Node }): string {
  return `${via.name} ${nameOf(log)}`
}
