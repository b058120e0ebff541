/**
 * The real world, as browsers and Node give it: the one place of the client that touches globals.
 *
 * @module
 */
import { Crypto, Host, Limits } from '@parley/protocol'

/** What a client needs of the world. */
export type ClientHost = Host.Host & { readonly dial: Host.Dial }

/** Browsers tell nothing when a socket drains, so it is looked at. */
const drainPollMs = 20

/** The globals of a browser or of Node 22 and later. */
export function globalHost(
  options: { log?: Host.Log; sha256?: Crypto.Crypto['sha256'] } = {},
): ClientHost {
  return {
    clock: {
      now: () => Date.now(),
      after(delayMs, task) {
        const timer = setTimeout(task, delayMs)
        return () => clearTimeout(timer)
      },
    },
    random: { bytes: (length) => crypto.getRandomValues(new Uint8Array(length)) },
    crypto: Crypto.fromSubtle(crypto.subtle as unknown as Crypto.Subtle, options.sha256),
    log: options.log ?? Host.silentLog,
    dial: dialWebSocket,
  }
}

const dialWebSocket: Host.Dial = (url, { signal }) =>
  new Promise((resolve, reject) => {
    const socket = new WebSocket(url)
    socket.binaryType = 'arraybuffer'
    const abort = (): void => socket.close()
    signal.addEventListener('abort', abort)
    let polling = false
    const pollDrain = (): void => {
      if (socket.bufferedAmount <= Limits.link.bufferedBytesHigh / 2) {
        polling = false
        duplex.onDrain()
      } else if (socket.readyState === WebSocket.OPEN) setTimeout(pollDrain, drainPollMs)
    }
    const duplex: Host.Duplex = {
      send(message) {
        if (socket.readyState !== WebSocket.OPEN) return
        socket.send(message as Uint8Array<ArrayBuffer>)
        if (!polling && socket.bufferedAmount > Limits.link.bufferedBytesHigh) {
          polling = true
          setTimeout(pollDrain, drainPollMs)
        }
      },
      bufferedBytes: () => socket.bufferedAmount,
      close: (reason) => socket.close(1000, reason),
      onMessage: () => {},
      onDrain: () => {},
      onClose: () => {},
    }
    socket.addEventListener('open', () => {
      signal.removeEventListener('abort', abort)
      resolve(duplex)
    })
    socket.addEventListener('message', (event: MessageEvent<unknown>) => {
      // A text message is none of ours: as bytes it is no frame, and the link says so.
      duplex.onMessage(
        event.data instanceof ArrayBuffer ? new Uint8Array(event.data) : Uint8Array.of(0xff),
      )
    })
    socket.addEventListener('close', (event) => {
      signal.removeEventListener('abort', abort)
      reject(new Error(`${url} closed the connection`))
      duplex.onClose(event.reason || 'link_closed')
    })
  })
