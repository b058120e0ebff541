/**
 * Messages over a stream of bytes: what a libp2p stream and a WebRTC channel have in common.
 *
 * @module
 */
import * as Bytes from './Bytes.ts'
import { Deframer, frame } from './Framing.ts'
import type { Clock, Duplex } from './Host.ts'

/** A stream that does not close by itself is cut. */
const closeMs = 1_000

/** A reliable stream of bytes, in libp2p's shape. */
export type Stream = {
  /** Queues bytes; whether there is room for more. Throws when it is closing. */
  readonly send: (bytes: Uint8Array) => boolean
  readonly writeBufferLength: number
  readonly close: () => Promise<void>
  readonly abort: (error: Error) => void
  readonly addEventListener: {
    (
      type: 'message',
      listener: (event: { data: Uint8Array | { subarray: () => Uint8Array } }) => void,
    ): void
    (type: 'drain' | 'remoteCloseWrite' | 'close', listener: () => void): void
  }
}

/**
 * A duplex over a stream: each message with its length before it, all of a round in one write.
 *
 * @param options `afterThisRound` runs a task once what is under way in this turn is done;
 * `onFinish` runs once, when the stream is gone
 */
export function duplexOver(
  stream: Stream,
  options: { clock: Clock; afterThisRound: (task: () => void) => void; onFinish: () => void },
): Duplex {
  const { clock, afterThisRound, onFinish } = options
  let queue: Uint8Array[] = []
  let queuedBytes = 0
  let full = false
  let scheduled = false
  let closed = false
  const finish = (): void => {
    if (closed) return
    closed = true
    duplex.onClose('link_closed')
    onFinish()
  }
  // Encryption and system calls cost the same for one message as for a hundred.
  const flush = (): void => {
    scheduled = false
    if (full || queue.length === 0) return
    const bytes = Bytes.concat(...queue)
    queue = []
    queuedBytes = 0
    try {
      full = !stream.send(bytes)
    } catch {
      // The stream is closing; `close` follows.
      full = true
    }
  }
  const duplex: Duplex = {
    send(message) {
      if (closed) return
      const framed = frame(message)
      queue.push(framed)
      queuedBytes += framed.length
      if (scheduled || full) return
      scheduled = true
      afterThisRound(flush)
    },
    bufferedBytes: () => queuedBytes + stream.writeBufferLength,
    close(reason) {
      if (closed) return
      flush()
      const cut = (): void => stream.abort(new Error(reason))
      const cancelCut = clock.after(closeMs, cut)
      stream
        .close()
        .catch(cut)
        .finally(() => {
          cancelCut()
          finish()
        })
    },
    onMessage: () => {},
    onDrain: () => {},
    onClose: () => {},
  }
  const deframer = new Deframer((message) => {
    if (!closed) duplex.onMessage(message)
  })
  stream.addEventListener('message', ({ data }) => {
    const chunk = data instanceof Uint8Array ? data : data.subarray()
    try {
      if (!deframer.push(chunk)) stream.abort(new Error('frame_too_large'))
    } catch (error) {
      // What a listener throws ends a process: it ends the stream alone.
      stream.abort(error instanceof Error ? error : new Error(String(error)))
    }
  })
  stream.addEventListener('drain', () => {
    full = false
    flush()
    duplex.onDrain()
  })
  stream.addEventListener('remoteCloseWrite', () => duplex.close('link_closed'))
  stream.addEventListener('close', finish)
  return duplex
}
