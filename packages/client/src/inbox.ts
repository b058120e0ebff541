/**
 * The account's inbox: invitations of strangers and friends, each opened once.
 *
 * @module
 */
import * as Codec from '@parley/codec'
import {
  type Account,
  Bytes,
  Envelope,
  type Network as Members,
  Seal,
  Topic,
} from '@parley/protocol'

import { ensureConversation } from './conversations.ts'
import type { Database, Transaction } from './database.ts'
import * as Groups from './groups.ts'
import * as Invitation from './invitation.ts'
import * as Records from './records.ts'
import type { Session } from './session.ts'
import { slotOf } from './slots.ts'

/** What the rest of the client does when mail came. */
export type InboxEvents = {
  /** A conversation's records changed. */
  readonly onConversation: (id: string) => void
  /** A group is new on this device. */
  readonly onGroup: (name: string, peer: Account.Account) => Promise<void>
  /** The current key package was used: announce another. */
  readonly onKeyPackageUsed: () => void
}

/** Up to which position of a node's log of a topic all is processed. */
export function cursorOf(database: Database, topic: Uint8Array): (node: string) => Promise<number> {
  return async (node) =>
    (await database.get(Records.number, Records.keys.cursor(Bytes.toHex(topic), node))) ?? 0
}

export class Inbox {
  readonly #session: Session
  readonly #events: InboxEvents
  /** Called when something begins to be processed; what it returns, when it is. */
  readonly #begin: () => () => void
  #stop: () => void = () => {}

  constructor(session: Session, events: InboxEvents, begin: () => () => void) {
    this.#session = session
    this.#events = events
    this.#begin = begin
  }

  close(): void {
    this.#stop()
  }

  /** Follows this account's inbox. */
  follow(descriptor: Topic.Descriptor): void {
    const { host, network } = this.#session
    const topic = Topic.idOf(host.crypto, descriptor)
    this.#stop = network.reading.subscribe(
      topic,
      cursorOf(this.#session.database, topic),
      async (from, position, bytes) => {
        const end = this.#begin()
        try {
          await this.#mail(topic, from, position, bytes)
        } finally {
          end()
        }
      },
    )
  }

  async #mail(
    topic: Uint8Array,
    from: Members.Node,
    position: number,
    bytes: Uint8Array,
  ): Promise<void> {
    const { host, database, engine, device } = this.#session
    const { content } = Codec.decode(Envelope.codec, bytes)
    const ref = Envelope.refOf(host.crypto, content)
    const seenKey = Records.keys.seen(Bytes.toHex(topic), ref)
    const cursorKey = Records.keys.cursor(Bytes.toHex(topic), from.name)
    const value = (await database.has(seenKey))
      ? undefined
      : Invitation.open(host.primitives, content.body, device.inboxSecret)
    const commit = value && (await this.#sealedCommit(value))
    const joined = await database.transact(async (transaction) => {
      if (await transaction.has(seenKey)) {
        transaction.put(Records.number, cursorKey, position)
        return undefined
      }
      markAndAdvance(transaction, seenKey, cursorKey, position)
      if (!value || !commit) return undefined
      let result: Groups.Joined | undefined
      for (const keyPackageRef of engine.welcomeRefs(value.welcome)) {
        const name = Bytes.toHex(keyPackageRef)
        const held = await transaction.get(Records.keyPackage, Records.keys.keyPackage(name))
        if (!held) continue
        try {
          result = Groups.join(this.#session, value, commit, held.secret)
        } catch (error) {
          host.log.warn({ error: String(error) }, 'invitation refused')
        }
        const record = (await transaction.get(Records.device, Records.keys.device))!
        if (Bytes.equal(record.keyPackage, keyPackageRef)) {
          transaction.put(Records.device, Records.keys.device, {
            ...record,
            keyPackage: new Uint8Array(),
          })
          transaction.after(() => this.#events.onKeyPackageUsed())
        }
        break
      }
      if (!result || (await transaction.has(Records.keys.group(result.name)))) return undefined
      return this.#enter(transaction, result)
    })
    if (joined) await this.#events.onGroup(joined.name, joined.peer)
  }

  async #enter(
    transaction: Transaction,
    joined: Groups.Joined,
  ): Promise<{ name: string; peer: Account.Account } | undefined> {
    const { device } = this.#session
    const { name, group, state, peer } = joined
    const { id, record } = await ensureConversation(this.#session, transaction, peer, 'request')
    if (record.consent === 'blocked') return undefined
    const own = peer === device.account
    transaction.put(Records.conversation, Records.keys.conversation(id), {
      ...record,
      groups: [...record.groups, Bytes.fromHex(name)].toSorted(Bytes.compare),
      consent: own ? 'accepted' : record.consent,
    })
    Groups.putState(this.#session, transaction, name, state)
    transaction.put(Records.group, Records.keys.group(name), group)
    transaction.after(() => this.#events.onConversation(id))
    return { name, peer }
  }

  /** The commit an invitation's seal names, if the seal verifies and the network has it. */
  async #sealedCommit(value: Invitation.Invitation): Promise<Envelope.Envelope | undefined> {
    const { host, network } = this.#session
    const topic = Topic.idOf(host.crypto, value.descriptor)
    try {
      const slot = slotOf(this.#session, topic, value.seal.slot)
      await Seal.verifyCertificate(host.crypto, slot, value.seal)
    } catch (error) {
      host.log.warn({ error: String(error) }, 'invitation without a valid seal')
      return undefined
    }
    const found = await network.reading.fetch(topic, [value.seal.value])
    const hit = found.get(Bytes.toHex(value.seal.value.id))
    // Not marked as seen: the next start or gateway tries again.
    if (!hit) throw new Error('the invitation’s commit cannot be fetched now')
    return Codec.decode(Envelope.codec, hit.envelope)
  }
}

function markAndAdvance(
  transaction: Transaction,
  seenKey: string,
  cursorKey: string,
  position: number,
): void {
  transaction.put(Records.nothing, seenKey, {})
  transaction.put(Records.number, cursorKey, position)
}
