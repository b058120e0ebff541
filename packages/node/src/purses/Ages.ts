/**
 * Since when accounts have been there: wallets are free, age is not. An account is *known* once f+1 of
 * those who keep its log have had it for long, so that an honest one is among them.
 *
 * @module
 */
import type { Account, Host } from '@parley/protocol'

/** Accounts whose age is remembered. */
const keptMax = 65_536
/** Who is young is asked about again after this. */
const askAgainMs = 3_600_000

export class Ages {
  readonly #clock: Host.Clock
  readonly #knownAfterMs: number
  readonly #since: (account: Account.Account) => Promise<number | undefined>
  /** By account: when it is known, or when to ask again. */
  readonly #kept = new Map<string, { known: boolean; askAt: number }>()

  /**
   * @param options `since` gives the time from which f+1 of an account's replicas have had it
   */
  constructor(options: {
    clock: Host.Clock
    knownAfterMs: number
    since: (account: Account.Account) => Promise<number | undefined>
  }) {
    this.#clock = options.clock
    this.#knownAfterMs = options.knownAfterMs
    this.#since = options.since
  }

  /** Whether an account is known by what has been learned of it. */
  isKnown(account: Account.Account): boolean {
    return this.#knownAfterMs === 0 || this.#kept.get(account)?.known === true
  }

  /** Learns whether an account is known, if that may have changed. */
  async learn(account: Account.Account): Promise<boolean> {
    const kept = this.#kept.get(account)
    const now = this.#clock.now()
    if (this.isKnown(account) || (kept && kept.askAt > now)) return this.isKnown(account)
    const since = await this.#since(account).catch(() => undefined)
    const known = since !== undefined && now - since >= this.#knownAfterMs
    if (this.#kept.size >= keptMax) this.#kept.delete(this.#kept.keys().next().value!)
    this.#kept.set(account, { known, askAt: now + askAgainMs })
    return known
  }
}

/** From the first times at which each replica has had something: since when f+1 of them have. */
export function sinceOf(
  times: readonly (number | undefined)[],
  faulty: number,
): number | undefined {
  const sorted = times.filter((time) => time !== undefined).toSorted((a, b) => a - b)
  return sorted[faulty]
}
