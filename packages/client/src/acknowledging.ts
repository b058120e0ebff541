/**
 * Telling writers that their messages arrived.
 *
 * @module
 */
import { acknowledge, findMessage } from './conversations.ts'
import type { Transaction } from './database.ts'
import * as Records from './records.ts'
import { background, type Session } from './session.ts'

/** Delivered receipts of one burst leave together. */
const acknowledgeMs = 40
/** On start and on acceptance so many of the latest messages are looked at for unsaid receipts. */
const unsaidMax = 4096

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
    this.#session.host.clock.after(acknowledgeMs, () =>
      background(this.#session, 'not acknowledged', async () => {
        const ids = this.#arrived.get(conversation) ?? []
        this.#arrived.delete(conversation)
        await this.#acknowledge(conversation, (transaction) =>
          Promise.all(ids.map((id) => findMessage(transaction, id))),
        )
      }),
    )
  }

  /** Tells the writers of what arrived while it was not said yet, if the conversation is wanted. */
  now(conversation: string): Promise<void> {
    return this.#acknowledge(conversation, async (transaction) => {
      const prefix = Records.keys.messagesOf(conversation)
      const recent = await transaction.list(Records.message, prefix, {
        reverse: true,
        limit: unsaidMax,
      })
      return recent.map(({ key, value }) => ({ key, record: value }))
    })
  }

  async #acknowledge(
    conversation: string,
    find: (
      transaction: Transaction,
    ) => Promise<({ key: string; record: Records.Message } | undefined)[]>,
  ): Promise<void> {
    const queued = await this.#session.database.transact(async (transaction) => {
      const key = Records.keys.conversation(conversation)
      const known = await transaction.get(Records.conversation, key)
      if (known?.consent !== 'accepted') return false
      const found = (await find(transaction)).filter((entry) => entry !== undefined)
      const fresh = found.filter(({ record }) => !record.acknowledged)
      for (const { key: messageKey, record } of fresh)
        transaction.put(Records.message, messageKey, { ...record, acknowledged: true })
      const ids = fresh.map(({ record }) => record.id)
      await acknowledge(this.#session, transaction, conversation, 'delivered', ids)
      return ids.length > 0
    })
    if (queued) this.#onOutgoing(conversation)
  }
}
