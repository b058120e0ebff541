/**
 * Accounts as this node knows them: the rules of identity topics, which are maps, and who was signed
 * out of an account whose log is here.
 *
 * @module
 */
import {
  type Account,
  Bytes,
  type Certificate,
  type Crypto,
  Errors,
  Identity,
  Limits,
  Topic,
} from '@parley/protocol'

import type { Place } from './store/places.ts'
import type { Store } from './store/Store.ts'

/** Rooms of an identity topic: what fills one takes nothing from another. */
const rooms = { key: 1, unlocks: 2, device: 3, revocation: 4, walletRevocation: 5 } as const
type Room = keyof typeof rooms

const { devicesMax, revocationsMax } = Limits.wire
const countMaxOf: Readonly<Record<Room, number>> = {
  key: 1,
  unlocks: 1,
  device: devicesMax,
  revocation: revocationsMax,
  walletRevocation: revocationsMax,
}

const nameOf = (room: Room, subject: Uint8Array = new Uint8Array()): Uint8Array =>
  Bytes.concat(Uint8Array.of(rooms[room]), subject)

function subjectOf(entry: Identity.Entry): { room: Room; subject?: Uint8Array } {
  switch (entry.type) {
    case 'key':
    case 'unlocks':
      return { room: entry.type }
    case 'device':
      return { room: 'device', subject: entry.content.device.certificate.credential.device }
    case 'revocation': {
      const room = entry.by.type === 'key' ? 'revocation' : 'walletRevocation'
      return { room, subject: entry.device }
    }
  }
}

/** Where an entry stands in its topic. */
export function placeOf(entry: Identity.Entry): Place {
  const { room, subject } = subjectOf(entry)
  return {
    name: nameOf(room, subject),
    order: Identity.orderOf(entry),
    generation: Identity.generationOf(entry),
    begins: room !== 'walletRevocation',
    room: rooms[room],
    countMax: countMaxOf[room],
    // Devices come and go; what was revoked stays revoked.
    keeps: entry.type === 'revocation' ? 'earliest' : 'latest',
  }
}

export class Accounts {
  readonly #crypto: Crypto.Crypto
  readonly #store: Store

  constructor(crypto: Crypto.Crypto, store: Store) {
    this.#crypto = crypto
    this.#store = store
  }

  #topics(account: Account.Account): Uint8Array[] {
    return Topic.homes.map((home) => Topic.idOf(this.#crypto, Topic.identity(account, home)))
  }

  /** Whether a device speaks for its account no more, as far as this node has the account's log. */
  async isSignedOut(credential: Certificate.Credential): Promise<boolean> {
    const { account, device } = credential
    const own = Identity.generationOfCredential(credential)
    for (const topic of this.#topics(account))
      for (const room of ['revocation', 'walletRevocation'] as const) {
        const { generation, order } = await this.#store.placed(topic, nameOf(room, device))
        const isReplaced = generation !== undefined && Bytes.compare(own, generation) < 0
        if (isReplaced || order !== undefined) return true
      }
    return false
  }

  /**
   * Devices replace their announcement now and then: each time costs all who follow the account. A
   * device that was just certified may, as its account may be taking it along.
   *
   * @throws WireError `quota_exceeded`
   */
  async assertPace(topic: Uint8Array, entry: Identity.Entry): Promise<void> {
    if (entry.type !== 'device') return
    const { issuedAt, device } = entry.content
    const { credential } = device.certificate
    if (issuedAt - credential.issuedAt < Limits.time.announcementMs) return
    const { order } = await this.#store.placed(topic, nameOf('device', credential.device))
    if (order === undefined) return
    const age = issuedAt - Identity.timeOfOrder(order)
    if (age <= 0 || age >= Limits.time.announcementMs) return
    throw new Errors.WireError('quota_exceeded', {
      details: 'The device announced itself a moment ago.',
      retryAfterMs: Limits.time.announcementMs - age,
    })
  }
}
