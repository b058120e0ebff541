/**
 * Telling writers how far their messages got: that they arrived, that they were read.
 *
 * @module
 */
import type { Message } from './api.ts'
import { acknowledge, findMessage, messageOf } from './conversations.ts'
import type { Transaction } from './database.ts'
import * as Records from './records.ts'
import { background, type Session } from './session.ts'
import { StoreError } from './store/StoreError.ts'

/** Delivered receipts of one burst leave together. */
const acknowledgeMs = 40
/** What the disk did not take is said so much later. */
const againMs = 2_000
/** Messages looked at in one transaction: as many as one receipt can name. */
const windowMax = 512

type Entry = { readonly key: string; readonly record: Records.Message }

export class Acknowledging {
  readonly #session: Session
  readonly #onOutgoing: (conversation: string) => void
  /** By conversation: messages whose writers are to be told that they arrived. */
  readonly #arrived = new Map<string, string[]>()

  /** @param onOutgoing told when a receipt was queued */
  constructor(session: Session, onOutgoing: (conversation: string) => void) {
    this.#session = session
    this.#onOutgoing = onOutgoing
  }

  /** Whether nobody is about to be told. */
  get idle(): boolean {
    return this.#arrived.size === 0
  }

  /** Tells the writer that a message arrived, with others of the same burst. */
  later(conversation: string, message: string): void {
    const waiting = this.#arrived.get(conversation)
    if (waiting) return void waiting.push(message)
    this.#arrived.set(conversation, [message])
    this.#after(acknowledgeMs, conversation)
  }

  #after(delayMs: number, conversation: string): void {
    const { host, database } = this.#session
    host.clock.after(delayMs, () =>
      background(this.#session, 'not acknowledged', async () => {
        const ids = [...(this.#arrived.get(conversation) ?? [])]
        try {
          await database.transact(async (transaction) => {
            const found = await Promise.all(ids.map((id) => findMessage(transaction, id)))
            const entries = found.filter((entry) => entry !== undefined)
            await this.#say(transaction, conversation, entries)
          })
        } catch (error) {
          // What the disk does not take now it takes later.
          if (error instanceof StoreError) this.#after(againMs, conversation)
          else this.#arrived.delete(conversation)
          throw error
        }
        const left = (this.#arrived.get(conversation) ?? []).slice(ids.length)
        if (left.length === 0) return void this.#arrived.delete(conversation)
        this.#arrived.set(conversation, left)
        this.#after(acknowledgeMs, conversation)
      }),
    )
  }

  /** Tells the writers of what arrived while it was not said yet, if the conversation is wanted. */
  async now(conversation: string): Promise<void> {
    await this.#eachWindow(conversation, async (transaction, entries) => {
      // What is not said yet stands together, from the newest on.
      return (await this.#say(transaction, conversation, entries)) > 0
    })
  }

  /**
   * Marks all messages of a conversation as read, and tells their writers unless it is a request.
   *
   * @returns those that were not
   */
  async read(conversation: string): Promise<readonly Message[]> {
    const changed: Message[] = []
    const key = Records.keys.conversation(conversation)
    let expected: number | undefined
    await this.#eachWindow(conversation, async (transaction, entries) => {
      const known = (await transaction.get(Records.conversation, key))!
      expected ??= known.unread
      const unread = entries.filter(({ record }) => !record.own && record.state === 'delivered')
      for (const { key: messageKey, record } of unread) {
        const read = { ...record, state: 'read' as const }
        transaction.put(Records.message, messageKey, read)
        transaction.after(() => changed.push(messageOf(read)))
      }
      if (known.unread > 0) transaction.put(Records.conversation, key, { ...known, unread: 0 })
      // Of a request nothing is said until it is accepted.
      await this.#say(transaction, conversation, entries, unread)
      expected -= unread.length
      return unread.length > 0 || expected > 0
    })
    return changed
  }

  /** Looks at all messages, the newest first, as long as there may be more to do. */
  async #eachWindow(
    conversation: string,
    look: (transaction: Transaction, entries: readonly Entry[]) => Promise<boolean>,
  ): Promise<void> {
    const prefix = Records.keys.messagesOf(conversation)
    let before: string | undefined
    for (let more = true; more;)
      more = await this.#session.database.transact(async (transaction) => {
        const window = await transaction.list(Records.message, prefix, {
          reverse: true,
          limit: windowMax,
          ...(before === undefined ? {} : { before }),
        })
        before = window.at(-1)?.key
        const entries = window.map(({ key, value }) => ({ key, record: value }))
        return (await look(transaction, entries)) && window.length === windowMax
      })
  }

  /**
   * Queues what was not said yet of some messages, if the conversation is wanted.
   *
   * @param read those that are read since just now
   * @returns of how many it was said that they arrived
   */
  async #say(
    transaction: Transaction,
    conversation: string,
    entries: readonly Entry[],
    read: readonly Entry[] = [],
  ): Promise<number> {
    const known = await transaction.get(
      Records.conversation,
      Records.keys.conversation(conversation),
    )
    if (known?.consent !== 'accepted') return 0
    const fresh = entries.filter(({ record }) => !record.own && !record.acknowledged)
    const isRead = new Set(read.map(({ key }) => key))
    for (const { key, record } of fresh)
      transaction.put(Records.message, key, {
        ...record,
        state: isRead.has(key) ? 'read' : record.state,
        acknowledged: true,
      })
    // Read says delivered too; what was read as a request is said when it is accepted.
    const wasRead = fresh.filter(({ key, record }) => !isRead.has(key) && record.state === 'read')
    const ids = (of: readonly Entry[]): Uint8Array[] => of.map(({ record }) => record.id)
    const arrived = fresh.filter(({ key, record }) => !isRead.has(key) && record.state !== 'read')
    await acknowledge(this.#session, transaction, conversation, 'delivered', ids(arrived))
    await acknowledge(this.#session, transaction, conversation, 'read', ids([...wasRead, ...read]))
    if (fresh.length + read.length > 0) transaction.after(() => this.#onOutgoing(conversation))
    return fresh.length
  }
}
