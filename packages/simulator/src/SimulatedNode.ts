/**
 * A machine that runs the production node.
 *
 * @module
 */
import { Core, Limits, noMetrics } from '@parley/node'
import { Bytes, type Crypto, type Handover, type Host, Network } from '@parley/protocol'

import { crypto } from './cryptography.ts'
import type { Liar } from './Liar.ts'
import type { Life } from './Life.ts'
import { Machine } from './Machine.ts'
import { MemberList } from './MemberList.ts'
import { NodeDisk } from './NodeDisk.ts'
import { PeerLinks } from './PeerLinks.ts'
import type { World } from './World.ts'

export type SimulatedNodeOptions = {
  name: string
  keyPair: Crypto.KeyPair
  skewMs: number
  liar: Liar | undefined
}

export class SimulatedNode extends Machine {
  readonly id: Uint8Array
  readonly disk: NodeDisk
  readonly members = new MemberList()
  readonly liar: Liar | undefined
  readonly publicKey: Uint8Array
  readonly #keyPair: Crypto.KeyPair
  #core: Core | undefined

  constructor(world: World, { name, keyPair, skewMs, liar }: SimulatedNodeOptions) {
    super(world, name, skewMs)
    this.#keyPair = keyPair
    this.publicKey = keyPair.publicKey
    this.liar = liar
    this.id = Network.nodeId(crypto, keyPair.publicKey)
    this.disk = new NodeDisk({
      clock: world.clock,
      random: world.random.fork(`${name} disk`),
      onDurable: (write) => world.checkers.onNodeWrite(name, write),
    })
  }

  /** Its word that it holds what its version of the network has it store. */
  async holds(): Promise<Handover.Said | undefined> {
    return this.up ? this.#core!.settling.holds() : undefined
  }

  /** What keeps it from serving well. */
  reasons(): string[] {
    return this.up ? this.#core!.reasons() : ['down']
  }

  protected override run(life: Life): void {
    const { network, random, planted } = this.world
    const { liar, members } = this
    const opened = this.disk.open(life)
    const disk = planted.nodeStore?.(opened, this.name) ?? opened
    const lies = liar?.begin(life, random.fork(`${this.name} lies`))
    const wrap = (duplex: Host.Duplex): Host.Duplex => lies?.duplex(duplex) ?? duplex
    const core = new Core({
      host: life.host,
      store: lies?.store(disk) ?? disk,
      registry: members,
      keyPair: this.#keyPair,
      id: this.id,
      limits: Limits.defaults,
      metrics: noMetrics,
    })
    network.listen(life, (duplex, from) => {
      const member = members.network().nodes.find(({ peer }) => peer === from)
      if (member) void core.neighbours.attach(member.name, wrap(duplex))
      else if (this.world.nodes.some(({ name }) => name === from)) duplex.close('not_permitted')
      else core.accept(wrap(duplex), from)
    })
    core.start()
    const self = Bytes.toHex(this.id)
    const links = new PeerLinks({ life, network, core, registry: members, self, wrap })
    links.dialAll()
    this.#core = core
  }
}
