/**
 * Direct links between browsers: WebRTC data channels. What they need to find each other is signed
 * and sealed by the devices, so that a channel leads to the device it was agreed with.
 *
 * @module
 */
import * as Codec from '@parley/codec'
import { Carrier, type Host } from '@parley/protocol'

import type { Encounter, Meeting, Transport, TransportOptions } from './Transport.ts'

/** How browsers find each other. */
export type WebRtcOptions = {
  /**
   * STUN and TURN servers, which see IP addresses too. None unless given: then browsers find each
   * other in one network, or where one of them has a public address.
   */
  readonly iceServers?: readonly RTCIceServer[]
}

const label = 'parley/direct/1'
/** What all browsers take in one message. */
const chunkBytes = 16 * 1024
/** Above it the channel is full; below a quarter it has room again. */
const bufferedBytesHigh = 256 * 1024
/** Candidates found by then have to do: a server that does not answer takes ten times as long. */
const gatherMs = 3_000

const description = Codec.utf8({ lengthMax: 6 * 1024 })

/** Meets friends by WebRTC; nothing is opened before. */
export function openWebRtc(given: TransportOptions, options: WebRtcOptions = {}): Transport {
  const { clock } = given
  const connections = new Set<RTCPeerConnection>()
  const connect = (): RTCPeerConnection => {
    const connection = new RTCPeerConnection({ iceServers: [...(options.iceServers ?? [])] })
    connections.add(connection)
    connection.addEventListener('connectionstatechange', () => {
      if (connection.connectionState === 'closed') connections.delete(connection)
    })
    return connection
  }
  const end = (connection: RTCPeerConnection): void => {
    connection.close()
    connections.delete(connection)
  }
  return {
    name: 'webrtc',
    // A channel is bound to the signals that made it, not to a name.
    address: new Uint8Array(),
    reach: () => new Uint8Array(),
    meet: (meeting) => meet(clock, meeting, connect(), end),
    close: async () => {
      for (const connection of connections) end(connection)
    },
  }
}

function meet(
  clock: Host.Clock,
  meeting: Meeting,
  connection: RTCPeerConnection,
  end: (connection: RTCPeerConnection) => void,
): Encounter {
  let isOver = false
  const fail = (error: unknown): void => {
    if (isOver) return
    isOver = true
    end(connection)
    meeting.onFail(error)
  }
  const carry = (channel: RTCDataChannel): void => {
    channel.binaryType = 'arraybuffer'
    channel.addEventListener('open', () => {
      if (isOver) return
      isOver = true
      meeting.onDuplex(duplexOf(clock, channel, () => end(connection)))
    })
  }
  /** Describes this side, once it knows how it is reached. */
  const describe = async (): Promise<void> => {
    await connection.setLocalDescription()
    await gathered(clock, connection)
    if (!isOver) meeting.send(Codec.encode(description, connection.localDescription?.sdp ?? ''))
  }
  connection.addEventListener('connectionstatechange', () => {
    if (connection.connectionState === 'failed') fail(new Error('not reached'))
  })
  if (meeting.begins) {
    carry(connection.createDataChannel(label))
    describe().catch(fail)
  } else
    connection.addEventListener('datachannel', ({ channel }) => {
      if (channel.label === label) carry(channel)
    })
  let isDescribed = false
  const receive = async (body: Uint8Array): Promise<void> => {
    // Each side describes itself once.
    if (isDescribed || isOver) return
    isDescribed = true
    const sdp = Codec.decode(description, body)
    await connection.setRemoteDescription({ type: meeting.begins ? 'answer' : 'offer', sdp })
    if (!meeting.begins) await describe()
  }
  return {
    receive: (body) => void receive(body).catch(fail),
    close: () => {
      if (isOver) return
      isOver = true
      end(connection)
    },
  }
}

/** Resolves when all candidates are known, or it takes too long. */
function gathered(clock: Host.Clock, connection: RTCPeerConnection): Promise<void> {
  return new Promise((resolve) => {
    const cancelTimer = clock.after(gatherMs, resolve)
    const look = (): void => {
      if (connection.iceGatheringState !== 'complete') return
      cancelTimer()
      resolve()
    }
    connection.addEventListener('icegatheringstatechange', look)
    look()
  })
}

function duplexOf(clock: Host.Clock, channel: RTCDataChannel, onFinish: () => void): Host.Duplex {
  channel.bufferedAmountLowThreshold = bufferedBytesHigh / 4
  const closed = Promise.withResolvers<void>()
  channel.addEventListener('close', () => closed.resolve())
  const stream: Carrier.Stream = {
    send(bytes) {
      for (let at = 0; at < bytes.length; at += chunkBytes)
        channel.send(bytes.subarray(at, at + chunkBytes) as Uint8Array<ArrayBuffer>)
      return channel.bufferedAmount <= bufferedBytesHigh
    },
    get writeBufferLength() {
      return channel.bufferedAmount
    },
    close() {
      // What was sent before still arrives.
      channel.close()
      return closed.promise
    },
    abort: () => {
      onFinish()
      closed.resolve()
    },
    addEventListener(type: string, listener: (event: { data: Uint8Array }) => void): void {
      const data = new Uint8Array(4)
      if (type === 'message')
        channel.addEventListener('message', (event: MessageEvent<unknown>) =>
          // Text is none of ours: as zeros it is no message, and the stream is aborted.
          listener(
            event.data instanceof ArrayBuffer ? { data: new Uint8Array(event.data) } : { data },
          ),
        )
      else if (type === 'drain')
        channel.addEventListener('bufferedamountlow', () => listener({ data }))
      else if (type === 'close') void closed.promise.then(() => listener({ data }))
    },
  }
  // A turn's frames are one message already.
  return Carrier.duplexOver(stream, { clock, afterThisRound: queueMicrotask, onFinish })
}
