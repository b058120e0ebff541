/**
 * Who is in the network, as this client knows it now.
 *
 * @module
 */
import { Bytes, type Host, Network } from '@parley/protocol'

import type { NetworkSource } from './source.ts'

/** Members come and go by the minute at most; whoever says otherwise all the time is not believed. */
const refreshMsMin = 1_000

export class Roster {
  readonly #host: Pick<Host.Host, 'clock' | 'log'>
  readonly #source: NetworkSource
  readonly #ask: () => readonly Promise<string>[]
  readonly #onChange: () => void
  #members: Network.Network
  #refreshing: Promise<void> | undefined
  #notBefore = 0

  /**
   * @param options.ask what nodes say of the network: files, to be believed if they are signed
   */
  constructor(options: {
    host: Pick<Host.Host, 'clock' | 'log'>
    members: Network.Network
    source: NetworkSource
    ask: () => readonly Promise<string>[]
    onChange: () => void
  }) {
    this.#host = options.host
    this.#members = options.members
    this.#source = options.source
    this.#ask = options.ask
    this.#onChange = options.onChange
  }

  get members(): Network.Network {
    return this.#members
  }

  /** Somebody says that the network is of this version: it is looked at, if that is news. */
  hear(news: { version: number; settled: number }): void {
    if (Network.isNewer(news, this.#members)) void this.refresh()
  }

  /** Reads the members anew; resolves when that is done, whatever it brought. */
  refresh(): Promise<void> {
    this.#refreshing ??= this.#refresh().finally(() => {
      this.#refreshing = undefined
    })
    return this.#refreshing
  }

  async #refresh(): Promise<void> {
    const { clock } = this.#host
    const waitMs = this.#notBefore - clock.now()
    if (waitMs > 0) await new Promise<void>((resolve) => clock.after(waitMs, resolve))
    this.#notBefore = clock.now() + refreshMsMin
    const { parse } = this.#source
    const found = [
      this.#source.read(),
      ...(parse === undefined ? [] : this.#ask()).map((file) => file.then(parse)),
    ]
    // News is enough: a node that says nothing is not waited for.
    await new Promise<void>((resolve) => {
      let left = found.length
      for (const result of found)
        result
          .then(
            (network) => {
              if (this.#take(network)) resolve()
            },
            (error: unknown) => this.#host.log.debug({ error: String(error) }, 'network not read'),
          )
          .finally(() => {
            left--
            if (left === 0) resolve()
          })
    })
  }

  /** @returns whether it is news */
  #take(network: Network.Network): boolean {
    const { id } = this.#members
    if (!Bytes.equal(network.id, id) || !Network.isNewer(network, this.#members)) return false
    this.#members = network
    this.#onChange()
    return true
  }
}
