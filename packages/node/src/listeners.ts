/**
 * Devices that listen for signals on links of this node. Nothing is kept for who does not.
 *
 * @module
 */
import { Bytes, Errors, type Frame, type Link } from '@parley/protocol'

type Signal = Extract<Frame.Request, { type: 'signal' }>

export class Listeners {
  readonly #calls = new Map<string, Set<Link.Call>>()

  /** Hands a device what is signalled to it, until it gives up. */
  listen(device: Uint8Array, call: Link.Call): Promise<undefined> {
    const name = Bytes.toHex(device)
    const calls = this.#calls.get(name) ?? new Set()
    this.#calls.set(name, calls)
    calls.add(call)
    return new Promise((resolve) => {
      call.onCancel(() => {
        calls.delete(call)
        if (calls.size === 0) this.#calls.delete(name)
        resolve(undefined)
      })
    })
  }

  /**
   * Hands on a signal. A device that does not keep up misses it: its peer asks again.
   *
   * @throws WireError `unavailable` if the device does not listen here
   */
  deliver({ device, body }: Signal): void {
    const calls = [...(this.#calls.get(Bytes.toHex(device)) ?? [])].filter((call) => call.hasRoom())
    if (calls.length === 0) throw new Errors.WireError('unavailable')
    for (const call of calls) call.send({ type: 'signal', body }).catch(() => {})
  }
}
