/**
 * What callers wait for: each wait ends in its time, and with the client.
 *
 * @module
 */
import { Errors } from '@parley/protocol'

import type { Client, Message } from './api.ts'
import { ClientError } from './errors.ts'
import type { Inbound } from './inbound.ts'
import type { Outbound } from './outbound.ts'
import type { Session } from './session.ts'

/** How often {@link Client.flushed} looks. */
const flushLookMs = 10
/** How often {@link Client.caughtUp} looks, if nothing tells it. */
const lookMsMax = 100

/** Whether what happens to an own message next depends on no node. */
function isSettled({ state, receipts, replicas, error }: Message): boolean {
  // A direct link may have been faster than the nodes: then their receipts are still to come.
  const isAhead = (state === 'delivered' || state === 'read') && replicas > 0 && receipts === 0
  return state !== 'sending' && (!isAhead || error !== undefined)
}

/** What is waited for, and who knows of it. */
export type WaitsOptions = {
  readonly session: Session
  readonly inbound: Inbound
  readonly outbound: Outbound
  readonly isAnnounced: () => boolean
  readonly message: Client['message']
}

export class Waits {
  readonly #options: WaitsOptions
  readonly #waiting = new Set<() => void>()
  #ended = false

  constructor(options: WaitsOptions) {
    this.#options = options
  }

  /** Ends every wait, and those that begin from now on. */
  end(): void {
    this.#ended = true
    for (const end of this.#waiting) end()
  }

  /** See {@link Client.settled}. */
  settled(id: string, { timeoutMs = Infinity }: { timeoutMs?: number } = {}): Promise<Message> {
    const { session, message } = this.#options
    return new Promise((resolve, reject) => {
      let cancelTimer = (): void => {}
      const stopListening = session.emitter.on('message', (changed) => {
        if (changed.id === id && isSettled(changed)) finish(changed)
      })
      const end = (): void => fail(new ClientError('client_closed'))
      const stop = (): void => {
        cancelTimer()
        stopListening()
        this.#waiting.delete(end)
      }
      const finish = (found: Message): void => {
        stop()
        resolve(found)
      }
      const fail = (error: unknown): void => {
        stop()
        reject(error)
      }
      this.#waiting.add(end)
      const look = (last: boolean): void => {
        message(id).then((found) => {
          if (!found) fail(new ClientError('unknown_message'))
          else if (last || isSettled(found)) finish(found)
        }, fail)
      }
      look(false)
      if (timeoutMs !== Infinity)
        cancelTimer = session.host.clock.after(timeoutMs, () => look(true))
    })
  }

  /** See {@link Client.caughtUp}. */
  async caughtUp({ timeoutMs = 15_000 }: { timeoutMs?: number } = {}): Promise<void> {
    const { session, inbound, isAnnounced } = this.#options
    const { host, network } = session
    const deadline = host.clock.now() + timeoutMs
    while (network.state !== 'live' || !inbound.idle || !isAnnounced()) {
      this.#assertRunning()
      const left = deadline - host.clock.now()
      if (left <= 0)
        throw new Errors.WireError(network.state === 'offline' ? 'unavailable' : 'timeout')
      const news = Promise.race([inbound.activity(), network.changed()])
      await this.#atMost(Math.min(left, lookMsMax), news)
    }
    this.#assertRunning()
  }

  /** See {@link Client.flushed}. */
  async flushed({ timeoutMs = 15_000 }: { timeoutMs?: number } = {}): Promise<boolean> {
    const { session, inbound, outbound } = this.#options
    const { clock } = session.host
    const deadline = clock.now() + timeoutMs
    for (;;) {
      this.#assertRunning()
      if (inbound.idle && !inbound.acknowledging && outbound.idle) return true
      const left = deadline - clock.now()
      if (left <= 0) return false
      await this.#atMost(Math.min(left, flushLookMs))
    }
  }

  #assertRunning(): void {
    if (this.#ended) throw new ClientError('client_closed')
  }

  /** Waits for something, for so long at most, and never beyond the end of the client. */
  #atMost(ms: number, something?: Promise<unknown>): Promise<void> {
    return new Promise((resolve) => {
      const done = (): void => {
        cancel()
        this.#waiting.delete(done)
        resolve()
      }
      const cancel = this.#options.session.host.clock.after(ms, done)
      this.#waiting.add(done)
      void something?.then(done)
    })
  }
}
