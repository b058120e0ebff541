/**
 * How a device becomes one of its account's: the wallet opens the account's root key, or, where
 * there is none yet, certifies a new account key.
 *
 * @module
 */
import {
  type Account,
  AccountKey,
  Certificate,
  Crypto,
  type Identity,
  Limits,
  Unlocks,
} from '@parley/protocol'

import type { Signer } from '../api.ts'
import type { GroupEngine } from '../engine.ts'
import { ClientError } from '../errors.ts'
import type { ClientHost } from '../host.ts'
import * as Records from '../records.ts'
import { askWallet } from './askWallet.ts'
import { open, seal } from './walletUnlock.ts'

/** What a stranger's first message costs: 2^14 hashes, some 50 ms of a phone. */
const postageBits = 14

/** What signing in needs. */
export type SignInOptions = {
  readonly host: Pick<ClientHost, 'clock' | 'random' | 'crypto'>
  readonly account: Account.Account
  readonly signer: Signer
  /** The account as a quorum of its nodes has it. */
  readonly identity: Identity.Identity
  /** Whether the wallet is asked at once for the unlock that brings the account to other devices. */
  readonly backUp: boolean
  /** Whether a new account key is made where the one there is cannot be opened. */
  readonly startOver: boolean
}

/** An account key on this device, and what is to be said of it. */
export type SignedIn = {
  readonly key: AccountKey.AccountKey
  readonly rootKey: Uint8Array
  /** Entries that the account's log lacks. */
  readonly entries: readonly Identity.Entry[]
}

/**
 * Brings the account's root key to this device.
 *
 * @throws ClientError `wallet_signature_invalid`; `account_locked` if the account has a key that the
 * wallet does not open
 */
export async function signIn(options: SignInOptions): Promise<SignedIn> {
  const { identity, startOver } = options
  const found = await unlock(options)
  if (found !== undefined) return found
  if (identity.key !== undefined && !startOver) throw new ClientError('account_locked')
  return begin(options)
}

/** Opens the root key with the wallet's signature; `undefined` if there is nothing it opens. */
async function unlock({ account, signer, identity }: SignInOptions): Promise<SignedIn | undefined> {
  const { key, unlocks } = identity
  const sealed = unlocks?.unlocks.filter(({ type }) => type === 'wallet') ?? []
  if (key === undefined || sealed.length === 0) return undefined
  const data = AccountKey.unlockTypedData(account, key.unlock)
  const signature = await askWallet(signer, account, data)
  for (const box of sealed) {
    const rootKey = open(box, { account, signature })
    if (rootKey !== undefined && isRootOf(rootKey, key)) return { key, rootKey, entries: [] }
  }
  return undefined
}

function isRootOf(rootKey: Uint8Array, key: AccountKey.AccountKey): boolean {
  const { publicKey } = AccountKey.keyPairOf(rootKey, key.account)
  return AccountKey.same(
    { accountKey: AccountKey.compressed(publicKey), issuedAt: key.issuedAt },
    key,
  )
}

/**
 * A new account key, which voids those before it.
 *
 * @throws ClientError `wallet_signature_invalid`
 */
export async function begin(options: Omit<SignInOptions, 'startOver'>): Promise<SignedIn> {
  const { host, account, signer, identity, backUp } = options
  const rootKey = host.random.bytes(AccountKey.rootKeyBytes)
  const { publicKey } = AccountKey.keyPairOf(rootKey, account)
  const before = identity.key
  const content = {
    account,
    accountKey: AccountKey.compressed(publicKey),
    // A clock that went back must not make it void from the first.
    issuedAt: Math.max(host.clock.now(), (before?.issuedAt ?? 0) + 1),
    unlock: (before?.unlock ?? 0) + 1,
  }
  const walletSignature = await askWallet(signer, account, AccountKey.typedData(content))
  const key = { ...content, walletSignature }
  const entry: Identity.Entry = { type: 'key', ...key }
  // The unlock first: whoever sees the key can then open it.
  const unlocks = backUp ? [await walletUnlock({ host, signer, key, rootKey })] : []
  return { key, rootKey, entries: [...unlocks, entry] }
}

/**
 * The unlock by the wallet's signature, as an entry of the account's log.
 *
 * @throws ClientError `wallet_signature_invalid`
 */
export async function walletUnlock(options: {
  host: SignInOptions['host']
  signer: Signer
  key: AccountKey.AccountKey
  rootKey: Uint8Array
}): Promise<Identity.Entry> {
  const { host, signer, key, rootKey } = options
  const { account } = key
  const data = AccountKey.unlockTypedData(account, key.unlock)
  const signature = await askWallet(signer, account, data)
  const unlocks = [seal(rootKey, { account, signature, salt: host.random.bytes(32) })]
  const issuedAt = Math.max(host.clock.now(), key.issuedAt)
  const keyPair = AccountKey.keyPairOf(rootKey, account)
  const value = await Unlocks.issue(host.crypto, { key, issuedAt, unlocks }, keyPair)
  return { type: 'unlocks', ...value }
}

/** New keys for this device, certified by the account key. */
export async function newDevice(
  options: Pick<SignInOptions, 'host'> & { engine: GroupEngine; signedIn: SignedIn },
): Promise<Records.Device> {
  const { host, engine, signedIn } = options
  const { account } = signedIn.key
  const deviceKey = Crypto.deriveKeyPair(host.random.bytes(32), 'device')
  const inboxSecret = host.random.bytes(32)
  const { publicKey, secret } = engine.newSignatureKey()
  const keys = { deviceKey: deviceKey.publicKey, signatureKey: publicKey }
  return {
    shown: { certificate: await certify({ host, signedIn, keys }), ...keys },
    rootKey: signedIn.rootKey,
    deviceSecret: deviceKey.secretKey,
    signatureSecret: secret,
    inboxSecret,
    inbox: {
      type: 'inbox',
      account,
      retentionSeconds: Limits.time.retentionSecondsDefault,
      postageBits,
    },
    name: '',
    keyPackage: new Uint8Array(),
    announcedAt: 0,
    changed: false,
  }
}

/** The account key's certificate for a device's keys. */
export function certify(
  options: Pick<SignInOptions, 'host'> & {
    signedIn: Pick<SignedIn, 'key' | 'rootKey'>
    keys: { deviceKey: Uint8Array; signatureKey: Uint8Array }
  },
): Promise<Certificate.Certificate> {
  const { host, signedIn, keys } = options
  const { key, rootKey } = signedIn
  return Certificate.issue(host.crypto, {
    key,
    keyPair: AccountKey.keyPairOf(rootKey, key.account),
    ...keys,
    issuedAt: Math.max(host.clock.now(), key.issuedAt),
  })
}
