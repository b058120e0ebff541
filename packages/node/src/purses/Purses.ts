/**
 * Purses: every holding and every spending is charged to who has it, to all strangers of its
 * prefix, and to the node, and each must have room. A new link opens no new purse; a device that
 * proved itself is charged to its account.
 *
 * @module
 */
import { Bucket, Errors, type Host } from '@parley/protocol'

import { addressOf, prefixOf } from './address.ts'
import type { Class, HeldRow, SpentRow } from './Row.ts'
import type { HeldName, SpentName, Table } from './table.ts'

/** Purses are looked through for those that are full and idle whenever there are this many more. */
const sweepEvery = 4_096
/** Who finds no room is told to try again after this. */
const retryAfterMs = 1_000

/** Whose a purse is. */
export class Holder {
  readonly class: Class
  /** An address, an account or a node, with what it is before it. */
  readonly name: string
  /** Of a stranger: the prefix it shares. */
  readonly prefix: string | undefined
  readonly buckets = new Map<SpentName, Bucket.Bucket>()
  /** What it holds, oldest first, and how much in all. */
  readonly held = new Map<HeldName, { readonly holds: Set<Hold>; amount: number }>()

  constructor(kind: Class, name: string, prefix?: string) {
    this.class = kind
    this.name = name
    this.prefix = prefix
  }

  /** How much it holds of something. */
  amount(row: HeldName): number {
    return this.held.get(row)?.amount ?? 0
  }
}

/** What all who hold something of a row hold together. */
type Pool = { byClass: Record<Class, number>; byPrefix: Map<string, number>; holders: Set<Holder> }

/** Something held. */
export class Hold {
  readonly row: HeldName
  readonly bearer: Bearer
  /** Called when another one's need goes first: what is held is to be released. */
  readonly give: (() => void) | undefined
  amount = 0

  constructor(bearer: Bearer, row: HeldName, give: (() => void) | undefined) {
    this.bearer = bearer
    this.row = row
    this.give = give
  }

  /**
   * Holds another amount. Less is always granted.
   *
   * @throws WireError with the row's code, and nothing changed
   */
  set(amount: number): void {
    this.bearer.purses.change(this, amount)
  }

  release(): void {
    this.bearer.purses.change(this, 0)
  }
}

/** One link, or one who is charged: by its address until it has proved more. */
export class Bearer {
  readonly purses: Purses
  #holder: Holder
  readonly #holds = new Set<Hold>()
  readonly #amounts = new Map<HeldName, number>()
  #closed = false

  constructor(purses: Purses, holder: Holder) {
    this.purses = purses
    this.#holder = holder
  }

  get holder(): Holder {
    return this.#holder
  }

  get class(): Class {
    return this.#holder.class
  }

  /** What one link may hold of a row. */
  linkMax(row: HeldName): number {
    return this.purses.table[row].link[this.class]
  }

  /** How much this one holds of a row. */
  amount(row: HeldName): number {
    return this.#amounts.get(row) ?? 0
  }

  /**
   * Holds something.
   *
   * @param give called when it is to be released for another one's need; without it, it never is
   * @throws WireError with the row's code
   */
  hold(row: HeldName, amount: number, give?: () => void): Hold {
    const hold = this.open(row, give)
    hold.set(amount)
    return hold
  }

  /** As {@link hold}, nothing yet. */
  open(row: HeldName, give?: () => void): Hold {
    return new Hold(this, row, give)
  }

  /** Notes that a hold of this bearer has changed, by so much. */
  track(hold: Hold, more: number): void {
    this.#amounts.set(hold.row, this.amount(hold.row) + more)
    if (hold.amount > 0) this.#holds.add(hold)
    else this.#holds.delete(hold)
  }

  /**
   * Spends something.
   *
   * @throws WireError with the row's code and `retryAfterMs`
   */
  spend(row: SpentName, amount = 1): void {
    this.purses.spend(this.#holder, row, amount)
  }

  /** In how many milliseconds so much could be spent; 0 if now. */
  waitMs(row: SpentName, amount = 1): number {
    return this.purses.waitMs(this.#holder, row, amount)
  }

  /**
   * Spends what is gone already, below nothing if need be.
   *
   * @returns how much is missing
   */
  charge(row: SpentName, amount: number): number {
    return this.purses.charge(this.#holder, row, amount)
  }

  /** Charges another holder from now on; what is held goes along. */
  become(holder: Holder): void {
    if (holder === this.#holder) return
    const all = [...this.#holds].map((hold) => [hold, hold.amount] as const)
    for (const [hold] of all) hold.release()
    this.#holder = holder
    for (const [hold, amount] of all) {
      try {
        hold.set(amount)
      } catch {
        hold.give?.()
      }
    }
  }

  /** Whether it is gone: nothing is held for it any more. */
  get closed(): boolean {
    return this.#closed
  }

  /** Releases everything, for good. */
  close(): void {
    this.#closed = true
    for (const hold of this.#holds) hold.release()
  }
}

/** All purses of a node. */
export class Purses {
  readonly table: Table
  readonly #clock: Host.Clock
  readonly #holders = new Map<string, Holder>()
  readonly #pools = new Map<HeldName, Pool>()
  readonly #shared = new Map<string, Bucket.Bucket>()
  #sweepAt = sweepEvery

  constructor(clock: Host.Clock, table: Table) {
    this.#clock = clock
    this.table = table
  }

  /** How many purses there are. */
  get count(): number {
    return this.#holders.size
  }

  /** The purse of who comes from an address and has proved nothing. */
  stranger(address: string): Holder {
    const own = addressOf(address)
    return this.#holder('stranger', `address ${own}`, prefixOf(own))
  }

  /** The purse of an account. `known` once it has been there for long. */
  account(account: string, known: boolean): Holder {
    return this.#holder(known ? 'known' : 'new', `account ${account}`)
  }

  /** The purse of another node. */
  member(name: string): Holder {
    return this.#holder('member', `member ${name}`)
  }

  bearer(holder: Holder): Bearer {
    return new Bearer(this, holder)
  }

  /** How much of a row is held by all. */
  amount(row: HeldName): number {
    const { stranger, new: young, known, member } = this.#pool(row).byClass
    return stranger + young + known + member
  }

  #holder(kind: Class, name: string, prefix?: string): Holder {
    const key = `${kind} ${name}`
    let holder = this.#holders.get(key)
    if (holder === undefined) {
      if (this.#holders.size >= this.#sweepAt) this.#sweep()
      holder = new Holder(kind, name, prefix)
      this.#holders.set(key, holder)
    }
    return holder
  }

  /** Forgets purses that are full and hold nothing: there is nothing to remember of them. */
  #sweep(): void {
    for (const [key, holder] of this.#holders) {
      const isIdle = [...holder.held.values()].every(({ amount }) => amount === 0)
      const isFull = [...holder.buckets.values()].every((bucket) => bucket.isFull())
      if (isIdle && isFull) this.#holders.delete(key)
    }
    for (const [key, bucket] of this.#shared)
      if (bucket.isFull() && key.startsWith('prefix ')) this.#shared.delete(key)
    this.#sweepAt = this.#holders.size + sweepEvery
  }

  // What is spent.

  #bucket(holder: Holder, name: SpentName): Bucket.Bucket {
    let bucket = holder.buckets.get(name)
    if (bucket === undefined) {
      bucket = new Bucket.Bucket(this.#clock, this.table[name].holder[holder.class])
      holder.buckets.set(name, bucket)
    }
    return bucket
  }

  #sharedBucket(key: string, rate: Bucket.Rate): Bucket.Bucket {
    let bucket = this.#shared.get(key)
    if (bucket === undefined) this.#shared.set(key, (bucket = new Bucket.Bucket(this.#clock, rate)))
    return bucket
  }

  /** The buckets that a spending is charged to, each with what it is called and what is left in it. */
  #levels(
    holder: Holder,
    name: SpentName,
  ): { purse: string; bucket: Bucket.Bucket; leave: number }[] {
    const row: SpentRow = this.table[name]
    const levels = [{ purse: holder.name, bucket: this.#bucket(holder, name), leave: 0 }]
    if (row.prefix && holder.prefix !== undefined) {
      const purse = `prefix ${holder.prefix}`
      const bucket = this.#sharedBucket(`${purse} ${name}`, row.prefix)
      levels.push({ purse, bucket, leave: 0 })
    }
    if (row.node) {
      const isKept = holder.class === 'stranger' || holder.class === 'new'
      const leave = isKept ? row.kept * row.node.burst : 0
      levels.push({ purse: 'node', bucket: this.#sharedBucket(`node ${name}`, row.node), leave })
    }
    return levels
  }

  spend(holder: Holder, name: SpentName, amount: number): void {
    const levels = this.#levels(holder, name)
    for (const { purse, bucket, leave } of levels) {
      const waitMs = bucket.waitMs(amount + leave)
      if (waitMs > 0) throw refused(this.table[name].code, name, purse, waitMs)
    }
    for (const { bucket } of levels) bucket.take(amount)
  }

  waitMs(holder: Holder, name: SpentName, amount: number): number {
    return Math.max(
      ...this.#levels(holder, name).map(({ bucket, leave }) => bucket.waitMs(amount + leave)),
    )
  }

  charge(holder: Holder, name: SpentName, amount: number): number {
    return Math.max(...this.#levels(holder, name).map(({ bucket }) => bucket.charge(amount)))
  }

  // What is held.

  #pool(name: HeldName): Pool {
    let pool = this.#pools.get(name)
    if (pool === undefined) {
      const byClass = { stranger: 0, new: 0, known: 0, member: 0 }
      pool = { byClass, byPrefix: new Map(), holders: new Set() }
      this.#pools.set(name, pool)
    }
    return pool
  }

  /** What is free for a class: strangers have a part, and what is kept is for who is known. */
  #free(name: HeldName, kind: Class): { purse: string; free: number } {
    const row: HeldRow = this.table[name]
    const { stranger, new: young, known, member } = this.#pool(name).byClass
    const node = row.node - stranger - young - known - member
    if (kind === 'known' || kind === 'member') return { purse: 'node', free: node }
    const open = { purse: 'node', free: Math.min(node, row.node - row.kept - stranger - young) }
    const strangers = row.strangers - stranger
    if (kind === 'new' || open.free <= strangers) return open
    return { purse: 'strangers', free: strangers }
  }

  /** Why a holder gets no more of something; `undefined` if it does. */
  #full(hold: Hold, more: number): string | undefined {
    const { row: name, bearer } = hold
    const { holder } = bearer
    const row: HeldRow = this.table[name]
    if (bearer.amount(name) + more > row.link[holder.class]) return 'link'
    const own = holder.amount(name)
    if (own + more > row.holder[holder.class]) return holder.name
    if (holder.prefix !== undefined) {
      const inPrefix = this.#pool(name).byPrefix.get(holder.prefix) ?? 0
      if (inPrefix + more > row.prefix) return `prefix ${holder.prefix}`
    }
    return undefined
  }

  /** Whoever holds most gives way, oldest holding first, down to an equal share. */
  #makeRoom(hold: Hold, more: number): void {
    const { row, bearer } = hold
    const pool = this.#pool(row)
    const wanted = bearer.holder.amount(row) + more
    const total = this.#free(row, bearer.class).free + this.#heldBelow(row, bearer.class)
    while (this.#free(row, bearer.class).free < more) {
      const others = [...pool.holders].filter((each) => isBelow(each.class, bearer.class))
      const share = total / (others.length + 1)
      let most: Holder | undefined
      for (const each of others)
        if (most === undefined || each.amount(row) > most.amount(row)) most = each
      if (most === undefined || most.amount(row) <= Math.max(share, wanted)) return
      const oldest = [...most.held.get(row)!.holds].find((each) => each.give !== undefined)
      if (oldest === undefined) return
      oldest.give!()
      oldest.release()
    }
  }

  #heldBelow(name: HeldName, kind: Class): number {
    const { byClass } = this.#pool(name)
    return kind === 'stranger' ? byClass.stranger : byClass.stranger + byClass.new
  }

  /** Changes what is held: see {@link Hold.set}. */
  change(hold: Hold, amount: number): void {
    const { row: name, bearer } = hold
    const more = amount - hold.amount
    if (more > 0 && bearer.closed) return
    if (more > 0) {
      const full = this.#full(hold, more)
      if (full !== undefined) throw refused(this.table[name].code, name, full, retryAfterMs)
      if (this.#free(name, bearer.class).free < more) this.#makeRoom(hold, more)
      const { free, purse } = this.#free(name, bearer.class)
      // Nobody takes more than half of what is free, beside an equal share.
      const own = bearer.holder.amount(name)
      const share =
        (free + this.#heldBelow(name, bearer.class)) / (this.#pool(name).holders.size + 1)
      const isTooMuch = own + more > Math.max((own + free) / 2, share)
      if (more > free || (isTooMuch && own > 0))
        throw refused(this.table[name].code, name, purse, retryAfterMs)
    }
    this.#note(hold, amount, more)
  }

  #note(hold: Hold, amount: number, more: number): void {
    const { row, bearer } = hold
    const { holder } = bearer
    const pool = this.#pool(row)
    pool.byClass[holder.class] += more
    if (holder.prefix !== undefined) {
      const inPrefix = (pool.byPrefix.get(holder.prefix) ?? 0) + more
      if (inPrefix > 0) pool.byPrefix.set(holder.prefix, inPrefix)
      else pool.byPrefix.delete(holder.prefix)
    }
    hold.amount = amount
    bearer.track(hold, more)
    let held = holder.held.get(row)
    if (held === undefined) holder.held.set(row, (held = { holds: new Set(), amount: 0 }))
    held.amount += more
    if (amount > 0) held.holds.add(hold)
    else held.holds.delete(hold)
    if (held.holds.size > 0) pool.holders.add(holder)
    else pool.holders.delete(holder)
  }
}

/** Whether one class gives way to another: members and known accounts never do. */
const isBelow = (one: Class, other: Class): boolean =>
  one === 'stranger' || (one === 'new' && other !== 'stranger')

function refused(
  code: Errors.WireCode,
  row: string,
  purse: string,
  waitMs: number,
): Errors.WireError {
  return new Errors.WireError(code, {
    details: `${row}: the purse of ${purse} is empty.`,
    retryAfterMs: Math.min(waitMs, 0xffff_ffff),
  })
}
