import { describe, expect, test } from 'vitest'

import { secp256k1 } from '@noble/curves/secp256k1.js'
import { keccak_256 } from '@noble/hashes/sha3.js'
import * as Codec from '@parley/codec'
import { hashTypedData } from 'viem'

import * as Account from './Account.ts'
import * as AccountKey from './AccountKey.ts'
import * as Bytes from './Bytes.ts'
import * as Certificate from './Certificate.ts'
import * as Crypto from './Crypto.ts'
import * as Identity from './Identity.ts'
import * as Revocation from './Revocation.ts'
import * as Topic from './topic/Topic.ts'
import * as TypedData from './TypedData.ts'
import * as Unlocks from './Unlocks.ts'

const crypto = Crypto.pure
const network = new Uint8Array(32).fill(9)
const bytes = (length: number, seed: number): Uint8Array => new Uint8Array(length).fill(seed)
const walletKey = bytes(32, 1)
const account = Account.fromAddressBytes(
  keccak_256(secp256k1.getPublicKey(walletKey, false).subarray(1)).subarray(12),
)

function walletSign(data: TypedData.TypedData): Uint8Array {
  const signature = secp256k1.sign(TypedData.digest(data), walletKey, {
    prehash: false,
    format: 'recovered',
  })
  return Bytes.concat(signature.subarray(1), Uint8Array.of(27 + signature[0]!))
}

/** An account key, and what it signs. */
function newKey(seed: number, issuedAt: number) {
  const rootKey = bytes(32, seed)
  const keyPair = AccountKey.keyPairOf(rootKey, account)
  const accountKey = AccountKey.compressed(keyPair.publicKey)
  const content = { account, accountKey, issuedAt, unlock: seed }
  const key = { ...content, walletSignature: walletSign(AccountKey.typedData(content)) }
  return {
    key,
    entry: { type: 'key', ...key } as Identity.Entry,
    async device(seed: number, at: number, certifiedAt = issuedAt): Promise<Identity.Entry> {
      const deviceKey = Crypto.deriveKeyPair(bytes(32, seed), 'device')
      const keys = { deviceKey: deviceKey.publicKey, signatureKey: bytes(32, seed) }
      const certificate = await Certificate.issue(crypto, {
        key,
        keyPair,
        ...keys,
        issuedAt: certifiedAt,
      })
      return Identity.announce(
        crypto,
        {
          network,
          device: { certificate, ...keys },
          inboxKey: bytes(32, seed),
          issuedAt: at,
          inbox: { type: 'inbox', account, retentionSeconds: 60, postageBits: 1 },
          name: new Uint8Array(),
          keyPackage: bytes(8, at),
        },
        deviceKey,
      )
    },
    async revoke(device: Uint8Array, revokedAt: number): Promise<Identity.Entry> {
      const by = { key, keyPair }
      const value = { account, device, revokedAt }
      return { type: 'revocation', ...(await Revocation.issue(crypto, value, by)) }
    },
    async unlocks(issuedAt: number): Promise<Identity.Entry> {
      const unlock = { type: 'wallet', salt: bytes(32, issuedAt), box: bytes(48, seed) } as const
      const value = { key, issuedAt, unlocks: [unlock] }
      return { type: 'unlocks', ...(await Unlocks.issue(crypto, value, keyPair)) }
    },
  }
}

const walletRevoke = (device: Uint8Array, revokedAt: number): Identity.Entry => {
  const value = { account, device, revokedAt }
  const walletSignature = walletSign(Revocation.typedData(value))
  return { type: 'revocation', ...value, by: { type: 'wallet', walletSignature } }
}

const idOf = (entry: Identity.Entry): Uint8Array =>
  (entry as Extract<Identity.Entry, { type: 'device' }>).content.device.certificate.credential
    .device

const verify = (entry: Identity.Entry): Promise<boolean> =>
  Identity.verify(crypto, entry, { network, checks: Identity.walletChecks })

/** All orders of a few things. */
function ordersOf<T>(all: readonly T[]): T[][] {
  if (all.length < 2) return [[...all]]
  return all.flatMap((first, i) => ordersOf(all.toSpliced(i, 1)).map((rest) => [first, ...rest]))
}

describe('what wallets sign', () => {
  test('is the typed data that wallet libraries hash', () => {
    const { key } = newKey(2, 1_760_000_000_000)
    const revocation = { account, device: bytes(32, 3), revokedAt: 5 }
    const all = [
      AccountKey.typedData(key),
      AccountKey.unlockTypedData(account, 7),
      Revocation.typedData(revocation),
    ]
    for (const data of all)
      expect(TypedData.hexOf(TypedData.digest(data))).toBe(hashTypedData(data as never))
  })

  test('has one signature of a kind: low s, and v of 27 or 28', () => {
    const { key } = newKey(2, 5)
    expect(AccountKey.verify(key)).toBe(true)
    const { walletSignature } = key
    const v = walletSignature[64]!
    const s = BigInt(TypedData.hexOf(walletSignature.subarray(32, 64)))
    const high = Bytes.fromHex((secp256k1.Point.Fn.ORDER - s).toString(16).padStart(64, '0'))
    const others = [
      Bytes.concat(walletSignature.subarray(0, 64), Uint8Array.of(v - 27)),
      Bytes.concat(walletSignature.subarray(0, 32), high, Uint8Array.of(55 - v)),
    ]
    for (const other of others)
      expect(AccountKey.verify({ ...key, walletSignature: other })).toBe(false)
  })
})

describe('entries', () => {
  test('a credential takes 166 bytes', async () => {
    const entry = await newKey(2, 5).device(3, 6)
    const { device } = (entry as Extract<Identity.Entry, { type: 'device' }>).content
    const { credential } = device.certificate
    expect(Codec.encode(Certificate.credential, credential)).toHaveLength(166)
    expect(Certificate.verifyNow(device.certificate, device.signatureKey, () => true)).toBe(true)
    expect(Certificate.verifyNow(device.certificate, bytes(32, 4), () => true)).toBe(false)
  })

  test('prove themselves, and nothing else', async () => {
    const one = newKey(2, 5)
    const device = await one.device(3, 6)
    const entries = [
      one.entry,
      device,
      await one.revoke(idOf(device), 7),
      walletRevoke(idOf(device), 7),
      await one.unlocks(6),
    ]
    for (const entry of entries) {
      expect(await verify(entry)).toBe(true)
      const encoded = Codec.encode(Identity.entry, entry)
      // One bit anywhere in what is signed.
      for (let at = 30; at < encoded.length; at += 41) {
        const changed = encoded.slice()
        changed[at]! ^= 1
        let decoded: Identity.Entry | undefined
        try {
          decoded = Codec.decode(Identity.entry, changed)
        } catch {
          continue
        }
        expect(await verify(decoded)).toBe(false)
      }
    }
    expect(await verify(await one.device(3, 4))).toBe(false)
    expect(await verify(await one.device(3, 6 + 400 * 24 * 3_600_000))).toBe(false)
    expect(
      await Identity.verify(crypto, device, {
        network: bytes(32, 1),
        checks: Identity.walletChecks,
      }),
    ).toBe(false)
  })

  test('are one envelope each, and keys and revocations stay for good', async () => {
    const one = newKey(2, 5)
    const device = await one.device(3, 6)
    for (const entry of [one.entry, device, await one.revoke(idOf(device), 7)])
      for (const home of Topic.homes) {
        const { content } = Identity.envelopeOf(crypto, entry, home)
        expect(Identity.isItsEnvelope(entry, content)).toBe(true)
        expect(Identity.isItsEnvelope(entry, { ...content, sentAt: content.sentAt + 1 })).toBe(
          false,
        )
        const end = entry.type === 'device' ? 6 + 400 * 24 * 3_600_000 : Number.MAX_SAFE_INTEGER
        expect(content.expiresAt).toBe(end)
      }
  })
})

describe('a log', () => {
  const shown = (entries: readonly Identity.Entry[]) => {
    const { key, unlocks, devices, revoked } = Identity.fold(entries)
    return {
      key: key?.issuedAt,
      unlocks: unlocks?.issuedAt,
      devices: devices.map(({ announcement }) => announcement.issuedAt),
      revoked: revoked.size,
    }
  }

  test('says the same in every order, also of two made at once', async () => {
    const one = newKey(2, 5)
    const entries = [
      one.entry,
      await one.device(3, 10),
      await one.device(3, 10, 6),
      await one.device(4, 9),
      await one.revoke(idOf(await one.device(4, 9)), 8),
      await one.unlocks(7),
    ]
    const folded = ordersOf(entries).map((order) => {
      const { key, unlocks, devices, revoked } = Identity.fold(order)
      return [
        Codec.encode(AccountKey.codec, key!),
        Codec.encode(Unlocks.codec, unlocks!),
        ...devices.map(({ announcement }) =>
          Codec.encode(Identity.announcementContent, announcement),
        ),
        Bytes.fromText([...revoked].join()),
      ]
        .map(Bytes.toHex)
        .join()
    })
    expect(new Set(folded).size).toBe(1)
    expect(shown(entries)).toEqual({ key: 5, unlocks: 7, devices: [10], revoked: 1 })
    expect(shown(Identity.keep(entries))).toEqual(shown(entries))
  })

  test('a newer account key voids what older ones signed, revocations by the wallet too', async () => {
    const [one, two] = [newKey(2, 5), newKey(3, 20)]
    const before = [
      one.entry,
      await one.device(4, 10),
      await one.revoke(bytes(32, 8), 9),
      await one.unlocks(8),
      walletRevoke(bytes(32, 7), 15),
    ]
    expect(shown(before)).toEqual({ key: 5, unlocks: 8, devices: [10], revoked: 2 })
    const after = [...before, await two.device(4, 30)]
    expect(shown(after)).toEqual({ key: 20, unlocks: undefined, devices: [30], revoked: 0 })
    expect(shown(after.toReversed())).toEqual(shown(after))
    expect(shown([...after, walletRevoke(bytes(32, 7), 25)]).revoked).toBe(1)
    expect(shown(Identity.keep(after))).toEqual(shown(after))
  })

  test('of two account keys of one moment everybody takes the same', () => {
    const keys = [newKey(2, 5), newKey(3, 5)]
    const [first, second] = [keys, keys.toReversed()].map((all) =>
      Identity.fold(all.map(({ entry }) => entry)),
    )
    expect(first!.key).toEqual(second!.key)
  })
})
