/**
 * How long a client that decides slots waits, from how fast replicas answered.
 *
 * @module
 */

/** Before anything was measured: a round trip on a good line. */
const roundTripMsFirst = 50
/** Timers and busy machines are no more exact than this. */
const graceMsMin = 5
/** A person waits for this: the slow path is there for slower replicas. */
const graceMsMax = 250
/** To finish a slot in a later view takes a rival three round trips. */
const tripsOfView = 3
const backoffMsMin = 15
const backoffMsMax = 5000

export class Pace {
  /** Replicas that were waited for in vain, and have not answered since. */
  readonly #absent = new Set<string>()
  /** What a quorum took lately: each measurement counts for a quarter. */
  #roundTripMs: number | undefined

  /** A quorum of replicas took so long to answer. */
  measured(ms: number): void {
    this.#roundTripMs = this.#roundTripMs === undefined ? ms : 0.75 * this.#roundTripMs + 0.25 * ms
  }

  /** A replica answered, late or not. */
  answered(replica: string): void {
    this.#absent.delete(replica)
  }

  /** A replica did not answer in the time it was given. */
  missed(replica: string): void {
    this.#absent.add(replica)
  }

  /**
   * What the last replicas may lag behind a quorum before the slow path is taken. That path takes
   * one more round trip of a quorum: to wait longer than it took costs more than it can spare.
   * Replicas that are away are not waited for.
   *
   * @param missing those that have not answered
   * @param elapsedMs since they were asked
   */
  graceMs(missing: readonly string[], elapsedMs: number): number {
    if (missing.every((replica) => this.#absent.has(replica))) return 0
    return Math.min(graceMsMax, Math.max(graceMsMin, elapsedMs))
  }

  /**
   * How long to leave a slot to a rival: as long as it needs for a view, doubled with each view
   * given up, and spread so that rivals do not come back as one.
   *
   * @param random from 0 to 1
   */
  backoffMs(attempt: number, random: number): number {
    const trip = this.#roundTripMs ?? roundTripMsFirst
    const pause = Math.max(backoffMsMin, tripsOfView * trip) * 2 ** Math.min(attempt, 10)
    return Math.min(backoffMsMax, pause) * (0.5 + random)
  }
}
