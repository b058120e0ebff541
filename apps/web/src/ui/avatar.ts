/**
 * A picture for an address, always the same one: four tiles, each a quarter disc, a half or a dot,
 * in tones of two hues. Drawn from all of the address, so that a look-alike with the same first and
 * last letters looks different.
 *
 * @module
 */

export type Tile = { readonly d: string; readonly tone: 0 | 1 | 2 }
export type Picture = {
  readonly hue: number
  readonly accentHue: number
  readonly tiles: readonly Tile[]
}

/** FNV-1a, then a generator from it: a picture needs even bits, not secrets. */
function numbersOf(text: string): () => number {
  let state = 0x811c9dc5
  for (let i = 0; i < text.length; i++)
    state = Math.imul(state ^ text.charCodeAt(i), 0x01000193) >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return (mixed ^ (mixed >>> 14)) >>> 0
  }
}

/** Shapes in a tile of 16 × 16 at `x`, `y`. */
function shape(kind: number, turn: number, x: number, y: number): string {
  const corners = [
    [x, y],
    [x + 16, y],
    [x + 16, y + 16],
    [x, y + 16],
  ] as const
  const [ax, ay] = corners[turn % 4]!
  const [bx, by] = corners[(turn + 1) % 4]!
  const [dx, dy] = corners[(turn + 3) % 4]!
  if (kind === 0) return `M${ax} ${ay}L${bx} ${by}A16 16 0 0 1 ${dx} ${dy}Z`
  if (kind === 1) return `M${ax} ${ay}L${bx} ${by}L${dx} ${dy}Z`
  return `M${x + 3} ${y + 8}a5 5 0 1 0 10 0a5 5 0 1 0 -10 0Z`
}

export function picture(address: string): Picture {
  const next = numbersOf(address.toLowerCase())
  const hue = (next() % 24) * 15
  const accentHue = (hue + 40 + (next() % 10) * 28) % 360
  const tiles = [0, 1, 2, 3].map((i): Tile => {
    // Quarter discs most of all: they join into the larger curves that are easy to remember.
    const kind = [0, 0, 0, 0, 1, 2][next() % 6]!
    return {
      d: shape(kind, next() % 4, (i % 2) * 16, Math.floor(i / 2) * 16),
      tone: (next() % 3) as 0 | 1 | 2,
    }
  })
  return { hue, accentHue, tiles }
}
