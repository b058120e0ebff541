/**
 * Who is who: this device's certificate and announcement, and the identity logs of others.
 *
 * @module
 */
import * as Codec from '@parley/codec'
import {
  type Account,
  Bytes,
  Certificate,
  Crypto,
  Envelope,
  Identity,
  Limits,
  Topic,
} from '@parley/protocol'
import { x25519 } from '@noble/curves/ed25519.js'

import type { Signer } from './api.ts'
import type { Database } from './database.ts'
import type { GroupEngine } from './engine.ts'
import { ClientError } from './errors.ts'
import type { ClientHost } from './host.ts'
import * as Records from './records.ts'
import type { Session } from './session.ts'

/** What a stranger's first message costs: 2^14 hashes, some 50 ms of a phone. */
const postageBits = 14
/** A key package is replaced after so long even if nobody used it. */
const keyPackageMsMax = 30 * 24 * 3_600_000
/** Strangers who read an old announcement may still use its key package for so long. */
const keyPackageKeptMs = 14 * 24 * 3_600_000

/**
 * This device's record, made and certified by the wallet at the first start.
 *
 * @throws ClientError `wallet_signature_invalid`, `wrong_account`
 */
export async function loadDevice(
  host: ClientHost,
  database: Database,
  engine: GroupEngine,
  account: Account.Account,
  signer: Signer,
): Promise<Records.Device> {
  const known = await database.get(Records.device, Records.keys.device)
  if (known) {
    if (known.certificate.certificate.account !== account) throw new ClientError('wrong_account')
    return known
  }
  const now = host.clock.now()
  const deviceKey = Crypto.deriveKeyPair(host.random.bytes(32), 'device')
  const inboxSecret = host.random.bytes(32)
  const signatureKey = engine.newSignatureKey()
  const certificate: Certificate.Certificate = {
    account,
    deviceKey: deviceKey.publicKey,
    signatureKey: signatureKey.publicKey,
    inboxKey: x25519.getPublicKey(inboxSecret),
    issuedAt: now,
  }
  const signature = await signer.signTypedData(Certificate.typedData(certificate))
  const signed = { certificate, walletSignature: parseSignature(signature) }
  if (!Certificate.verify(signed)) throw new ClientError('wallet_signature_invalid')
  // The wallet was asked outside the lock: another tab may have been faster, and then it wins.
  return database.transact(async (transaction) => {
    const other = await transaction.get(Records.device, Records.keys.device)
    if (other) return other
    const record: Records.Device = {
      certificate: signed,
      deviceSecret: deviceKey.secretKey,
      signatureSecret: signatureKey.secret,
      inboxSecret,
      inbox: {
        type: 'inbox',
        account,
        retentionSeconds: Limits.time.retentionSecondsDefault,
        postageBits,
      },
      keyPackage: new Uint8Array(),
      announcedAt: 0,
    }
    transaction.put(Records.device, Records.keys.device, record)
    return record
  })
}

function parseSignature(text: string): Uint8Array {
  try {
    return Bytes.fromHex(text.replace(/^0x/, '').toLowerCase())
  } catch (cause) {
    throw new ClientError('wallet_signature_invalid', { cause })
  }
}

export class Identities {
  readonly #session: Session
  /** Called when an account's log has news. */
  readonly #onChange: (account: Account.Account) => void
  readonly #followed = new Map<Account.Account, () => void>()

  constructor(session: Session, onChange: (account: Account.Account) => void) {
    this.#session = session
    this.#onChange = onChange
  }

  /** The account as this device last saw it. Local. */
  async known(account: Account.Account): Promise<Identity.Identity> {
    const { database, host } = this.#session
    const record = await database.get(Records.contact, Records.keys.contact(account))
    return Identity.fold(
      host.crypto,
      (record?.entries ?? []).map((bytes) => Codec.decode(Identity.entry, bytes)),
    )
  }

  /**
   * The account as a quorum of replicas has it now, joined with what was known before: a node that
   * withholds a revocation cannot take it back.
   *
   * @throws WireError `unavailable`
   */
  async read(account: Account.Account): Promise<Identity.Identity> {
    const { host, network } = this.#session
    const topic = Topic.idOf(host.crypto, Topic.identity(account))
    await this.#add(account, await network.reading.readAll(topic))
    return this.known(account)
  }

  /** Follows an account's log from now on. */
  follow(account: Account.Account): void {
    if (this.#followed.has(account)) return
    const { host, network, database } = this.#session
    const topic = Topic.idOf(host.crypto, Topic.identity(account))
    const name = Bytes.toHex(topic)
    const stop = network.reading.subscribe(
      topic,
      async (replica) =>
        (await database.get(Records.number, Records.keys.cursor(name, replica))) ?? 0,
      async ({ replica, position, envelope }) => {
        await this.#add(account, [envelope])
        await database.transact(async (transaction) =>
          transaction.put(Records.number, Records.keys.cursor(name, replica.name), position),
        )
      },
    )
    this.#followed.set(account, stop)
  }

  async #add(account: Account.Account, envelopes: readonly Uint8Array[]): Promise<void> {
    const { host, database } = this.#session
    const entries: Uint8Array[] = []
    for (const bytes of envelopes) {
      try {
        const body = Codec.decode(Envelope.codec, bytes).content.body
        const entry = Codec.decode(Identity.entry, body)
        if (Identity.accountOf(entry) !== account) continue
        if (await Identity.verify(host.crypto, entry, this.#session.verifyCertificate))
          entries.push(body)
      } catch (error) {
        host.log.warn({ account, error: String(error) }, 'identity entry refused')
      }
    }
    if (entries.length === 0) return
    const news = await database.transact(async (transaction) => {
      const key = Records.keys.contact(account)
      const record = (await transaction.get(Records.contact, key)) ?? { entries: [] }
      const have = new Set(record.entries.map(Bytes.toHex))
      const fresh = entries.filter((entry) => !have.has(Bytes.toHex(entry)))
      if (fresh.length === 0) return false
      const all = [...record.entries, ...fresh].map((entry) => entry.slice())
      transaction.put(Records.contact, key, { entries: prune(host.crypto, all) })
      return true
    })
    if (news) this.#onChange(account)
  }

  /** Tells the network how this device is reached, if it does not know or has an old key package. */
  async announce(): Promise<void> {
    const { host, database, engine, network, device } = this.#session
    const now = host.clock.now()
    const record = await database.transact(async (transaction) => {
      const current = (await transaction.get(Records.device, Records.keys.device))!
      const used = current.keyPackage.length === 0
      if (current.announcedAt > 0 && now - current.announcedAt < keyPackageMsMax && !used)
        return undefined
      for (const { key, value } of await transaction.list(Records.keyPackage, 'kp/'))
        if (now - value.createdAt > keyPackageMsMax + keyPackageKeptMs) transaction.delete(key)
      const made = engine.newKeyPackage(device.leaf, now)
      transaction.put(Records.keyPackage, Records.keys.keyPackage(Bytes.toHex(made.ref)), {
        secret: made.secret,
        createdAt: now,
      })
      const next = { ...current, keyPackage: made.ref, announcedAt: 0 }
      transaction.put(Records.device, Records.keys.device, next)
      return { next, keyPackage: made.keyPackage }
    })
    if (record === undefined) return
    const entry = await Identity.announce(
      host.crypto,
      {
        certificate: record.next.certificate,
        issuedAt: now,
        inbox: record.next.inbox,
        keyPackage: record.keyPackage,
      },
      device.deviceKey,
    )
    const descriptor = Topic.identity(device.account)
    const envelope = Envelope.self({
      topic: Topic.idOf(host.crypto, descriptor),
      kind: 'message',
      epoch: 0,
      sentAt: now,
      expiresAt: now + Topic.retentionMsMax(descriptor),
      body: Codec.encode(Identity.entry, entry),
    })
    await network.publishing.publish(envelope, { descriptor })
    await database.transact(async (transaction) => {
      const current = (await transaction.get(Records.device, Records.keys.device))!
      transaction.put(Records.device, Records.keys.device, { ...current, announcedAt: now })
    })
    await this.#add(device.account, [Codec.encode(Envelope.codec, envelope)])
  }
}

/** Keeps what still says something: each device's latest announcement, and every revocation. */
function prune(crypto: Crypto.Crypto, entries: readonly Uint8Array[]): Uint8Array[] {
  const latest = new Map<string, { issuedAt: number; bytes: Uint8Array }>()
  const revocations: Uint8Array[] = []
  for (const bytes of entries) {
    const entry = Codec.decode(Identity.entry, bytes)
    if (entry.type === 'revocation') {
      revocations.push(bytes)
      continue
    }
    const { deviceKey } = entry.content.certificate.certificate
    const name = Bytes.toHex(Certificate.deviceId(crypto, deviceKey))
    const { issuedAt } = entry.content
    if ((latest.get(name)?.issuedAt ?? -1) < issuedAt) latest.set(name, { issuedAt, bytes })
  }
  return [...revocations, ...[...latest.values()].map((entry) => entry.bytes)]
}
