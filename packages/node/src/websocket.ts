/**
 * Clients' links over WebSocket: binary messages only, one frame batch each.
 *
 * @module
 */
import type { IncomingMessage, Server as HttpServer } from 'node:http'
import type { Socket } from 'node:net'
import type { Duplex as NodeStream } from 'node:stream'
import { setImmediate as afterThisRound } from 'node:timers'

import { Errors, type Host, Limits } from '@parley/protocol'
import { WebSocket, WebSocketServer } from 'ws'

import { guarded } from './guarded.ts'
import { FrameMeter } from './purses/FrameMeter.ts'
import type { Bearer } from './purses/Purses.ts'

/** WebSocket close codes: policy violation, for all reasons of ours; the reason says which. */
const closeCode = 1008
/** After that a peer that does not answer the close is cut off. */
const closeMs = 2_000
/** A message is whole within this, and a second for each 64 KiB of it: slower than any line in use. */
const messageMs = 10_000
const messageBytesPerMs = (64 * 1024) / 1_000
/** Browsers cut a large message into pieces of 128 KiB; each piece costs memory beside its bytes. */
const fragmentsMax = 256
/** Less than this waits for every link now and then, and is no reason to look into purses. */
const unreadBytesFree = 64 * 1024
/** How long a link may leave unread what waits for it. */
const stallMs = { stranger: 10_000, new: 30_000, known: 30_000, member: 30_000 } as const

/** What a connection needs of the world. */
type World = Pick<Host.Host, 'clock' | 'log'>

function duplexOf(
  socket: WebSocket,
  stream: NodeStream,
  { clock, log }: World,
  bearer: Bearer,
): Host.Duplex {
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
  const roomBytes = (): number => bearer.linkMax('unread') - Limits.wire.messageBytesMax
  const duplex: Host.Duplex = {
    send(message) {
      if (closed || socket.readyState !== WebSocket.OPEN) return
      cork()
      socket.send(message, () => {
        unread()
        if (socket.bufferedAmount <= roomBytes()) duplex.onDrain()
      })
      unread()
    },
    bufferedBytes: () => socket.bufferedAmount,
    roomBytes,
    close(reason) {
      socket.close(closeCode, reason)
      const cancel = clock.after(closeMs, () => socket.terminate())
      socket.once('close', cancel)
    },
    onMessage: () => {},
    onDrain: () => {},
    onClose: () => {},
  }
  /** Ends a link that costs more than it may; nothing more of it is read. */
  const cutOff = (reason: Errors.WireCode): void => {
    if (closed) return
    duplex.close(reason)
    stream.pause()
    stream.end()
    finish(reason)
  }
  const unread = unreadOf({ socket, clock, bearer, cutOff })
  const message = (data: Buffer, isBinary: boolean): void => {
    if (closed) return
    // Text is no frame of this protocol.
    if (!isBinary) return duplex.close('bad_frame')
    duplex.onMessage(new Uint8Array(data.buffer, data.byteOffset, data.length))
  }
  const cut = (): void => socket.terminate()
  socket.on('message', guarded(log, message, cut))
  // After `ws` has taken them: what was whole has been told by then.
  stream.on('data', guarded(log, unfinishedOf({ clock, bearer, cutOff }), cut))
  socket.on(
    'close',
    guarded(log, () => finish('link_closed'), cut),
  )
  // Too large, bad UTF-8, bad masks: `ws` closes the socket itself, and says so by `close`.
  socket.on('error', () => {})
  return duplex
}

type Metered = {
  clock: Host.Clock
  bearer: Bearer
  /** Ends the link. */
  cutOff: (reason: Errors.WireCode) => void
}

/** Whether `work` found room in the purses. */
function fits(work: () => void): boolean {
  try {
    work()
    return true
  } catch (error) {
    if (error instanceof Errors.WireError) return false
    throw error
  }
}

/** Charges what has come of a message that is not whole, and ends a link that never makes it whole. */
function unfinishedOf({ clock, bearer, cutOff }: Metered): (chunk: Buffer) => void {
  const meter = new FrameMeter()
  const hold = bearer.open('unfinished', () => cutOff('idle'))
  let cancel: (() => void) | undefined
  let beganAt = 0
  let finished = 0
  const watch = (waitMs: number): void => {
    cancel = clock.after(waitMs, () => {
      const leftMs = beganAt + messageMs + meter.unfinished / messageBytesPerMs - clock.now()
      if (leftMs <= 0) cutOff('idle')
      else watch(leftMs)
    })
  }
  return (chunk) => {
    meter.push(chunk)
    // What came ends seldom where a message does: each has its own time.
    if (meter.finished !== finished) beganAt = clock.now()
    finished = meter.finished
    const bytes = meter.unfinished
    if (bytes !== hold.amount && !fits(() => hold.set(bytes))) return cutOff('frame_too_large')
    if (bytes > 0 && cancel === undefined) {
      beganAt = clock.now()
      watch(messageMs)
    }
    if (bytes === 0 && cancel !== undefined) {
      cancel()
      cancel = undefined
    }
  }
}

/** Charges what waits to be read, and ends a link that lets it wait. */
function unreadOf({ socket, clock, bearer, cutOff }: Metered & { socket: WebSocket }): () => void {
  const hold = bearer.open('unread', () => cutOff('slow_consumer'))
  let least = 0
  let cancel: (() => void) | undefined
  const watch = (): void => {
    least = socket.bufferedAmount
    cancel = clock.after(stallMs[bearer.class], () => {
      // It read nothing in all this time.
      if (socket.bufferedAmount >= least) cutOff('slow_consumer')
      else watch()
    })
  }
  return () => {
    const bytes = socket.bufferedAmount
    const charged = bytes > unreadBytesFree ? bytes : 0
    if (charged !== hold.amount && !fits(() => hold.set(charged))) return cutOff('slow_consumer')
    least = Math.min(least, bytes)
    if (charged > 0 && cancel === undefined) watch()
    if (charged === 0 && cancel !== undefined) {
      cancel()
      cancel = undefined
    }
  }
}

/** Links are at `/`. Compared as text: a target such as `//` is no URL, and stands in no error. */
const isRoot = (target: string | undefined): boolean =>
  target === '/' || (target?.startsWith('/?') ?? false)

const refusal = (status: string): string =>
  `HTTP/1.1 ${status}\r\nRetry-After: 1\r\nContent-Length: 0\r\nConnection: close\r\n\r\n`

/**
 * Refuses a connection, and is done with it: nobody else watches a stream that the HTTP server has let
 * go of, and whoever is refused need never close its own end.
 */
function refuse(stream: NodeStream, status: string): void {
  stream.once('finish', () => stream.destroy())
  stream.end(refusal(status))
}

export type WebSocketOptions = World & {
  /**
   * Whose a connection is to be.
   *
   * @throws WireError if there is no room for one more
   */
  enter: (request: IncomingMessage) => Bearer
  accept: (duplex: Host.Duplex, bearer: Bearer) => void
}

/**
 * Takes WebSocket connections of an HTTP server at the path `/`.
 *
 * @returns stops taking new ones
 */
export function serveWebSocket(server: HttpServer, options: WebSocketOptions): () => void {
  const { log, enter, accept } = options
  const sockets = new WebSocketServer({
    noServer: true,
    perMessageDeflate: false,
    maxPayload: Limits.wire.messageBytesMax,
    maxFragments: fragmentsMax,
    clientTracking: false,
  })
  const upgrade = (request: IncomingMessage, stream: NodeStream, head: Buffer): void => {
    // The HTTP server has let go of it: nobody else listens for its errors.
    stream.on('error', () => {})
    if (!isRoot(request.url)) return refuse(stream, '404 Not Found')
    let bearer: Bearer
    try {
      bearer = enter(request)
    } catch (error) {
      if (!(error instanceof Errors.WireError)) throw error
      return refuse(stream, '503 Service Unavailable')
    }
    stream.once('close', () => bearer.close())
    ;(stream as Socket).setNoDelay(true)
    sockets.handleUpgrade(request, stream, head, (webSocket) =>
      accept(duplexOf(webSocket, stream, options, bearer), bearer),
    )
  }
  const listener = guarded(log, upgrade, (_, stream) => stream.destroy())
  server.on('upgrade', listener)
  return () => {
    server.off('upgrade', listener)
    server.on('upgrade', (_, stream: NodeStream) => stream.on('error', () => {}).destroy())
    sockets.close()
  }
}
