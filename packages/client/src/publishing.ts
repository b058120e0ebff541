/**
 * Storing at replicas: receipts and votes verified one by one, until a quorum has signed.
 *
 * @module
 */
import * as Codec from '@parley/codec'
import { Bytes, Envelope, Errors, type Frame, Network, Receipt, type Topic } from '@parley/protocol'

import type { Gateway } from './gateway.ts'
import { answerMs, type Gateways, hedgeMs } from './gateways.ts'
import type { ClientHost } from './host.ts'

/** How publishing went. */
export type Published = {
  readonly receipts: readonly Receipt.Receipt[]
  /** How many nodes store the topic. */
  readonly replicas: number
}

export class Publishing {
  readonly #host: ClientHost
  readonly #gateways: Gateways
  readonly #refresh: () => Promise<void>
  readonly #verifyReceipt: ReturnType<typeof Receipt.verifier>
  readonly #onReceipt: (receipt: Receipt.Receipt, node: Network.Node) => void

  /**
   * @param events.refresh reads who is in the network anew
   * @param events.onReceipt told of each receipt that a node signed
   */
  constructor(
    host: ClientHost,
    gateways: Gateways,
    events: {
      refresh: () => Promise<void>
      onReceipt: (receipt: Receipt.Receipt, node: Network.Node) => void
    },
  ) {
    this.#host = host
    this.#onReceipt = events.onReceipt
    this.#gateways = gateways
    this.#refresh = events.refresh
    this.#verifyReceipt = Receipt.verifier(host.crypto)
  }

  /**
   * Stores an envelope at its topic's replicas and verifies what they sign. Resolves as soon as a
   * quorum of each set that must hold it has signed; receipts that come later go to `onReceipt`.
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
    const bytes = Codec.encode(Envelope.codec, envelope)
    const receipts = new Map<string, Receipt.Receipt>()
    const refusals = new Map<string, string>()
    // Each by the members known now: they may change while this waits.
    const sets = (): readonly Network.ReplicaSet[] => this.#gateways.members.setsOf(topic)
    const nodes = (): readonly Network.Node[] => this.#gateways.members.replicasOf(topic)
    const isStored = (): boolean => Network.isQuorumOfAll(sets(), (name) => receipts.has(name))
    const request = (): Frame.Request => {
      const { version } = this.#gateways.members
      return { type: 'publish', version, descriptor, envelope: bytes }
    }
    let settle: () => void = () => {}
    const enough = new Promise<void>((resolve) => (settle = resolve))
    const take = async (via: Network.Node, response: Frame.Response): Promise<void> => {
      if (response.type === 'refusal') {
        const { code } = response.error
        const refusing = Bytes.toHex(response.node)
        this.#host.log.debug({ node: refusing, via: via.url, code }, 'not stored by a replica')
        refusals.set(refusing, code)
        return code === 'stale_network' ? this.#refresh() : undefined
      }
      if (response.type !== 'receipt') return
      const name = Bytes.toHex(response.statement.node)
      // Perhaps it is so new that only the gateway knows it.
      if (this.#gateways.members.node(name) === undefined) await this.#refresh()
      const problem = await this.#checkReceipt(response, topic, ref)
      if (problem) {
        const detail = `for envelope ${Bytes.toHex(ref.id)}`
        const signer = this.#gateways.members.node(name)
        // Gateways pass on nothing else than a receipt of the replica, for the envelope.
        if (signer === undefined || problem === 'replayed_receipt')
          return this.#gateways.fault(via, problem, detail)
        return this.#gateways.blame(signer, via, problem, detail, (link) =>
          this.#gateways.firstOf(link, request(), (own) =>
            own.type === 'receipt' && sameNode(own.statement.node, signer)
              ? this.#checkReceipt(own, topic, ref).then((bad) => bad === undefined)
              : undefined,
          ),
        )
      }
      // Who stores it but need not proves nothing.
      if (receipts.has(name) || !nodes().some((node) => node.name === name)) return
      receipts.set(name, response)
      if (isStored()) settle()
      onReceipt(receipts.size)
    }
    const deadline = this.#host.clock.now() + timeoutMs
    const ask = async (gateway: Gateway): Promise<void> => {
      try {
        const taken: Promise<void>[] = []
        const last = await gateway.link.call(request(), {
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
        const code = error instanceof Errors.WireError ? error.code : undefined
        if (code === 'stale_network') await this.#refresh()
        else if (error instanceof Errors.WireError && !error.retryable)
          refusals.set(gateway.node.name, error.code)
        else this.#gateways.demote(gateway)
      }
    }
    const tried = new Set<string>()
    while (!isStored()) {
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
              nodes()
                .filter((node) => !receipts.has(node.name))
                .map((node) => this.#gateways.linkTo(node).then(ask, () => {})),
            ),
          ]),
          Math.min(left, answerMs),
        )
        const code = this.#refused(refusals, sets())
        if (!isStored() && code !== undefined) throw new Errors.WireError(code)
        tried.clear()
        // Perhaps others store it by now.
        if (!isStored()) void this.#refresh()
        if (!isStored())
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
      const code = this.#refused(refusals, sets())
      if (!isStored() && code !== undefined) throw new Errors.WireError(code)
    }
    const replicas = nodes().length
    if (!isStored())
      throw new Errors.WireError('unavailable', {
        details: `${receipts.size} of ${replicas} replicas signed: no quorum.`,
      })
    return { receipts: [...receipts.values()], replicas }
  }

  /** Gives an envelope to one node; whether it signs that it has it. */
  async storesAt(
    node: Network.Node,
    envelope: Envelope.Envelope,
    descriptor: Topic.Descriptor,
  ): Promise<boolean> {
    const { topic } = envelope.content
    const ref = Envelope.refOf(this.#host.crypto, envelope.content)
    const bytes = Codec.encode(Envelope.codec, envelope)
    const { link } = await this.#gateways.linkTo(node)
    const { version } = this.#gateways.members
    const request = { type: 'publish', version, descriptor, envelope: bytes } as const
    return this.#gateways.firstOf(link, request, (response) =>
      response.type === 'receipt' && sameNode(response.statement.node, node)
        ? this.#checkReceipt(response, topic, ref).then((problem) => problem === undefined)
        : undefined,
    )
  }

  /** The code, if refusals for good leave no quorum. */
  #refused(
    refusals: ReadonlyMap<string, string>,
    sets: readonly Network.ReplicaSet[],
  ): string | undefined {
    const isFinal = (name: string): boolean => {
      const code = refusals.get(name)
      return code !== undefined && !new Errors.WireError(code).retryable
    }
    if (sets.length === 0 || Network.isQuorumOfAll(sets, (name) => !isFinal(name))) return undefined
    return [...refusals].find(([name]) => isFinal(name))?.[1]
  }

  async #checkReceipt(
    receipt: Receipt.Receipt,
    topic: Uint8Array,
    ref: Envelope.Ref,
  ): Promise<'forged_receipt' | 'replayed_receipt' | undefined> {
    const { statement } = receipt
    // It may have been a replica by what its signer knows, and not by what this client does.
    const node = this.#gateways.members.node(Bytes.toHex(statement.node))
    if (node === undefined || !(await this.#verifyReceipt(receipt, node.publicKey)))
      return 'forged_receipt'
    this.#onReceipt(receipt, node)
    if (!Bytes.equal(statement.topic, topic) || !Envelope.sameRef(statement.envelope, ref))
      return 'replayed_receipt'
    return undefined
  }

  /** Names the caster of a bad vote, if it is to blame: `check` says whether a reply of the signer is good. */
  blameVote(
    signer: Network.Node,
    via: Network.Node,
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
   * Sends a slot request to those who decide the slot.
   *
   * @param version of the network, whose replicas of the topic decide it
   * @param onVote takes each reply, encoded as `Seal.reply`, with the replica it claims to be of
   * and the gateway that passed it on
   */
  async seal(
    asked: Omit<Extract<Frame.Request, { type: 'seal' }>, 'type'>,
    onVote: (node: Network.Node, via: Network.Node, reply: Uint8Array) => void,
  ): Promise<void> {
    const { nodes, quorum } = this.#gateways.members.setAt(asked.topic, asked.version) ?? {
      nodes: [],
      quorum: 0,
    }
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
          { type: 'seal', ...asked },
          { timeoutMs: answerMs, onData },
        )
        if (last) onData(last)
      } catch (error) {
        this.#gateways.demote(gateway)
        this.#host.log.debug({ node: gateway.node.url, error: String(error) }, 'no votes')
      }
    }
    const first = await this.#gateways.any(new Set(), answerMs)
    const firstDone = ask(first)
    await this.#gateways.orTimeout(Promise.race([enough.promise, firstDone]), hedgeMs)
    if (answered.size < quorum)
      await this.#gateways.any(new Set([first.node.name]), 0).then(ask, () => {})
    await firstDone
    await Promise.all(
      nodes
        .filter((node) => !answered.has(node.name))
        .map((node) => this.#gateways.linkTo(node).then(ask, () => {})),
    )
  }
}

function sameNode(id: Uint8Array, node: Network.Node | undefined): boolean {
  return node !== undefined && Bytes.equal(id, node.id)
}
