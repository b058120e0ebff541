/**
 * Wires between machines. A connection is an ordered stream each way, as TCP makes it: what is lost
 * is lost with its connection; what is late holds back all behind it. Duplicates and stale packets
 * come as connections of their own.
 *
 * @module
 */
import type { Host } from '@parley/protocol'

import type { Life } from './Life.ts'
import type { Random } from './Random.ts'
import type { Trace } from './Trace.ts'
import type { VirtualClock } from './VirtualClock.ts'

/** Takes connections to a machine. */
export type Accept = (duplex: Host.Duplex, from: string) => void

type Machine = {
  life: Life | undefined
  accept: Accept
  /** Without power nobody answers, not even to refuse. */
  powered: boolean
}

/** One way between two machines. */
type Path = {
  readonly latencyMs: number
  severed: boolean
  /** Nothing arrives before. */
  cloggedUntil: number
}

type Item =
  | { readonly type: 'data'; readonly bytes: Uint8Array }
  /** `reset` says what `close` says, but the other side is not told in turn. */
  | { readonly type: 'open' | 'close' | 'reset' }

/** After so long a dial that nobody answers is given up. */
const dialMs = 10_000

export type PacketNetworkOptions = {
  clock: VirtualClock
  random: Random
  trace: Trace
  /** Sees every message that is sent. */
  onBytes: (from: string, to: string, bytes: Uint8Array) => void
}

/** How likely things are that happen to single connections and messages. */
export type Weather = {
  /** Longest pause of a message over the path's own. */
  jitterMs: number
  /** That a connection breaks with a message. */
  breaks: number
  /** That a connection is dialled twice, all that is sent on it arriving on both. */
  doubles: number
}

export class PacketNetwork {
  weather: Weather = { jitterMs: 5, breaks: 0, doubles: 0 }
  readonly options: PacketNetworkOptions
  readonly #machines = new Map<string, Machine>()
  readonly #paths = new Map<string, Path>()
  readonly #streams = new Set<Stream>()

  constructor(options: PacketNetworkOptions) {
    this.options = options
  }

  /** A process that takes connections; it takes none any more when it ends. */
  listen(life: Life, accept: Accept): void {
    this.#machines.set(life.name, { life, accept, powered: true })
  }

  /**
   * The end of a process. Its machine closes what it had open, unless it went without power: then
   * the other sides hear nothing, and find out later.
   */
  ended(life: Life, powered: boolean): void {
    const machine = this.#machines.get(life.name)
    if (machine?.life === life) Object.assign(machine, { life: undefined, powered })
    for (const stream of this.#streams)
      if (stream.from.life === life && powered) stream.from.hangUp('close')
  }

  /**
   * Connects to a machine.
   *
   * @throws Error if nobody takes it in time
   */
  dial(life: Life, to: string, signal?: Host.Signal): Promise<Host.Duplex> {
    const { clock, random, trace } = this.options
    const path = this.path(life.name, to)
    return new Promise((resolve, reject) => {
      let settled = false
      const fail = (): void => {
        settled = true
        if (life.alive) reject(new Error(`no connection to ${to}`))
      }
      if (!life.call()) return
      signal?.addEventListener('abort', fail)
      clock.after(dialMs, () => {
        if (!settled) fail()
      })
      const arrive = (): void => {
        if (settled) return
        const waitMs = this.waitMs(path)
        if (waitMs === Infinity) return
        if (waitMs > 0) return void clock.after(waitMs, arrive)
        const machine = this.#machines.get(to)
        if (machine?.life === undefined) {
          if (machine?.powered !== false) clock.after(path.latencyMs, fail)
          return
        }
        trace.add(to, `accepts ${life.name}`)
        const [near, far] = this.#pair(life, machine.life)
        near.onOpen = () => {
          if (settled) return near.close('cancelled')
          settled = true
          resolve(near)
        }
        far.outgoing.push({ type: 'open' })
        if (random.chance(this.weather.doubles)) near.twin = this.#twin(life, machine)
        machine.accept(far, life.name)
      }
      clock.after(path.latencyMs + this.jitterMs(), arrive)
    })
  }

  #pair(near: Life, far: Life): [End, End] {
    const ends: [End, End] = [new End(near), new End(far)]
    for (const [from, to] of [ends, ends.toReversed()] as [End, End][]) {
      from.outgoing = new Stream(this, from, to)
      this.#streams.add(from.outgoing)
    }
    return ends
  }

  /** A second connection of which the dialler knows nothing. */
  #twin(life: Life, machine: Machine): End {
    const [near, far] = this.#pair(life, machine.life!)
    near.mute = true
    machine.accept(far, life.name)
    return near
  }

  forget(stream: Stream): void {
    this.#streams.delete(stream)
  }

  path(from: string, to: string): Path {
    const name = `${from}>${to}`
    let path = this.#paths.get(name)
    if (path === undefined) {
      const latencyMs = this.options.random.fork(name).between(1, 60)
      path = { latencyMs, severed: false, cloggedUntil: 0 }
      this.#paths.set(name, path)
    }
    return path
  }

  jitterMs(): number {
    return this.options.random.fraction() * this.weather.jitterMs
  }

  /** How long nothing gets through, as far as is known. */
  waitMs(path: Path): number {
    return path.severed ? Infinity : Math.max(0, path.cloggedUntil - this.options.clock.now)
  }

  /** Lets nothing through from one machine to another, until {@link heal}. */
  sever(from: string, to: string): void {
    this.path(from, to).severed = true
  }

  /** Lets nothing through for a while. */
  clog(from: string, to: string, forMs: number): void {
    this.path(from, to).cloggedUntil = this.options.clock.now + forMs
  }

  /** Lets everything through again. */
  heal(): void {
    for (const path of this.#paths.values())
      Object.assign(path, { severed: false, cloggedUntil: 0 })
    for (const stream of this.#streams) stream.pump()
  }

  /** Breaks one connection. */
  breakOne(): void {
    const streams = [...this.#streams]
    if (streams.length > 0) this.options.random.pick(streams).break()
  }

  /** Whether the machine of an end that is closed says so to who still sends. */
  refuses(end: End): boolean {
    return this.#machines.get(end.life.name)?.powered !== false
  }
}

/** One end of a connection, as its process holds it. */
class End implements Host.Duplex {
  readonly life: Life
  outgoing!: Stream
  /** Gets all that is sent here, too. */
  twin: End | undefined
  /** What arrives here is dropped. */
  mute = false
  onOpen = (): void => {}
  onMessage = (_message: Uint8Array): void => {}
  onDrain = (): void => {}
  onClose = (_reason: string): void => {}
  #closed = false

  constructor(life: Life) {
    this.life = life
  }

  /** Whether the process holds it open. */
  get open(): boolean {
    return !this.#closed && this.life.alive
  }

  send(message: Uint8Array): void {
    if (!this.open || !this.life.call()) return
    const bytes = message.slice()
    this.outgoing.push({ type: 'data', bytes })
    this.twin?.outgoing.push({ type: 'data', bytes })
  }

  bufferedBytes(): number {
    return this.outgoing.stuckBytes()
  }

  close(reason: string): void {
    if (!this.open || !this.life.call()) return
    this.hangUp('close')
    void Promise.resolve().then(() => {
      if (this.life.alive) this.onClose(reason)
    })
  }

  /** Ends it from this side, without a word to the process. */
  hangUp(how: 'close' | 'reset'): void {
    if (this.#closed) return
    this.#closed = true
    this.outgoing.push({ type: how })
    this.twin?.hangUp(how)
  }

  receive(item: Item): void {
    if (item.type === 'open') return this.onOpen()
    if (item.type === 'data') {
      if (!this.mute) this.onMessage(item.bytes)
      return
    }
    this.#closed = true
    if (item.type === 'close') this.outgoing.push({ type: 'close' })
    this.onClose('link_closed')
  }
}

/** One way of a connection: what was sent arrives in order. */
class Stream {
  readonly from: End
  readonly #to: End
  readonly #network: PacketNetwork
  readonly #path: Path
  #queue: { readonly item: Item; readonly readyAt: number }[] = []
  #bytes = 0
  #moving = false
  #wasStuck = false
  #over = false

  constructor(network: PacketNetwork, from: End, to: End) {
    this.#network = network
    this.from = from
    this.#to = to
    this.#path = network.path(from.life.name, to.life.name)
  }

  /** Bytes that do not get away now. */
  stuckBytes(): number {
    if (this.#network.waitMs(this.#path) === 0) return 0
    this.#wasStuck = true
    return this.#bytes
  }

  push(item: Item): void {
    if (this.#over) return
    if (item.type === 'data') {
      const { trace, random, onBytes } = this.#network.options
      const [from, to] = [this.from.life.name, this.#to.life.name]
      trace.add(from, `sends to ${to}`, item.bytes)
      onBytes(from, to, item.bytes)
      if (random.chance(this.#network.weather.breaks)) return this.break()
      this.#bytes += item.bytes.length
    }
    this.#put(item)
  }

  #put(item: Item): void {
    const { clock } = this.#network.options
    const readyAt = clock.now + this.#path.latencyMs + this.#network.jitterMs()
    this.#queue.push({ item, readyAt })
    this.pump()
  }

  /** Everything under way is lost; one end finds out by itself, the other perhaps. */
  break(): void {
    const { trace, random } = this.#network.options
    trace.add(this.from.life.name, `loses ${this.#to.life.name}`)
    for (const stream of random.chance(0.5) ? [this] : [this, this.#to.outgoing]) {
      stream.#queue = []
      stream.#bytes = 0
      stream.#put({ type: 'reset' })
    }
  }

  /** Moves the first item on, if nothing is in its way. */
  pump(): void {
    const { clock } = this.#network.options
    const [first] = this.#queue
    if (this.#moving || first === undefined) return
    const waitMs = this.#network.waitMs(this.#path)
    if (waitMs === Infinity) return
    this.#moving = true
    clock.after(Math.max(waitMs, first.readyAt - clock.now), () => {
      this.#moving = false
      if (this.#network.waitMs(this.#path) === 0) this.#arrive()
      this.pump()
    })
  }

  #arrive(): void {
    const item = this.#queue.shift()?.item
    if (item === undefined) return
    const { trace } = this.#network.options
    if (item.type === 'data') this.#bytes -= item.bytes.length
    if (this.#to.open) {
      trace.add(this.#to.life.name, `gets ${item.type} from ${this.from.life.name}`)
      this.#to.receive(item)
    } else if (item.type === 'data' && this.#network.refuses(this.#to))
      this.#to.outgoing.push({ type: 'reset' })
    if (item.type === 'close' || item.type === 'reset') {
      this.#over = true
      this.#network.forget(this)
    }
    if (this.#queue.length === 0 && this.#wasStuck && this.from.open) {
      this.#wasStuck = false
      this.from.onDrain()
    }
  }
}
