/**
 * The network as this client sees it.
 *
 * @module
 */
import { Bytes, Errors, type Network as Members } from '@parley/protocol'

import type { Clock, Fault, LinkState, NetworkStatus, NodeStatus } from './api.ts'
import type { Database } from './database.ts'
import type { Gateway, Prover } from './gateway.ts'
import { answerMs, Gateways } from './gateways.ts'
import { Heads } from './heads.ts'
import type { ClientHost } from './host.ts'
import { Publishing } from './publishing.ts'
import { Reading } from './reading.ts'
import { Roster } from './roster.ts'
import { clockOf } from './skew.ts'
import type { NetworkSource } from './source.ts'

export class Network {
  readonly publishing: Publishing
  readonly reading: Reading
  readonly #heads: Heads
  readonly #gateways: Gateways
  readonly #roster: Roster
  readonly #onState: (state: LinkState) => void
  readonly #onClock: (clock: Clock) => void
  /** By node: how far its clock was ahead of this device's when it was linked last. */
  readonly #skews = new Map<string, number>()
  #state: LinkState = 'connecting'
  /** The device says that it has no network, and no node says otherwise. */
  #cutOff = false
  readonly #stopHearing: () => void
  /** How much that came, or was signed by nodes, waits for this device's disk. */
  #waiting = 0

  constructor(options: {
    host: ClientHost
    members: Members.Network
    source: NetworkSource
    device: Prover
    database: Database
    /** What nodes were caught at before, and is proved. */
    proven: readonly Fault[]
    onState: (state: LinkState) => void
    onClock: (clock: Clock) => void
    onFault: (fault: Fault) => void
    onMembers: () => void
  }) {
    const { host, members, source, device, database, onState, onFault, onMembers } = options
    this.#onState = onState
    this.#onClock = options.onClock
    this.#roster = new Roster({
      host,
      members,
      source,
      ask: () => this.#gateways.networkFiles(),
      onChange: () => {
        this.#gateways.follow()
        this.reading.follow()
        onMembers()
      },
    })
    this.#gateways = new Gateways({
      host,
      members: () => this.members,
      device,
      onFault,
      onGateway: (gateway) => {
        this.#cutOff = false
        this.#compareClock(gateway)
        this.reading.begin(gateway)
        gateway.link
          .call(
            { type: 'changes' },
            {
              timeoutMs: Infinity,
              onData: (response) => {
                if (response.type === 'change') this.#roster.hear(response)
              },
            },
          )
          .catch((error: unknown) =>
            host.log.debug({ node: gateway.node.url, error: String(error) }, 'no more news'),
          )
      },
      onLost: (gateway) => this.reading.end(gateway),
      onChange: () => this.#update(),
    })
    const heads = new Heads({ host, gateways: this.#gateways, database })
    this.#heads = heads
    this.publishing = new Publishing(host, this.#gateways, {
      refresh: () => this.refresh(),
      onReceipt: (receipt, node) => heads.receipt(receipt, node),
    })
    this.reading = new Reading(host, this.#gateways, heads, () => this.#update())
    this.#stopHearing = host.onConnection?.((isThere) => this.#believe(isThere)) ?? (() => {})
    this.#gateways.remember(options.proven)
    this.#gateways.start()
  }

  /** Who is in the network now. */
  get members(): Members.Network {
    return this.#roster.members
  }

  /** Reads who is in the network anew; resolves when that is done, whatever it brought. */
  refresh(): Promise<void> {
    return this.#roster.refresh()
  }

  /** What the nodes that were linked say of this device's clock. */
  get clock(): Clock {
    return clockOf([...this.#skews.values()])
  }

  #compareClock({ node, clockSkewMs }: Gateway): void {
    const before = this.clock.isWrong
    this.#skews.set(node.name, clockSkewMs)
    const { clock } = this
    if (clock.isWrong !== before) this.#onClock(clock)
  }

  get state(): LinkState {
    return this.#state
  }

  /** The nodes linked as gateways now. */
  get gateways(): readonly Gateway[] {
    return this.#gateways.all()
  }

  /** Proves the device on all links, after it was certified. */
  prove(): Promise<void> {
    return this.#gateways.prove()
  }

  /** A link to this very node. */
  linkTo(node: Members.Node): Promise<Gateway> {
    return this.#gateways.linkTo(node)
  }

  /** Resolves when the link state, or the set of gateways, changes. */
  changed(): Promise<void> {
    return this.#gateways.changed()
  }

  /** Names a node that did what no honest node does, and leaves it. */
  fault(node: Members.Node, kind: Fault['kind'], detail: string, evidence?: Uint8Array): void {
    this.#gateways.fault(node, kind, detail, evidence)
  }

  /** As `fault`, for something of a topic that the node delivered: see `Gateways.blameDelivery`. */
  blameDelivery(node: Members.Node, topic: Uint8Array, kind: Fault['kind'], detail: string): void {
    this.#gateways.blameDelivery(node, topic, kind, detail)
  }

  /** Ends all links, and writes what was learnt of logs. */
  async close(): Promise<void> {
    this.#stopHearing()
    this.#gateways.close()
    await this.#heads.flush()
  }

  /**
   * Something that came, or that nodes signed, waits for this device's disk: as long as it does the
   * state is not live. The function returned, called once, says that it waits no more.
   */
  waits(): () => void {
    this.#waiting++
    this.#update()
    return () => {
      this.#waiting--
      this.#update()
    }
  }

  /** The device says whether it has a network: believed at once, and asked of the nodes. */
  #believe(isThere: boolean): void {
    this.#cutOff = !isThere
    if (isThere) this.#gateways.hasten()
    this.#update()
    // Nodes of this very machine are there all the same.
    void this.#gateways.doubt().then((anySign) => {
      if (anySign) this.#cutOff = false
      this.#update()
    })
  }

  #update(): void {
    const state = this.#computeState()
    if (state === this.#state) return
    this.#state = state
    this.#onState(state)
    this.#gateways.wake()
  }

  #computeState(): LinkState {
    if (this.#gateways.closed || this.#cutOff) return 'offline'
    if (this.#gateways.all().length === 0)
      return this.#gateways.allFailed ? 'offline' : 'connecting'
    return this.reading.caughtUp && this.#waiting === 0 ? 'live' : 'catching up'
  }

  /** Asks every node how it is. */
  async status(): Promise<NetworkStatus> {
    const nodes = await Promise.all(
      this.members.nodes.map(async (node): Promise<NodeStatus> => {
        const faults = this.#gateways.faultsOf(node)
        const base = { id: node.name, url: node.url, faults }
        try {
          const gateway = await this.#gateways.linkTo(node)
          const answer = await gateway.link.call({ type: 'status' }, { timeoutMs: answerMs })
          if (answer?.type !== 'status') throw new Errors.WireError('bad_frame')
          const { version, envelopes, peers, storing } = answer
          const linked = this.#gateways.has(node) ? 'linked' : 'reachable'
          return {
            ...base,
            state: faults.length > 0 ? 'faulty' : linked,
            clockSkewMs: gateway.clockSkewMs,
            version,
            envelopes,
            peers,
            storing,
          }
        } catch {
          return { ...base, state: faults.length > 0 ? 'faulty' : 'unreachable' }
        }
      }),
    )
    // All sets are of one size: any topic's will do.
    const [usual] = this.members.setsOf(new Uint8Array(32))
    return {
      name: this.members.name,
      id: Bytes.toHex(this.members.id),
      version: this.members.turn,
      state: this.#state,
      replicas: usual?.nodes.length ?? 0,
      quorum: usual?.quorum ?? 0,
      nodes,
    }
  }
}
