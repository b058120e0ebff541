/**
 * The TLS presentation language (RFC 8446 §3, with the variable-size vectors of RFC 9420 §2.1) as
 * combinators: one value per message, its type derived from it, canonical and bounded.
 *
 * @module
 */
export { CodecError, type CodecErrorCode } from './CodecError.ts'
export { type Codec, type TypeOf, decode, encode } from './Codec.ts'
export { boolean, enumeration, uint16, uint24, uint32, uint53, uint64, uint8 } from './numbers.ts'
export { fixed, opaque, utf8 } from './bytes.ts'
export { lazy, limited, map, optional, select, struct, vector } from './composites.ts'
export { Reader } from './Reader.ts'
export { Writer } from './Writer.ts'
