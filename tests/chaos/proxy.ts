/**
 * A line that is not good: a TCP proxy whose weather a test makes. What TCP carries is never lost nor
 * changed: a bad line is late, narrow, silent or cut.
 *
 * @module
 */
import { once } from 'node:events'
import { createServer, connect, type AddressInfo, type Server, type Socket } from 'node:net'

/** How a line is. */
export type Weather = {
  /** Each way takes so long, give or take `jitterMs`; order is kept. */
  latencyMs: number
  jitterMs: number
  bytesPerSecond: number
  /** Nothing gets through this way: it waits, and arrives when it clears up. */
  stalledTo: boolean
  stalledFrom: boolean
}

export const fair: Weather = {
  latencyMs: 0,
  jitterMs: 0,
  bytesPerSecond: Infinity,
  stalledTo: false,
  stalledFrom: false,
}

/** What a way holds at most before the sender has to wait, as a router's queue. */
const heldBytesMax = 256 * 1024

/** One way of one connection. */
class Way {
  readonly #from: Socket
  readonly #to: Socket
  readonly #proxy: Proxy
  readonly #isStalled: () => boolean
  readonly #held: { bytes: Buffer; at: number }[] = []
  #heldBytes = 0
  #lastAt = 0
  #ended = false
  #timer: NodeJS.Timeout | undefined

  constructor(proxy: Proxy, from: Socket, to: Socket, isStalled: () => boolean) {
    this.#proxy = proxy
    this.#from = from
    this.#to = to
    this.#isStalled = isStalled
    from.on('data', (bytes: Buffer) => {
      this.#hold(bytes)
      this.release()
    })
    from.on('end', () => {
      this.#ended = true
      this.release()
    })
  }

  #hold(bytes: Buffer): void {
    const { latencyMs, jitterMs, bytesPerSecond } = this.#proxy.weather
    const now = performance.now()
    const lateMs = latencyMs + jitterMs * (2 * this.#proxy.random() - 1)
    const widthMs = bytesPerSecond === Infinity ? 0 : (bytes.length / bytesPerSecond) * 1000
    this.#lastAt = Math.max(now + Math.max(0, lateMs), this.#lastAt) + widthMs
    this.#held.push({ bytes, at: this.#lastAt })
    this.#heldBytes += bytes.length
    if (this.#heldBytes > heldBytesMax) this.#from.pause()
  }

  /** Passes on what is due. */
  release(): void {
    clearTimeout(this.#timer)
    if (this.#isStalled() || this.#to.destroyed) return
    const now = performance.now()
    while (this.#held.length > 0 && this.#held[0]!.at <= now) {
      const { bytes } = this.#held.shift()!
      this.#heldBytes -= bytes.length
      this.#to.write(bytes)
    }
    if (this.#heldBytes <= heldBytesMax) this.#from.resume()
    const [next] = this.#held
    if (next !== undefined) this.#timer = setTimeout(() => this.release(), next.at - now)
    else if (this.#ended) this.#to.end()
  }

  stop(): void {
    clearTimeout(this.#timer)
  }
}

type Connection = { readonly sockets: readonly Socket[]; readonly ways: readonly Way[] }

/** Listens on a port of its own and passes on to another. */
export class Proxy implements AsyncDisposable {
  readonly #server: Server
  readonly #connections = new Set<Connection>()
  /** At least 0, less than 1. */
  readonly random: () => number
  #weather = fair

  private constructor(server: Server, targetPort: number, random: () => number) {
    this.#server = server
    this.random = random
    server.on('connection', (near) => this.#accept(near, targetPort))
  }

  static async start(targetPort: number, random: () => number): Promise<Proxy> {
    const server = createServer({ allowHalfOpen: true, noDelay: true })
    const proxy = new Proxy(server, targetPort, random)
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    return proxy
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port
  }

  get weather(): Weather {
    return this.#weather
  }

  /** Changes the weather; what is not named is fair. */
  set(weather: Partial<Weather>): void {
    this.#weather = { ...fair, ...weather }
    for (const { ways } of this.#connections) for (const way of ways) way.release()
  }

  /** Cuts all connections: both sides see a reset. */
  cut(): void {
    for (const { sockets } of this.#connections)
      for (const socket of sockets) socket.resetAndDestroy()
  }

  #accept(near: Socket, targetPort: number): void {
    const far = connect({
      port: targetPort,
      host: '127.0.0.1',
      noDelay: true,
      allowHalfOpen: true,
    })
    const connection: Connection = {
      sockets: [near, far],
      ways: [
        new Way(this, near, far, () => this.#weather.stalledTo),
        new Way(this, far, near, () => this.#weather.stalledFrom),
      ],
    }
    this.#connections.add(connection)
    const end = (): void => {
      if (!this.#connections.delete(connection)) return
      for (const way of connection.ways) way.stop()
      // Who is gone on one side is gone on the other: silence would be another fault.
      for (const socket of connection.sockets) socket.destroy()
    }
    for (const socket of connection.sockets) {
      socket.on('error', end)
      socket.on('close', end)
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.close()
    for (const { sockets } of this.#connections) for (const socket of sockets) socket.destroy()
    if (this.#server.listening) await once(this.#server, 'close')
  }
}
