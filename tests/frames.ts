/**
 * Looking into, and changing, what travels on a link.
 *
 * @module
 */
import * as Codec from '@parley/codec'
import { Frame } from '@parley/protocol'

/** The frames of one message. */
export function framesOf(message: Uint8Array): Frame.Frame[] {
  const reader = new Codec.Reader(message)
  const frames: Frame.Frame[] = []
  while (reader.remaining > 0) frames.push(Frame.frame.read(reader.sub(reader.length())))
  return frames
}

/** One message of frames. */
export function messageOf(frames: readonly Frame.Frame[]): Uint8Array {
  const writer = new Codec.Writer()
  for (const frame of frames) {
    const bytes = Codec.encode(Frame.frame, frame)
    writer.length(bytes.length)
    writer.bytes(bytes)
  }
  return writer.finish()
}

/**
 * A message with its answers changed: `undefined` leaves one out, a list puts several in its place.
 */
export function mapResponses(
  message: Uint8Array,
  change: (response: Frame.Response) => Frame.Response | readonly Frame.Response[] | undefined,
): Uint8Array {
  return messageOf(
    framesOf(message).flatMap((frame): Frame.Frame[] => {
      if (frame.type !== 'data' && frame.type !== 'end') return [frame]
      if (frame.response === undefined) return [frame]
      const changed = change(frame.response)
      if (changed === undefined)
        return frame.type === 'end' ? [{ ...frame, response: undefined }] : []
      const { stream } = frame
      const list = (Array.isArray as (value: unknown) => value is readonly Frame.Response[])(
        changed,
      )
        ? changed
        : [changed]
      const last = frame.type === 'end' ? list.at(-1) : undefined
      const before = frame.type === 'end' ? list.slice(0, -1) : list
      return [
        ...before.map((response) => ({ type: 'data' as const, stream, response })),
        ...(frame.type === 'end' ? [{ ...frame, response: last }] : []),
      ]
    }),
  )
}
