/** Bytes in hex, as contract calls take them. */
export type Hex = `0x${string}`

export function toHex(bytes: Uint8Array): Hex {
  let digits = ''
  for (const byte of bytes) digits += byte.toString(16).padStart(2, '0')
  return `0x${digits}`
}

/** A whole number from big-endian bytes. */
export function toBigInt(bytes: Uint8Array): bigint {
  let value = 0n
  for (const byte of bytes) value = (value << 8n) | BigInt(byte)
  return value
}

/** Whole numbers as big-endian bytes, `[value, length]` one after another. */
export function fromBigInts(...fields: readonly (readonly [bigint, number])[]): Uint8Array {
  const bytes = new Uint8Array(fields.reduce((sum, [, length]) => sum + length, 0))
  let end = 0
  for (const [value, length] of fields) {
    end += length
    for (let i = 1, rest = value; i <= length; i++, rest >>= 8n)
      bytes[end - i] = Number(rest & 0xffn)
  }
  return bytes
}
