/**
 * Clients' links over WebSocket: binary messages only, one frame batch each.
 *
 * @module
 */
import type { IncomingMessage, Server as HttpServer } from 'node:http'
import type { Socket } from 'node:net'
import type { Duplex as NodeStream } from 'node:stream'
import { setImmediate as afterThisRound } from 'node:timers'

import { type Host, Limits } from '@parley/protocol'
import { WebSocket, WebSocketServer } from 'ws'

import { guarded } from './guarded.ts'

/** WebSocket close codes: policy violation, for all reasons of ours; the reason says which. */
const closeCode = 1008
/** After that a peer that does not answer the close is cut off. */
const closeMs = 2_000

/** What a connection needs of the world. */
type World = Pick<Host.Host, 'clock' | 'log'>

function duplexOf(socket: WebSocket, stream: NodeStream, { clock, log }: World): Host.Duplex {
  let closed = false
  let corked = false
  // All messages of one round of the event loop leave in one system call.
  const cork = (): void => {
    if (corked) return
    corked = true
    stream.cork()
    afterThisRound(() => {
      corked = false
      stream.uncork()
    })
  }
  const finish = (reason: string): void => {
    if (closed) return
    closed = true
    duplex.onClose(reason)
  }
  const duplex: Host.Duplex = {
    send(message) {
      if (closed || socket.readyState !== WebSocket.OPEN) return
      cork()
      socket.send(message, () => {
        if (socket.bufferedAmount <= Limits.link.bufferedBytesHigh) duplex.onDrain()
      })
    },
    bufferedBytes: () => socket.bufferedAmount,
    close(reason) {
      socket.close(closeCode, reason)
      const cancel = clock.after(closeMs, () => socket.terminate())
      socket.once('close', cancel)
    },
    onMessage: () => {},
    onDrain: () => {},
    onClose: () => {},
  }
  const message = (data: Buffer, isBinary: boolean): void => {
    if (closed) return
    // Text is no frame of this protocol.
    if (!isBinary) return duplex.close('bad_frame')
    duplex.onMessage(new Uint8Array(data.buffer, data.byteOffset, data.length))
  }
  const cut = (): void => socket.terminate()
  socket.on('message', guarded(log, message, cut))
  socket.on(
    'close',
    guarded(log, () => finish('link_closed'), cut),
  )
  // Too large, bad UTF-8, bad masks: `ws` closes the socket itself, and says so by `close`.
  socket.on('error', () => {})
  return duplex
}

/** Links are at `/`. Compared as text: a target such as `//` is no URL, and stands in no error. */
const isRoot = (target: string | undefined): boolean =>
  target === '/' || (target?.startsWith('/?') ?? false)

/**
 * Takes WebSocket connections of an HTTP server at the path `/`.
 *
 * @param accept takes each connection with its remote address
 * @returns stops taking new ones
 */
export function serveWebSocket(
  server: HttpServer,
  world: World,
  accept: (duplex: Host.Duplex, address: string) => void,
): () => void {
  const sockets = new WebSocketServer({
    noServer: true,
    perMessageDeflate: false,
    maxPayload: Limits.wire.messageBytesMax,
    clientTracking: false,
  })
  const upgrade = (request: IncomingMessage, stream: NodeStream, head: Buffer): void => {
    // The HTTP server has let go of it: nobody else listens for its errors.
    stream.on('error', () => {})
    if (!isRoot(request.url)) {
      stream.end('HTTP/1.1 404 Not Found\r\nConnection: close\r\n\r\n')
      return
    }
    const { socket } = request
    ;(stream as Socket).setNoDelay(true)
    sockets.handleUpgrade(request, stream, head, (webSocket) =>
      accept(duplexOf(webSocket, stream, world), socket.remoteAddress ?? ''),
    )
  }
  const listener = guarded(world.log, upgrade, (_, stream) => stream.destroy())
  server.on('upgrade', listener)
  return () => {
    server.off('upgrade', listener)
    server.on('upgrade', (_, stream: NodeStream) => stream.on('error', () => {}).destroy())
    sockets.close()
  }
}
