/**
 * What is missing of a group's topic: noticed, asked for by name, and waited for no longer than it can
 * come.
 *
 * @module
 */
import * as Codec from '@parley/codec'
import { Bytes, Envelope, Limits, Network as Members, Topic } from '@parley/protocol'

import type { Transaction } from './database.ts'
import { type Followed, type Item, remember, senderOf } from './following.ts'
import * as Groups from './groups.ts'
import * as Records from './records.ts'
import { background, type Session } from './session.ts'

/** A parent that is not there yet is often just behind: so long before it is asked for. */
const gapMs = 300
/** A gateway that has not delivered by then what another did is asked for it. */
const compareMs = 3000
/** What no replica has is asked for again after so long, and more each time. */
const againMsMin = 2_000
const againMsMax = 5 * 60_000
/**
 * What was stored when a message was written is at a quorum by then: what no quorum has any more so
 * long after it is not waited for.
 */
const settledMs = 5 * 60_000
/** Clocks differ: what nobody can have sent yet was never sent. */
const skewMsMax = 24 * 3_600_000
/** Names asked for at once, and kept: a hostile member may name what never was. */
const askedMax = 64
const wantedMax = 8_192
/** Keys derived in one transaction where many of a sender never came: half a second of work. */
const sliceMax = 4_096

/** What gaps need of whoever takes in envelopes. */
export type GapsEvents = {
  /** Takes in an envelope that was fetched; resolves when it is processed. */
  readonly take: (followed: Followed, item: Pick<Item, 'bytes' | 'from'>) => Promise<void>
  /** Looks again at what is held. */
  readonly revisit: (followed: Followed) => Promise<void>
  /** Runs a task some time later, unless the client is closed by then. */
  readonly after: (delayMs: number, task: () => Promise<unknown>) => void
  /** Called when something begins that must end before the client is caught up; what it returns, then. */
  readonly begin: () => () => void
}

/** An envelope, with its name. */
export type Named = { readonly envelope: Envelope.Envelope; readonly ref: Envelope.Ref }

export class Gaps {
  readonly #session: Session
  readonly #events: GapsEvents

  constructor(session: Session, events: GapsEvents) {
    this.#session = session
    this.#events = events
  }

  /** Those of some envelopes that are neither processed nor held. */
  async stillMissing(followed: Followed, refs: readonly Envelope.Ref[]): Promise<Envelope.Ref[]> {
    const { database } = this.#session
    const topic = Bytes.toHex(followed.topic)
    const out: Envelope.Ref[] = []
    for (const ref of refs) {
      const here =
        followed.known.has(Bytes.toHex(ref.id)) ||
        (await database.has(Records.keys.seen(topic, ref))) ||
        (await database.has(Records.keys.held(topic, ref)))
      if (!here) out.push(ref)
    }
    return out
  }

  /** Messages name parents that are not here: they are fetched if they do not come by themselves. */
  missing(followed: Followed, refs: readonly Envelope.Ref[]): void {
    if (refs.length > 0) this.#events.after(gapMs, () => this.#repair(followed, refs))
  }

  async #repair(followed: Followed, refs: readonly Envelope.Ref[]): Promise<void> {
    const { network, host, database } = this.#session
    const missing = await this.stillMissing(followed, refs)
    if (missing.length === 0) return
    host.log.info({ count: missing.length }, 'messages are missing: fetching them')
    const lacking = new Map(
      missing.map(({ id }) => [Bytes.toHex(id), network.reading.lacking(followed.topic, id)]),
    )
    // Remembered before they are asked for: what is missing stays known whatever happens.
    await database.transact(async (transaction) => {
      for (const ref of missing) await want(transaction, followed, ref)
    })
    for (const { envelope, ref } of await this.fetch(followed, missing))
      for (const node of lacking.get(Bytes.toHex(ref.id)) ?? [])
        await this.#confront(followed, envelope, node)
    this.seek(followed, againMsMin)
  }

  /** Fetches envelopes by name from whichever replica has them, and takes them in. */
  async fetch(followed: Followed, refs: readonly Envelope.Ref[]): Promise<Named[]> {
    const end = this.#events.begin()
    try {
      const { host, network } = this.#session
      const named: Named[] = []
      for (let i = 0; i < refs.length; i += askedMax) {
        const batch = refs.slice(i, i + askedMax)
        const found = await network.reading.fetch(followed.topic, batch)
        const taken: Promise<void>[] = []
        for (const { envelope: bytes, from } of found.values()) {
          const envelope = Codec.decode(Envelope.codec, bytes)
          named.push({ envelope, ref: Envelope.refOf(host.crypto, envelope.content) })
          taken.push(this.#events.take(followed, { bytes, from }))
        }
        await Promise.all(taken)
      }
      return named
    } finally {
      end()
    }
  }

  /** Asks for what is missing, at once or later, until it came or cannot come any more. */
  seek(followed: Followed, delayMs = 0): void {
    followed.search.rounds = 0
    this.#seekLater(followed, ++followed.search.token, delayMs)
  }

  #seekLater(followed: Followed, token: number, delayMs: number): void {
    this.#events.after(delayMs, async () => {
      if (token !== followed.search.token) return
      try {
        if (!(await this.#seek(followed))) return
      } finally {
        const pause = againMsMin * 2 ** Math.min(followed.search.rounds++, 10)
        if (token === followed.search.token && followed.search.wanted !== 0)
          this.#seekLater(followed, token, Math.min(againMsMax, pause))
      }
    })
  }

  /** @returns whether anything is missing still */
  async #seek(followed: Followed): Promise<boolean> {
    const { database } = this.#session
    const prefix = Records.keys.wantedIn(Bytes.toHex(followed.topic))
    const wanted = await database.list(Envelope.ref, prefix)
    followed.search.wanted = wanted.length
    for (let i = 0; i < wanted.length; i += askedMax) {
      const batch = wanted.slice(i, i + askedMax)
      const refs = batch.map(({ value }) => value)
      const missing = await this.stillMissing(followed, refs)
      if (missing.length > 0) await this.fetch(followed, missing)
      const left = await this.stillMissing(followed, missing)
      const over = await this.#over(followed, left)
      const names = new Set(left.map(({ id }) => Bytes.toHex(id)))
      const done = batch.filter(({ value: { id } }) => {
        const name = Bytes.toHex(id)
        return !names.has(name) || over.has(name)
      })
      if (done.length === 0) continue
      await database.transact(async (transaction) => {
        for (const { key } of done) transaction.delete(key)
      })
      followed.search.wanted -= done.length
      followed.search.rounds = 0
    }
    return followed.search.wanted > 0
  }

  /** Of what is missing: what has expired, or a quorum of those who must have it says it lacks. */
  async #over(followed: Followed, missing: readonly Envelope.Ref[]): Promise<Set<string>> {
    const { host, database } = this.#session
    const group = await database.get(Records.group, Records.keys.group(followed.name))
    const now = host.clock.now()
    const over = new Set<string>()
    if (group === undefined) return over
    const retentionMs = Topic.retentionMsMax(group.descriptor)
    const settled: Envelope.Ref[] = []
    for (const ref of missing)
      if (ref.sentAt + retentionMs < now || ref.sentAt > now + Limits.time.futureMsMax + skewMsMax)
        over.add(Bytes.toHex(ref.id))
      else if (ref.sentAt + settledMs < now) settled.push(ref)
    if (settled.length === 0 || !(await this.#quorumLacks(followed, settled))) return over
    for (const { id } of await this.stillMissing(followed, settled)) {
      const name = Bytes.toHex(id)
      over.add(name)
      remember(followed, name)
    }
    return over
  }

  /** Asks each replica itself; what one has is taken in. Whether a quorum answered. */
  async #quorumLacks(followed: Followed, refs: readonly Envelope.Ref[]): Promise<boolean> {
    const { network, host } = this.#session
    const answered = new Set<string>()
    await Promise.all(
      network.members.replicasOf(followed.topic).map(async (node) => {
        try {
          const found = await network.reading.fetchFrom(node, followed.topic, refs)
          for (const bytes of found.values())
            await this.#events.take(followed, { bytes, from: node })
          answered.add(node.name)
        } catch (error) {
          host.log.debug({ node: node.url, error: String(error) }, 'could not be asked')
        }
      }),
    )
    const sets = network.members.setsOf(followed.topic)
    return Members.isQuorumOfAll(sets, (name) => answered.has(name))
  }

  // ---- senders that are far ahead

  /**
   * A message is too far ahead of what came of its writer: once all that a quorum has was read, what
   * is still missing is waited for no more.
   */
  settleLater(followed: Followed, sentAt: number): void {
    if (followed.settling) return
    followed.settling = true
    const { host } = this.#session
    const delay = Math.max(0, sentAt + settledMs - host.clock.now())
    this.#events.after(delay, async () => {
      followed.settling = false
      await this.#events.revisit(followed)
      if (followed.far.size === 0) return
      try {
        await this.#settle(followed)
      } catch (error) {
        host.log.info({ error: String(error) }, 'not known yet what is missing')
      }
      // What is still too far waits for older keys to end, or for nodes that answer.
      if (followed.far.size > 0) this.settleLater(followed, host.clock.now())
    })
  }

  async #settle(followed: Followed): Promise<void> {
    const { network } = this.#session
    await network.reading.readAll(followed.topic, (bytes) =>
      this.#events.take(followed, { bytes, from: undefined }),
    )
    await this.#events.revisit(followed)
    while (await this.#step(followed)) await this.#events.revisit(followed)
  }

  /** Derives the keys that far messages wait for, some at a time; whether there are more. */
  #step(followed: Followed): Promise<boolean> {
    const { database, engine } = this.#session
    const topic = Bytes.toHex(followed.topic)
    return database.transact(async (transaction) => {
      let state = await Groups.stateOf(this.#session, transaction, followed.name)
      let more = false
      const senders = new Set<string>()
      for (const { value } of await transaction.list(Records.held, Records.keys.heldIn(topic))) {
        const { content } = Codec.decode(Envelope.codec, value.envelope)
        if (content.kind !== 'message') continue
        try {
          const place = engine.inspect(state, content.body)
          if (place.key !== 'too_far' || senders.has(senderOf(place))) continue
          senders.add(senderOf(place))
          const to = Math.min(place.generation, place.lowest + sliceMax)
          state = engine.settle(state, { ...place, generation: to })
          // Kept, so that what comes nevertheless opens.
          state = engine.step(state, { ...place, generation: to }, content.expiresAt)
          more = true
        } catch {
          // Of an epoch to come, or too many keys are kept already: it waits.
        }
      }
      if (more) Groups.putState(this.#session, transaction, followed.name, state)
      return more
    })
  }

  // ---- what one node delivers and another does not

  /** A tail cut off has no child that names it: compare what gateways delivered. */
  compareLater(followed: Followed, items: readonly (Named & Pick<Item, 'compared'>)[]): void {
    const { network } = this.#session
    const fresh = items.filter(
      (item) => item.compared && !followed.asked.has(Bytes.toHex(item.ref.id)),
    )
    if (fresh.length === 0) return
    for (const { ref } of fresh) {
      if (followed.asked.size > wantedMax) followed.asked.clear()
      followed.asked.add(Bytes.toHex(ref.id))
    }
    this.#events.after(compareMs, async () => {
      for (const { ref, envelope } of fresh)
        for (const node of network.reading.lacking(followed.topic, ref.id))
          await this.#confront(followed, envelope, node)
    })
  }

  /**
   * Asks a node for an envelope others have. It may have missed it honestly, and then is given it.
   * If it signs that it has it and still does not give it, it is named.
   */
  async #confront(
    followed: Followed,
    envelope: Envelope.Envelope,
    node: Members.Node,
  ): Promise<void> {
    const { network, host, database } = this.#session
    const ref = Envelope.refOf(host.crypto, envelope.content)
    try {
      const answer = await network.reading.fetchFrom(node, followed.topic, [ref])
      if (answer.size > 0) return
      const group = await database.get(Records.group, Records.keys.group(followed.name))
      if (!group || !(await network.publishing.storesAt(node, envelope, group.descriptor))) return
      const again = await network.reading.fetchFrom(node, followed.topic, [ref])
      if (again.size === 0)
        network.fault(node, 'withheld_envelope', `envelope ${Bytes.toHex(ref.id)}`)
    } catch (error) {
      host.log.debug({ node: node.url, error: String(error) }, 'could not be asked')
    }
  }

  /** Looks for what was missing before the last stop. */
  resume(followed: Followed): void {
    background(this.#session, 'nothing sought', async () => {
      await this.#events.revisit(followed)
      this.seek(followed)
    })
  }
}

/** Remembers the name of an envelope that is missing. */
export async function want(
  transaction: Transaction,
  { topic, search }: Followed,
  ref: Envelope.Ref,
): Promise<void> {
  const name = Bytes.toHex(topic)
  const key = Records.keys.wanted(name, ref)
  if (await transaction.has(key)) return
  search.wanted ??= (await transaction.list(Envelope.ref, Records.keys.wantedIn(name))).length
  if (search.wanted >= wantedMax) return
  search.wanted++
  transaction.put(Envelope.ref, key, ref)
}
