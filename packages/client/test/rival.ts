/**
 * A device that ends an epoch when it is told to: for showing what happens when several do so at
 * the same moment. It is put together of the client's own parts, as the client itself is.
 *
 * @module
 */
import * as Codec from '@parley/codec'
import { Account, Bytes, Crypto, Envelope, type Network as Members, Topic } from '@parley/protocol'

import type { Fault, Signer } from '../src/api.ts'
import { ensureConversation, say } from '../src/conversations.ts'
import { Database } from '../src/database.ts'
import * as Groups from '../src/groups.ts'
import type { ClientHost } from '../src/host.ts'
import { Identities, loadDevice } from '../src/identities.ts'
import { Inbound } from '../src/inbound.ts'
import { mlsEngine } from '../src/mls.ts'
import { Network } from '../src/network.ts'
import { Outbound } from '../src/outbound.ts'
import { Publishing } from '../src/publishing.ts'
import * as Records from '../src/records.ts'
import { certificateVerifier, deviceKeys, Emitter, type Session } from '../src/session.ts'
import type { Store } from '../src/store/Store.ts'

export type RivalOptions = {
  members: Members.Network
  signer: Signer
  store: Store
  host: ClientHost
  onFault: (fault: Fault) => void
}

/** A commit of this device, ready for its slot. */
export type Proposed = {
  readonly epoch: number
  readonly envelope: Envelope.Envelope
  /** The write key of the epoch it begins, in hex. */
  readonly nextWriter: string
}

/** How long a slot took. */
export type Times = {
  /** Until the device had the seal. */
  readonly sealedMs: number
  /** Until a quorum had it: from then on the next epoch is written to. */
  readonly openMs: number
}

export class Rival implements AsyncDisposable {
  readonly account: Account.Account
  readonly #session: Session
  readonly #outbound: Outbound
  readonly #inbound: Inbound
  readonly #joined = Promise.withResolvers<string>()

  private constructor(session: Session, record: Records.Device) {
    const follow = (name: string, descriptor: Topic.Descriptor): void => {
      this.#inbound.follow(name, descriptor)
      this.#joined.resolve(name)
    }
    const identities = new Identities(session, () => {})
    const events = { onMessage: () => {}, onConversation: () => {} }
    this.account = session.device.account
    this.#session = session
    this.#inbound = new Inbound(session, {
      ...events,
      onGroup: async (name) => follow(name, (await this.#group(name)).descriptor),
      // Nothing leaves but what this device is told to send.
      onOutgoing: () => {},
      onContent: () => Promise.resolve(),
      onEnded: () => {},
      onKeyPackageUsed: () => {},
      onUnsealed: (name, commit) => void this.#outbound.seal(name, commit),
    })
    this.#outbound = new Outbound(session, identities, this.#inbound, {
      ...events,
      onGroup: follow,
      onEnvelope: () => {},
    })
    this.#inbound.followInbox(record.inbox)
  }

  /** A device that others can invite. */
  static async start(options: RivalOptions): Promise<Rival> {
    const { host, members, signer, onFault } = options
    const verifyCertificate = certificateVerifier()
    const engine = mlsEngine(host.primitives, verifyCertificate)
    const database = new Database(options.store)
    const account = Account.from(signer.address)
    const record = await loadDevice(host, database, engine, account, signer)
    const device = deviceKeys(host.crypto, record)
    const network = new Network({
      host,
      members,
      source: { read: () => Promise.resolve(members) },
      database,
      proven: [],
      device: { certificate: device.certificate, deviceKey: device.deviceKey },
      onState: () => {},
      onFault,
      onMembers: () => {},
    })
    const emitter = new Emitter()
    const session = { host, database, engine, network, device, emitter, verifyCertificate }
    const rival = new Rival(session, record)
    await new Identities(session, () => {}).announce()
    return rival
  }

  /** The group it is in, once it is. */
  get group(): Promise<string> {
    return this.#joined.promise
  }

  async #group(name: string): Promise<Records.Group> {
    return (await this.#session.database.get(Records.group, Records.keys.group(name)))!
  }

  /** The topic of its group. */
  async topic(): Promise<Uint8Array> {
    const { descriptor } = await this.#group(await this.group)
    return Topic.idOf(this.#session.host.crypto, descriptor)
  }

  /** Begins a group with all devices of this account and of another. */
  async invite(account: Account.Account): Promise<void> {
    const { database } = this.#session
    const conversation = await database.transact(async (transaction) => {
      const { id } = await ensureConversation(this.#session, transaction, account, 'accepted')
      await say(this.#session, transaction, id, {
        type: 'parley/text:1.0',
        fallback: 'hello',
        body: new Uint8Array(),
        visible: true,
      })
      return id
    })
    this.#outbound.pump(conversation)
  }

  /** Makes a commit that renews this device's keys, and nothing else. */
  async propose(): Promise<Proposed> {
    const name = await this.group
    await this.#session.database.transact((transaction) =>
      Groups.propose(this.#session, transaction, name, { add: [], remove: [] }),
    )
    const group = await this.#group(name)
    const envelope = Codec.decode(Envelope.codec, group.pending!.envelope)
    const { nextWriter } = Codec.decode(Envelope.commitBody, envelope.content.body)
    return { epoch: Groups.epochOf(group), envelope, nextWriter: Bytes.toHex(nextWriter) }
  }

  /** Gets nonsense sealed as the end of the group's epoch: nodes cannot tell. */
  async poison(): Promise<void> {
    const { host } = this.#session
    const name = await this.group
    const group = await this.#group(name)
    const now = host.clock.now()
    const nonsense = await Envelope.sign(
      host.crypto,
      {
        topic: await this.topic(),
        kind: 'commit',
        epoch: Groups.epochOf(group),
        sentAt: now,
        expiresAt: now + 3_600_000,
        body: Codec.encode(Envelope.commitBody, {
          nextWriter: Crypto.deriveKeyPair(host.random.bytes(32), 'nobody').publicKey,
          nextVersion: group.version,
          commit: host.random.bytes(300),
        }),
      },
      Groups.currentWriter(group),
    )
    await this.#outbound.seal(name, nonsense)
  }

  /** Gets the slot of its commit sealed, with this commit or another. */
  async seal({ envelope }: Proposed): Promise<Times> {
    const name = await this.group
    const { publishing } = this.#session.network
    const startedAt = performance.now()
    let sealedMs = 0
    // What it stores once the slot is decided is the seal.
    publishing.publish = (stored, options) => {
      if (stored.content.kind === 'seal') sealedMs = performance.now() - startedAt
      return Publishing.prototype.publish.call(publishing, stored, options)
    }
    await this.#outbound.seal(name, envelope)
    return { sealedMs, openMs: performance.now() - startedAt }
  }

  /** The write key of an epoch in hex, once this device is in it. */
  async writer(epoch: number): Promise<string> {
    const name = await this.group
    for (;;) {
      const next = this.#inbound.activity()
      const writer = Groups.writerOf(await this.#group(name), epoch)
      if (writer !== undefined) return Bytes.toHex(writer)
      await next
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#inbound.close()
    this.#outbound.close()
    await this.#session.network.close()
    await this.#session.database.close()
  }
}
