/**
 * This device's account: what it says in the account's log, which devices there are, and whether
 * this one is still among them.
 *
 * @module
 */
import {
  type Account,
  AccountKey,
  Bytes,
  Certificate,
  type Identity,
  Limits,
  Revocation,
  Unlocks,
} from '@parley/protocol'

import type { DeviceInfo, SignedOut, Signer } from '../api.ts'
import { ClientError } from '../errors.ts'
import * as Records from '../records.ts'
import { background, deviceKeys, type Session } from '../session.ts'
import { askWallet } from './askWallet.ts'
import { nameBytesMax, openName } from './deviceName.ts'
import type { Identities } from './identities.ts'
import { begin, certify, newDevice, signIn, type SignedIn, walletUnlock } from './signIn.ts'

/** How often what could not be said is tried again. */
const retryMs = 2_000
/** Looked at again at least so often: longer waits are more than timers can hold. */
const lookMsMax = 24 * 3_600_000

export type OwnAccountOptions = {
  readonly session: Session
  readonly identities: Identities
  readonly signer: Signer
  /** Told when the account's devices are others, or this one was signed out. */
  readonly onChange: () => void
}

export class OwnAccount {
  readonly #session: Session
  readonly #identities: Identities
  readonly #signer: Signer
  readonly #onChange: () => void
  readonly #account: Account.Account
  #cancel: () => void = () => {}
  #saying: Promise<void> | undefined
  #sayAgain = false
  /** The account key that this device tried to follow. */
  #tried: AccountKey.AccountKey | undefined
  #closed = false

  constructor({ session, identities, signer, onChange }: OwnAccountOptions) {
    this.#session = session
    this.#identities = identities
    this.#signer = signer
    this.#onChange = onChange
    this.#account = session.device.account
  }

  /** Why this device is its account's no more, if so. */
  get signedOut(): SignedOut | undefined {
    return this.#session.signedOut
  }

  /** Whether something is being said. */
  get isSaying(): boolean {
    return this.#saying !== undefined
  }

  async start(): Promise<void> {
    await this.follow()
    this.say()
  }

  close(): void {
    this.#closed = true
    this.#cancel()
  }

  // ---- what this device says

  /** Says what is to be said, until it is stored. */
  say(): void {
    const { host } = this.#session
    this.#cancel()
    if (this.#closed) return
    if (this.#saying) {
      this.#sayAgain = true
      return
    }
    this.#sayAgain = false
    this.#saying = this.#say()
      .catch((error: unknown) => {
        host.log.debug({ error: String(error) }, 'device not announced yet')
        return retryMs
      })
      .then((delayMs) => {
        this.#saying = undefined
        if (this.#closed) return
        if (this.#sayAgain) this.say()
        else this.#cancel = host.clock.after(Math.min(delayMs, lookMsMax), () => this.say())
      })
  }

  /** @returns in how many milliseconds there may be more to say */
  async #say(): Promise<number> {
    if (this.signedOut !== undefined) {
      await this.#identities.flush()
      return lookMsMax
    }
    await this.#renew()
    return this.#identities.announce(this.#session.device)
  }

  /** Renews this device's certificate, and the account's unlocks, at half of their time. */
  async #renew(): Promise<void> {
    const { host, database, device } = this.#session
    const now = host.clock.now()
    const { credential } = device.shown.certificate
    if (now >= credential.issuedAt + Limits.time.certificateMs / 2) {
      const key = Certificate.keyOf(device.shown.certificate)
      await this.#certify({ key, rootKey: device.rootKey, entries: [] })
    }
    const { key, unlocks } = await this.#identities.known(this.#account)
    if (unlocks === undefined || key === undefined) return
    const kept = Limits.time.retentionSecondsMax * 1000
    if (now < unlocks.issuedAt + kept / 2 || !this.#isOwn(key)) return
    const keyPair = AccountKey.keyPairOf(device.rootKey, this.#account)
    const renewed = await Unlocks.issue(
      host.crypto,
      { key, issuedAt: now, unlocks: unlocks.unlocks },
      keyPair,
    )
    await database.transact((transaction) =>
      this.#identities.say(transaction, this.#account, [{ type: 'unlocks', ...renewed }]),
    )
  }

  /** Certifies this device anew, and says it. */
  async #certify(signedIn: SignedIn): Promise<void> {
    const { host, database, device, network } = this.#session
    const { deviceKey, signatureKey } = device.shown
    const certificate = await certify({ host, signedIn, keys: { deviceKey, signatureKey } })
    const record = await database.transact(async (transaction) => {
      const current = (await transaction.get(Records.device, Records.keys.device))!
      const next = {
        ...current,
        rootKey: signedIn.rootKey,
        shown: { certificate, deviceKey, signatureKey },
        // What others add the device by names its certificate.
        keyPackage: new Uint8Array(),
        announcedAt: 0,
      }
      transaction.put(Records.device, Records.keys.device, next)
      await this.#identities.say(transaction, this.#account, signedIn.entries)
      return next
    })
    this.#session.device = deviceKeys(record)
    await network.prove()
  }

  #isOwn(key: AccountKey.AccountKey): boolean {
    return AccountKey.same(key, Certificate.keyOf(this.#session.device.shown.certificate))
  }

  // ---- whether it is still the account's

  /** Follows what the account's log says of this device. */
  async follow(): Promise<void> {
    const identity = await this.#identities.known(this.#account)
    const { key } = identity
    const own = Certificate.keyOf(this.#session.device.shown.certificate)
    if (key !== undefined && AccountKey.compare(key, own) > 0 && !this.#isOwn(key)) {
      this.#session.signedOut = 'replaced'
      this.#rejoinLater(key, identity)
    } else
      this.#session.signedOut = identity.revoked.has(this.#session.device.id)
        ? 'revoked'
        : undefined
    this.#onChange()
  }

  /** The account has a newer key: the wallet may open it here too. It is asked once. */
  #rejoinLater(key: AccountKey.AccountKey, identity: Identity.Identity): void {
    const hasUnlock = identity.unlocks !== undefined
    if (!hasUnlock || (this.#tried !== undefined && AccountKey.same(key, this.#tried))) return
    this.#tried = key
    background(this.#session, 'the new account key is not opened', async () => {
      await this.join({ startOver: false })
    })
  }

  /**
   * Makes this device one of its account's again, after the account key was replaced.
   *
   * @throws ClientError `account_locked`, `wallet_signature_invalid`
   */
  async join({ startOver }: { startOver: boolean }): Promise<void> {
    const { host } = this.#session
    const identity = await this.#identities.known(this.#account)
    const signer = this.#signer
    const account = this.#account
    const signedIn = await signIn({ host, account, signer, identity, backUp: true, startOver })
    await this.#certify(signedIn)
    await this.follow()
    this.say()
  }

  /**
   * Certifies another account key, which locks out whoever has the one there is. The account's other
   * devices ask the wallet to come along.
   *
   * @throws ClientError `wallet_signature_invalid`
   */
  async lockOut(): Promise<void> {
    const { host } = this.#session
    const identity = await this.#identities.known(this.#account)
    const own = { account: this.#account, signer: this.#signer, identity }
    await this.#certify(await begin({ host, ...own, backUp: true }))
    await this.follow()
    this.say()
  }

  /**
   * Gives this device keys of its own, as it was copied, or its store put back: the account certifies
   * them as it did the old ones. Who has the copy has those, and what is for them is for it.
   */
  async renew(): Promise<void> {
    const { host, database, engine, device } = this.#session
    const key = Certificate.keyOf(device.shown.certificate)
    const signedIn = { key, rootKey: device.rootKey, entries: [] }
    const record = await newDevice({ host, engine, signedIn })
    await database.transact(async (transaction) => {
      // Another tab was faster.
      if (!(await transaction.has(Records.keys.copied))) return
      transaction.delete(Records.keys.copied)
      transaction.put(Records.device, Records.keys.device, record)
      for (const kept of await transaction.list(Records.keyPackage, Records.keys.keyPackages))
        transaction.delete(kept.key)
    })
  }

  /**
   * Goes on with the device that the store holds now.
   *
   * @returns whether it is another
   */
  async takeDevice(): Promise<boolean> {
    const { database, network } = this.#session
    const record = await database.get(Records.device, Records.keys.device)
    const device = record && deviceKeys(record)
    if (device === undefined || device.id === this.#session.device.id) return false
    this.#session.device = device
    await network.prove()
    this.say()
    return true
  }

  // ---- its devices

  /** The account's devices, the oldest first. */
  async list(): Promise<DeviceInfo[]> {
    const { database, device } = this.#session
    const { devices } = await this.#identities.known(this.#account)
    const record = await database.get(Records.device, Records.keys.device)
    return devices.map(({ id, announcement }) => {
      const own = Bytes.toHex(id) === device.id
      return {
        id: Bytes.toHex(id),
        own,
        name: own ? record!.name : openName(device, announcement.name),
        certifiedAt: announcement.device.certificate.credential.issuedAt,
        announcedAt: announcement.issuedAt,
      }
    })
  }

  /**
   * Names this device.
   *
   * @throws ClientError `device_name_invalid`
   */
  async name(name: string): Promise<void> {
    const bytes = Bytes.fromText(name).length
    if (bytes === 0 || bytes > nameBytesMax || !name.isWellFormed())
      throw new ClientError('device_name_invalid')
    await this.#session.database.transact(async (transaction) => {
      const current = (await transaction.get(Records.device, Records.keys.device))!
      if (current.name === name) return
      const next = { ...current, name, changed: true }
      transaction.put(Records.device, Records.keys.device, next)
    })
    this.#onChange()
    this.say()
  }

  /**
   * Signs a device of the account out for good.
   *
   * @throws ClientError `unknown_device`, `signed_out`, `wallet_signature_invalid`
   */
  async revoke(id: string, { byWallet }: { byWallet: boolean }): Promise<void> {
    const { database } = this.#session
    const { key, devices } = await this.#identities.known(this.#account)
    if (key === undefined || !devices.some((device) => Bytes.toHex(device.id) === id))
      throw new ClientError('unknown_device')
    if (!byWallet && this.signedOut !== undefined) throw new ClientError('signed_out')
    const revocation = await this.#revocation(Bytes.fromHex(id), key, byWallet)
    await database.transact((transaction) =>
      this.#identities.say(transaction, this.#account, [{ type: 'revocation', ...revocation }]),
    )
    this.say()
  }

  async #revocation(
    device: Uint8Array,
    key: AccountKey.AccountKey,
    byWallet: boolean,
  ): Promise<Revocation.Revocation> {
    const { host } = this.#session
    const account = this.#account
    const revokedAt = Math.max(host.clock.now(), key.issuedAt + 1)
    const value = { account, device, revokedAt }
    if (!byWallet) {
      const keyPair = AccountKey.keyPairOf(this.#session.device.rootKey, account)
      return Revocation.issue(host.crypto, value, { key, keyPair })
    }
    const walletSignature = await askWallet(this.#signer, account, Revocation.typedData(value))
    return { ...value, by: { type: 'wallet', walletSignature } }
  }

  /**
   * Has the wallet sign the unlock that brings the account to its other devices, if it did not yet.
   *
   * @throws ClientError `signed_out`, `wallet_signature_invalid`
   */
  async backUp(): Promise<void> {
    const { host, database, device } = this.#session
    const { key, unlocks } = await this.#identities.known(this.#account)
    if (key === undefined || this.signedOut !== undefined) throw new ClientError('signed_out')
    if (unlocks !== undefined) return
    const entry = await walletUnlock({ host, signer: this.#signer, key, rootKey: device.rootKey })
    await database.transact((transaction) =>
      this.#identities.say(transaction, this.#account, [entry]),
    )
    this.say()
  }
}
