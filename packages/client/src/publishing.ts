/**
 * Storing at replicas: receipts and votes verified one by one, until a quorum has signed.
 *
 * @module
 */
import * as Codec from '@parley/codec'
import {
  Bytes,
  Envelope,
  Errors,
  type Frame,
  type Network as Members,
  Placement,
  Receipt,
  type Topic,
} from '@parley/protocol'

import type { Gateway } from './gateway.ts'
import { answerMs, type Gateways, hedgeMs } from './gateways.ts'
import type { ClientHost } from './host.ts'

/** How publishing went. */
export type Published = {
  readonly receipts: readonly Receipt.Receipt[]
  readonly replicas: number
  readonly quorum: number
}

/** The nodes that store a topic, and how many of them are a quorum. */
export function replicasOf(
  members: Members.Network,
  topic: Uint8Array,
): { nodes: readonly Members.Node[]; quorum: number } {
  const nodes = members.replicasOf(topic)
  return { nodes, quorum: Placement.quorum(nodes.length) }
}

export class Publishing {
  readonly #host: ClientHost
  readonly #gateways: Gateways
  readonly #verifyReceipt: ReturnType<typeof Receipt.verifier>

  constructor(host: ClientHost, gateways: Gateways) {
    this.#host = host
    this.#gateways = gateways
    this.#verifyReceipt = Receipt.verifier(host.crypto)
  }

  /**
   * Stores an envelope at its topic's replicas and verifies what they sign. Resolves as soon as a
   * quorum has signed; receipts that come later go to `onReceipt`.
   *
   * @throws WireError the replicas' code if so many refuse that no quorum is possible, else
   * `unavailable` after `timeoutMs`
   */
  async publish(
    envelope: Envelope.Envelope,
    options: {
      descriptor?: Topic.Descriptor
      timeoutMs?: number
      onReceipt?: (count: number) => void
    } = {},
  ): Promise<Published> {
    const { descriptor, timeoutMs = 15_000, onReceipt = () => {} } = options
    const ref = Envelope.refOf(this.#host.crypto, envelope.content)
    const { topic } = envelope.content
    const { nodes, quorum } = replicasOf(this.#gateways.members, topic)
    const receipts = new Map<string, Receipt.Receipt>()
    const refusals = new Map<string, string>()
    const request: Frame.Request = {
      type: 'publish',
      descriptor,
      envelope: Codec.encode(Envelope.codec, envelope),
    }
    let settle: () => void = () => {}
    const enough = new Promise<void>((resolve) => (settle = resolve))
    const take = async (via: Members.Node, response: Frame.Response): Promise<void> => {
      if (response.type === 'refusal') {
        refusals.set(Bytes.toHex(response.node), response.error.code)
        return
      }
      if (response.type !== 'receipt') return
      const problem = await this.#checkReceipt(response, topic, ref)
      if (problem) {
        const detail = `for envelope ${Bytes.toHex(ref.id)}`
        const signer = nodes.find((node) => Bytes.equal(node.id, response.statement.node))
        // Gateways pass on nothing else than a receipt of the replica, for the envelope.
        if (signer === undefined || problem === 'replayed_receipt')
          return this.#gateways.fault(via, problem, detail)
        return this.#gateways.blame(signer, via, problem, detail, (link) =>
          this.#gateways.firstOf(link, request, (own) =>
            own.type === 'receipt' && sameNode(own.statement.node, signer)
              ? this.#checkReceipt(own, topic, ref).then((bad) => bad === undefined)
              : undefined,
          ),
        )
      }
      const name = Bytes.toHex(response.statement.node)
      if (receipts.has(name)) return
      receipts.set(name, response)
      if (receipts.size >= quorum) settle()
      onReceipt(receipts.size)
    }
    const deadline = this.#host.clock.now() + timeoutMs
    const ask = async (gateway: Gateway): Promise<void> => {
      try {
        const taken: Promise<void>[] = []
        const last = await gateway.link.call(request, {
          onData: (response) => {
            const done = take(gateway.node, response)
            taken.push(done)
            return done
          },
          timeoutMs: answerMs + 2000,
        })
        if (last) taken.push(take(gateway.node, last))
        // Signatures are still being checked when the last answer comes.
        await Promise.all(taken)
      } catch (error) {
        if (error instanceof Errors.WireError && !error.retryable)
          refusals.set(gateway.node.name, error.code)
        else this.#gateways.demote(gateway)
      }
    }
    const tried = new Set<string>()
    while (receipts.size < quorum) {
      const left = deadline - this.#host.clock.now()
      if (left <= 0) break
      let gateway: Gateway
      try {
        gateway = await this.#gateways.any(tried, Math.min(left, tried.size > 0 ? 0 : left))
      } catch {
        // Every gateway was asked: ask the replicas themselves, then all over again.
        await this.#gateways.orTimeout(
          Promise.race([
            enough,
            Promise.all(
              nodes
                .filter((node) => !receipts.has(node.name))
                .map((node) => this.#gateways.linkTo(node).then(ask, () => {})),
            ),
          ]),
          Math.min(left, answerMs),
        )
        const code = this.#refused(refusals, nodes.length, quorum)
        if (receipts.size < quorum && code !== undefined) throw new Errors.WireError(code)
        tried.clear()
        if (receipts.size < quorum)
          await this.#gateways.orTimeout(
            enough,
            Math.min(500, Math.max(0, deadline - this.#host.clock.now())),
          )
        continue
      }
      tried.add(gateway.node.name)
      const asked = Promise.race([enough, ask(gateway)])
      const isLast = this.#gateways.all().every(({ node }) => tried.has(node.name))
      const patienceMs = isLast ? answerMs : hedgeMs
      await this.#gateways.orTimeout(asked, Math.min(left, patienceMs))
      const code = this.#refused(refusals, nodes.length, quorum)
      if (receipts.size < quorum && code !== undefined) throw new Errors.WireError(code)
    }
    if (receipts.size < quorum)
      throw new Errors.WireError('unavailable', {
        details: `${receipts.size} of ${nodes.length} replicas signed; ${quorum} are needed.`,
      })
    return { receipts: [...receipts.values()], replicas: nodes.length, quorum }
  }

  /** Gives an envelope to one node; whether it signs that it has it. */
  async storesAt(
    node: Members.Node,
    envelope: Envelope.Envelope,
    descriptor: Topic.Descriptor,
  ): Promise<boolean> {
    const { topic } = envelope.content
    const ref = Envelope.refOf(this.#host.crypto, envelope.content)
    const bytes = Codec.encode(Envelope.codec, envelope)
    const { link } = await this.#gateways.linkTo(node)
    const request = { type: 'publish', descriptor, envelope: bytes } as const
    return this.#gateways.firstOf(link, request, (response) =>
      response.type === 'receipt' && sameNode(response.statement.node, node)
        ? this.#checkReceipt(response, topic, ref).then((problem) => problem === undefined)
        : undefined,
    )
  }

  /** The code, if refusals for good leave no quorum. */
  #refused(
    refusals: ReadonlyMap<string, string>,
    replicas: number,
    quorum: number,
  ): string | undefined {
    const final = [...refusals.values()].filter((code) => !new Errors.WireError(code).retryable)
    return final.length > replicas - quorum ? final[0] : undefined
  }

  async #checkReceipt(
    receipt: Receipt.Receipt,
    topic: Uint8Array,
    ref: Envelope.Ref,
  ): Promise<'forged_receipt' | 'replayed_receipt' | undefined> {
    const { statement } = receipt
    const node = this.#gateways.members
      .replicasOf(topic)
      .find((replica) => Bytes.equal(replica.id, statement.node))
    if (node === undefined || !(await this.#verifyReceipt(receipt, node.publicKey)))
      return 'forged_receipt'
    if (!Bytes.equal(statement.topic, topic) || !Envelope.sameRef(statement.envelope, ref))
      return 'replayed_receipt'
    return undefined
  }

  /** Names the caster of a bad vote, if it is to blame: `check` says whether a reply of the signer is good. */
  blameVote(
    signer: Members.Node,
    via: Members.Node,
    detail: string,
    request: Extract<Frame.Request, { type: 'seal' }>,
    check: (reply: Uint8Array) => Promise<boolean>,
  ): Promise<void> {
    return this.#gateways.blame(signer, via, 'forged_vote', detail, (link) =>
      this.#gateways.firstOf(link, request, (response) =>
        response.type === 'vote' && sameNode(response.node, signer)
          ? check(response.reply)
          : undefined,
      ),
    )
  }

  /**
   * Sends a slot request to a topic's replicas.
   *
   * @param onVote takes each reply, encoded as `Seal.reply`, with the replica it claims to be of
   * and the gateway that passed it on
   */
  async seal(
    topic: Uint8Array,
    request: Uint8Array,
    envelope: Uint8Array | undefined,
    onVote: (node: Members.Node, via: Members.Node, reply: Uint8Array) => void,
  ): Promise<void> {
    const { nodes, quorum } = replicasOf(this.#gateways.members, topic)
    const answered = new Set<string>()
    const enough = Promise.withResolvers<void>()
    const ask = async (gateway: Gateway): Promise<void> => {
      const onData = (response: Frame.Response): void => {
        if (response.type !== 'vote') return
        const node = nodes.find((replica) => Bytes.equal(replica.id, response.node))
        if (node === undefined || answered.has(node.name)) return
        answered.add(node.name)
        if (answered.size >= quorum) enough.resolve()
        onVote(node, gateway.node, response.reply)
      }
      try {
        const last = await gateway.link.call(
          { type: 'seal', topic, envelope, request },
          { timeoutMs: answerMs, onData },
        )
        if (last) onData(last)
      } catch (error) {
        this.#gateways.demote(gateway)
        this.#host.log.debug({ node: gateway.node.url, error: String(error) }, 'no votes')
      }
    }
    const first = await this.#gateways.any(new Set(), answerMs)
    const asked = ask(first)
    await this.#gateways.orTimeout(Promise.race([enough.promise, asked]), hedgeMs)
    if (answered.size < quorum)
      await this.#gateways.any(new Set([first.node.name]), 0).then(ask, () => {})
    await asked
    await Promise.all(
      nodes
        .filter((node) => !answered.has(node.name))
        .map((node) => this.#gateways.linkTo(node).then(ask, () => {})),
    )
  }
}

function sameNode(id: Uint8Array, node: Members.Node | undefined): boolean {
  return node !== undefined && Bytes.equal(id, node.id)
}
