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
  readonly #ask: () => Promise<readonly string[]>
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
    ask: () => Promise<readonly string[]>
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
      ...(parse === undefined ? [] : await this.#ask()).map((file) => parse!(file)),
    ]
    for (const result of await Promise.allSettled(found))
      if (result.status === 'fulfilled') this.#take(result.value)
      else this.#host.log.debug({ error: String(result.reason) }, 'network not read')
  }

  #take(network: Network.Network): void {
    const { id } = this.#members
    if (!Bytes.equal(network.id, id) || !Network.isNewer(network, this.#members)) return
    this.#members = network
    this.#onChange()
  }
}
