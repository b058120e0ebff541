/**
 * The witness: remembers what other nodes signed as it passes through here, and keeps evidence when
 * one contradicts itself. Nothing is checked until two statements differ.
 *
 * @module
 */
import * as Codec from '@parley/codec'
import {
  Bytes,
  Evidence,
  type Frame,
  type Head,
  type Host,
  type Network,
  type Receipt,
  Seal,
} from '@parley/protocol'

import type { PutEvidence } from './store/Store.ts'

/** Statements remembered, the latest ones: some hundred bytes each. */
const rememberedMax = 16_384

/** Two statements that differ, as evidence if both are signed. */
type Pair<T> = (one: T, other: T) => Evidence.Evidence

export type WitnessOptions = {
  host: Host.Host
  network: () => Network.Network
  /** Puts evidence on disk. */
  keep: (evidence: PutEvidence) => Promise<unknown>
}

export class Witness {
  readonly #options: WitnessOptions
  readonly #remembered = new Map<string, unknown>()

  constructor(options: WitnessOptions) {
    this.#options = options
  }

  /** Sees what a replica answered. */
  response(response: Frame.Response): void {
    if (response.type === 'receipt') this.#receipt(response)
    else if (response.type === 'head') this.#head(response)
    else if (response.type === 'vote') this.#reply(response.node, response.reply)
  }

  /** Sees the votes that a client shows of others; they are verified. */
  request(slot: Seal.Slot, { content }: Seal.Verified<Seal.Request>): void {
    const { body } = content
    const where = { topic: slot.topic, slot: slot.slot, set: slot.set }
    if (body.type === 'commit')
      for (const { node, signature } of body.signatures) {
        const vote = { type: 'prepared', view: body.view, value: body.value } as const
        this.#statement({ node, ...where, body: vote, signature })
      }
    if (body.type === 'prepare')
      for (const { node, lock, first, signature } of body.bundle) {
        const status = { type: 'status', view: body.view, lock, first } as const
        this.#statement({ node, ...where, body: status, signature })
      }
  }

  /** Sees two seals of one slot that name different commits; both are verified. */
  seals(one: Seal.Certificate, other: Seal.Certificate): void {
    for (const statement of [...Seal.statementsOf(one), ...Seal.statementsOf(other)])
      this.#statement(statement)
  }

  #reply(node: Uint8Array, bytes: Uint8Array): void {
    let reply: Seal.Reply
    try {
      reply = Codec.decode(Seal.reply, bytes)
    } catch (error) {
      if (error instanceof Codec.CodecError) return
      throw error
    }
    if (reply.type !== 'state') return
    for (const statement of reply.statements)
      if (Bytes.equal(statement.node, node)) this.#statement(statement)
  }

  #receipt(receipt: Receipt.Receipt): void {
    const { node, topic, position, envelope } = receipt.statement
    this.#compare(
      `receipt ${position} ${nameOf(topic, node)}`,
      receipt,
      (known) => Bytes.equal(known.statement.envelope.id, envelope.id),
      (one, other) => ({ type: 'receipts', one, other }),
    )
  }

  #head(head: Head.Head): void {
    const { node, topic, position, hash } = head.statement
    this.#compare(
      `head ${position} ${nameOf(topic, node)}`,
      head,
      (known) => Bytes.equal(known.statement.hash, hash),
      (one, other) => ({ type: 'heads', one, other }),
    )
  }

  #statement(statement: Seal.Statement): void {
    const { node, topic, slot, set, body } = statement
    this.#compare(
      `${body.type} ${body.view} ${slot} ${nameOf(topic, node)}${nameOf(set)}`,
      statement,
      (known) => !Seal.conflict(known.body, body),
      (one, other) => ({ type: 'seals', one, other }),
    )
  }

  /** Remembers a statement, or finds that it differs from the one remembered in its place. */
  #compare<T>(place: string, statement: T, agrees: (known: T) => boolean, pair: Pair<T>): void {
    const known = this.#remembered.get(place) as T | undefined
    if (known !== undefined && !agrees(known)) {
      this.#keep(pair(known, statement)).catch((error: unknown) =>
        this.#options.host.log.error({ err: error }, 'evidence not kept'),
      )
      // One of the two may be forged: the newer one gets its turn.
      this.#remembered.delete(place)
    } else if (known !== undefined) return
    else if (this.#remembered.size >= rememberedMax)
      this.#remembered.delete(this.#remembered.keys().next().value!)
    this.#remembered.set(place, statement)
  }

  async #keep(evidence: Evidence.Evidence): Promise<void> {
    const { host, network, keep } = this.#options
    const { node, topic, at } = Evidence.subjectOf(evidence)
    const member = network().node(Bytes.toHex(node))
    if (member === undefined) return
    if (!(await Evidence.isValid(host.crypto, evidence, member.publicKey))) return
    const details = { kind: evidence.type, topic: Bytes.toHex(topic), at }
    host.log.warn({ node: member.name, ...details }, 'a node contradicts itself')
    await keep({
      type: 'evidence',
      id: Evidence.idOf(host.crypto, evidence),
      node,
      foundAt: host.clock.now(),
      bytes: Evidence.encode(evidence),
    })
  }
}

/** Ids as a short key. */
function nameOf(...ids: readonly Uint8Array[]): string {
  let name = ''
  for (const id of ids) name += String.fromCharCode(...id)
  return name
}
