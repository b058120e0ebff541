/**
 * Group commit: all that arrived while the disk was busy is written in the next transaction, and
 * receipts are signed after it, one signature for the batch.
 *
 * @module
 */
import { type Crypto, type Envelope, Errors, type Host, Receipt } from '@parley/protocol'

import type { Metrics } from './metrics.ts'
import { type Append, type Outcome, type Store, StoreError, type Write } from './store/Store.ts'

/** Writes that are done together or not at all. */
type Group = {
  readonly writes: readonly Write[]
  /** What the receipt names, if one is wanted: the first write is its append. */
  readonly ref: Envelope.Ref | undefined
  readonly resolve: (done: { outcomes: readonly Outcome[]; receipt?: Receipt.Receipt }) => void
  readonly reject: (error: unknown) => void
}

export type CommitterOptions = {
  host: Host.Host
  store: Store
  node: { readonly id: Uint8Array; readonly keyPair: Crypto.KeyPair }
  metrics: Metrics
  itemsMax: number
  /** Told of each envelope that is newly on disk, before its receipt leaves. */
  onStored: (append: Append, outcome: Outcome) => void
}

/** After the disk failed, it is tried again so often. */
const retryMs = 1_000

export class Committer {
  readonly #options: CommitterOptions
  #queue: Group[] = []
  #running = false
  /** Once damaged it is never tried again: what it says of positions may be wrong by now. */
  #failure: { readonly details: string; readonly retryAt: number } | undefined
  /** Batches on disk whose receipts are being signed. */
  readonly #signing = new Set<Promise<void>>()
  #idle: (() => void)[] = []

  constructor(options: CommitterOptions) {
    this.#options = options
  }

  /** Why the last commit failed; `undefined` if it did not. */
  get failure(): string | undefined {
    return this.#failure?.details
  }

  /**
   * Refuses new work while the disk fails; lets some through now and then, to see.
   *
   * @throws WireError `storage_full`
   */
  assertStoring(): void {
    const failure = this.#failure
    if (failure === undefined || this.#options.host.clock.now() >= failure.retryAt) return
    throw new Errors.WireError('storage_full', { retryAfterMs: retryMs })
  }

  /**
   * Nothing is stored for a while after the store failed, in reading too.
   *
   * @returns what those who asked are told
   */
  noteFailure(error: unknown): Errors.WireError {
    const { host } = this.#options
    const details = error instanceof Error ? error.message : String(error)
    const isDamaged = error instanceof StoreError && error.code === 'store_corrupt'
    if (isDamaged) host.log.error({ err: error }, 'store is damaged')
    else if (this.#failure === undefined) host.log.error({ err: error }, 'store cannot be written')
    const retryAt = isDamaged ? Infinity : host.clock.now() + retryMs
    this.#failure = { details, retryAt }
    return new Errors.WireError('storage_full', { retryAfterMs: retryMs, cause: error })
  }

  /**
   * Stores an envelope, with other writes if any. Resolves once it is on disk and signed for.
   *
   * @throws WireError `topic_full` or `storage_full`
   */
  async append(
    ref: Envelope.Ref,
    append: Append,
    ...others: readonly Write[]
  ): Promise<Receipt.Receipt> {
    const { outcomes, receipt } = await this.#enqueue([append, ...others], ref)
    if (outcomes[0]!.status === 'full') throw new Errors.WireError('topic_full')
    return receipt!
  }

  /**
   * Does writes in one transaction, without a receipt.
   *
   * @throws WireError `storage_full`
   */
  async write(writes: readonly Write[]): Promise<readonly Outcome[]> {
    return (await this.#enqueue(writes, undefined)).outcomes
  }

  /** Resolves when all that was asked is on disk and signed for, or failed. */
  async drain(): Promise<void> {
    if (this.#running) await new Promise<void>((resolve) => this.#idle.push(resolve))
    await Promise.all(this.#signing)
  }

  #enqueue(
    writes: readonly Write[],
    ref: Envelope.Ref | undefined,
  ): Promise<{ outcomes: readonly Outcome[]; receipt?: Receipt.Receipt }> {
    return new Promise((resolve, reject) => {
      this.#queue.push({ writes, ref, resolve, reject })
      if (!this.#running) void this.#run()
    })
  }

  async #run(): Promise<void> {
    this.#running = true
    // All that this turn brings goes into the first batch.
    await Promise.resolve()
    while (this.#queue.length > 0) await this.#commit(this.#queue.splice(0, this.#options.itemsMax))
    this.#running = false
    for (const resolve of this.#idle.splice(0)) resolve()
  }

  async #commit(groups: readonly Group[]): Promise<void> {
    const { store, metrics, host } = this.#options
    if (this.#failure?.retryAt === Infinity) return this.#refuse(groups)
    const writes = groups.flatMap((group) => group.writes)
    const finish = metrics.commit(writes.length)
    let outcomes: readonly Outcome[]
    try {
      outcomes = await store.commit(writes)
    } catch (error) {
      this.noteFailure(error)
      return this.#refuse(groups, error)
    }
    finish()
    // A commit that was on its way when damage was found does not undo that.
    if (this.#failure && this.#failure.retryAt !== Infinity) {
      host.log.info({}, 'store can be written again')
      this.#failure = undefined
    }
    const signing: Promise<void> = this.#answer(groups, writes, outcomes).finally(() =>
      this.#signing.delete(signing),
    )
    this.#signing.add(signing)
  }

  #refuse(groups: readonly Group[], cause?: unknown): void {
    for (const { reject } of groups)
      reject(new Errors.WireError('storage_full', { retryAfterMs: retryMs, cause }))
  }

  /** Tells everybody. The next commit does not wait for it. */
  async #answer(
    groups: readonly Group[],
    writes: readonly Write[],
    outcomes: readonly Outcome[],
  ): Promise<void> {
    const { host, node, metrics, onStored } = this.#options
    let stored = 0
    for (const [i, write] of writes.entries())
      if (write.type === 'append' && outcomes[i]!.status === 'stored') {
        stored++
        onStored(write, outcomes[i]!)
      }
    if (stored > 0) metrics.stored(stored)

    const statements: Receipt.Statement[] = []
    const wanting: { group: Group; outcomes: readonly Outcome[] }[] = []
    let at = 0
    for (const group of groups) {
      const own = outcomes.slice(at, at + group.writes.length)
      at += group.writes.length
      const [first] = own
      if (group.ref === undefined || first!.status === 'full') {
        group.resolve({ outcomes: own })
        continue
      }
      const { topic } = group.writes[0] as Append
      const { position, receivedAt } = first!
      statements.push({ node: node.id, topic, envelope: group.ref, position, receivedAt })
      wanting.push({ group, outcomes: own })
    }
    if (statements.length === 0) return
    try {
      const receipts = await Receipt.issue(host.crypto, statements, node.keyPair)
      for (const [i, { group, outcomes }] of wanting.entries())
        group.resolve({ outcomes, receipt: receipts[i]! })
    } catch (error) {
      for (const { group } of wanting) group.reject(error)
    }
  }
}
