/**
 * What a stranger's letter costs: work that grows with its size, and with how full the inbox is. The
 * sender knows the first part; for the rest a node that refuses says what it asks for.
 *
 * @module
 */

/** A body up to this size costs what the inbox asks for, and one bit more for each doubling. */
const bytesFree = 4 * 1024
/** A full inbox asks for so many bits more: 256 times the work. */
const fullBits = 8
/** More is asked for by no honest node: minutes of work for a phone. */
export const bitsMax = 32

/**
 * The bits of work for a letter.
 *
 * @param letter `base`: what the inbox's descriptor says; `bytes`: of the body; `fill`: of the room
 * for strangers' letters, from 0 to 1
 */
export function bitsFor(letter: { base: number; bytes: number; fill?: number }): number {
  const { base, bytes, fill = 0 } = letter
  const size = Math.max(0, Math.ceil(Math.log2(Math.max(1, bytes) / bytesFree)))
  return Math.min(bitsMax, base + size + Math.floor(fullBits * Math.min(1, fill) ** 2))
}

/** What a refusal's details say. */
export const askFor = (bits: number): string => `The inbox asks for ${bits} bits.`

/** The bits that a refusal asks for; 0 if it names none. */
export function bitsAsked(details: string | undefined): number {
  const bits = Number(/asks for (\d{1,2}) bits/.exec(details ?? '')?.[1] ?? 0)
  return bits > bitsMax ? 0 : bits
}
