import * as Codec from '@parley/codec'
import { MlsError } from '../MlsError.ts'

/** Decodes bytes from outside; a refusal is an {@link MlsError} `malformed`. */
export function decode<T>(codec: Codec.Codec<T>, bytes: Uint8Array, what: string): T {
  try {
    return Codec.decode(codec, bytes)
  } catch (cause) {
    if (!(cause instanceof Codec.CodecError)) throw cause
    throw new MlsError('malformed', `${what}: ${cause.message}`, { cause })
  }
}
