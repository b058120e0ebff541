/**
 * The real world, as browsers and Node give it: the one place of the client that touches globals.
 *
 * @module
 */
import { type NodeCrypto, nodePrimitives, noblePrimitives, type Primitives } from '@parley/mls'
import { Crypto, Host, Limits } from '@parley/protocol'

import { ClientError } from './errors.ts'
import type { OpenTransport } from './direct/Transport.ts'
import type { WebRtcOptions } from './direct/webrtc.ts'

/** What a client needs of the world. */
export type ClientHost = Host.Host & {
  readonly dial: Host.Dial
  /** What groups are encrypted with. */
  readonly primitives: Primitives
  /** Opens what carries direct links, where there is something. */
  readonly direct?: OpenTransport
}

declare const process: { getBuiltinModule?: (name: string) => unknown } | undefined

/** Node's own cryptography, several times faster than JavaScript's, where this is Node. */
function nodeCrypto(): NodeCrypto | undefined {
  return typeof process === 'undefined'
    ? undefined
    : (process.getBuiltinModule?.('node:crypto') as NodeCrypto | undefined)
}

/** Browsers tell nothing when a socket drains, so it is looked at. */
const drainPollMs = 20

/** What a browser or Node is told of its world. */
export type GlobalHostOptions = {
  log?: Host.Log
  /** For direct links between browsers. */
  direct?: WebRtcOptions
}

/**
 * The globals of a browser or of Node 22 and later.
 *
 * @throws ClientError `insecure_context`
 */
export function globalHost(options: GlobalHostOptions = {}): ClientHost {
  if (globalThis.crypto?.subtle === undefined) throw new ClientError('insecure_context')
  const node = nodeCrypto()
  const randomBytes = (length: number): Uint8Array => crypto.getRandomValues(new Uint8Array(length))
  const primitives = node ? nodePrimitives(node) : noblePrimitives(randomBytes)
  return {
    clock: {
      now: () => Date.now(),
      after(delayMs, task) {
        const timer = setTimeout(task, delayMs)
        return () => clearTimeout(timer)
      },
    },
    random: { bytes: randomBytes },
    crypto: Crypto.fromSubtle(crypto.subtle as unknown as Crypto.Subtle, primitives.sha256),
    log: options.log ?? Host.silentLog,
    dial: dialWebSocket,
    primitives,
    ...('RTCPeerConnection' in globalThis
      ? {
          direct: async (given) => {
            const { openWebRtc } = await import('./direct/webrtc.ts')
            return openWebRtc(given, options.direct)
          },
        }
      : {}),
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
