/**
 * The network as this client sees it.
 *
 * @module
 */
import { Bytes, Errors, type Network as Members } from '@parley/protocol'

import type { Fault, LinkState, NetworkStatus, NodeStatus } from './api.ts'
import type { Database } from './database.ts'
import type { DeviceProof, Gateway } from './gateway.ts'
import { answerMs, Gateways } from './gateways.ts'
import { Heads } from './heads.ts'
import type { ClientHost } from './host.ts'
import { Publishing } from './publishing.ts'
import { Reading } from './reading.ts'
import { Roster } from './roster.ts'
import type { NetworkSource } from './source.ts'

export class Network {
  readonly publishing: Publishing
  readonly reading: Reading
  readonly #heads: Heads
  readonly #gateways: Gateways
  readonly #roster: Roster
  readonly #onState: (state: LinkState) => void
  #state: LinkState = 'connecting'

  constructor(options: {
    host: ClientHost
    members: Members.Network
    source: NetworkSource
    device: DeviceProof
    database: Database
    /** What nodes were caught at before, and is proved. */
    proven: readonly Fault[]
    onState: (state: LinkState) => void
    onFault: (fault: Fault) => void
    onMembers: () => void
  }) {
    const { host, members, source, device, database, onState, onFault, onMembers } = options
    this.#onState = onState
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

  get state(): LinkState {
    return this.#state
  }

  /** The nodes linked as gateways now. */
  get gateways(): readonly Gateway[] {
    return this.#gateways.all()
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
    this.#gateways.close()
    await this.#heads.flush()
  }

  #update(): void {
    const state = this.#computeState()
    if (state === this.#state) return
    this.#state = state
    this.#onState(state)
    this.#gateways.wake()
  }

  #computeState(): LinkState {
    if (this.#gateways.closed) return 'offline'
    if (this.#gateways.all().length === 0)
      return this.#gateways.allFailed ? 'offline' : 'connecting'
    return this.reading.caughtUp ? 'live' : 'catching up'
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
      version: this.members.version,
      state: this.#state,
      replicas: usual?.nodes.length ?? 0,
      quorum: usual?.quorum ?? 0,
      nodes,
    }
  }
}
