/** One line of a benchmark's result: ours beside what peers reached in the same run. */
export type Row = {
  readonly name: string
  readonly unit: string
  readonly ours: number
  /** `null`: the peer is not installed here. */
  readonly peers: Readonly<Record<string, number | null>>
  /** Ours over the best peer's; for latencies the other way round, so that above 1 is better. */
  readonly ratio: number | null
}

/**
 * Puts ours beside the peers'.
 *
 * @param better whether a higher or a lower figure is the better one
 */
export function row(
  name: string,
  unit: string,
  better: 'higher' | 'lower',
  ours: number,
  peers: Readonly<Record<string, number | null>>,
): Row {
  const known = Object.values(peers).filter((figure) => figure !== null)
  const best =
    known.length === 0 ? undefined : better === 'higher' ? Math.max(...known) : Math.min(...known)
  const ratio = best === undefined ? null : better === 'higher' ? ours / best : best / ours
  const round = (figure: number): number => Number(figure.toPrecision(4))
  return {
    name,
    unit,
    ours: round(ours),
    peers: Object.fromEntries(
      Object.entries(peers).map(([peer, figure]) => [peer, figure === null ? null : round(figure)]),
    ),
    ratio: ratio === null ? null : round(ratio),
  }
}

/** The middle one. */
export function median(figures: readonly number[]): number {
  return percentile(figures, 50)
}

/** The value that `percent` of the figures do not exceed. */
export function percentile(figures: readonly number[], percent: number): number {
  const sorted = figures.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor((sorted.length * percent) / 100))]!
}
