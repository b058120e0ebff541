/**
 * Wallets' signatures, in whichever usual form a wallet gives them.
 *
 * @module
 */
import { secp256k1 } from '@noble/curves/secp256k1.js'
import { type Account, Bytes, TypedData } from '@parley/protocol'

import type { Signer } from '../api.ts'
import { ClientError } from '../errors.ts'

/**
 * Has the wallet sign.
 *
 * @returns the signature in the one form that the network takes
 * @throws ClientError `wallet_signature_invalid`
 */
export async function askWallet(
  signer: Signer,
  account: Account.Account,
  data: TypedData.TypedData,
): Promise<Uint8Array> {
  const signature = canonical(await signer.signTypedData(data))
  if (TypedData.signer(data, signature) !== account)
    throw new ClientError('wallet_signature_invalid')
  return signature
}

/** `r || s || v` with low s and v of 27 or 28, from that, from v of 0 or 1, and from EIP-2098. */
function canonical(text: string): Uint8Array {
  try {
    const bytes = Bytes.fromHex(text.replace(/^0x/, '').toLowerCase())
    const { r, s, parity } = bytes.length === 64 ? compact(bytes) : usual(bytes)
    const { ORDER } = secp256k1.Point.Fn
    const isHigh = s > ORDER >> 1n
    const signature = new secp256k1.Signature(r, isHigh ? ORDER - s : s)
    return Bytes.concat(
      signature.toBytes('compact'),
      Uint8Array.of(27 + (isHigh ? 1 - parity : parity)),
    )
  } catch (cause) {
    throw new ClientError('wallet_signature_invalid', { cause })
  }
}

type Parts = { r: bigint; s: bigint; parity: number }

const numberOf = (bytes: Uint8Array): bigint => BigInt(`0x${Bytes.toHex(bytes)}`)

/** EIP-2098: the parity stands in the highest bit of s, which is low. */
function compact(bytes: Uint8Array): Parts {
  const s = bytes.slice(32)
  const parity = s[0]! >> 7
  s[0]! &= 0x7f
  return { r: numberOf(bytes.subarray(0, 32)), s: numberOf(s), parity }
}

function usual(bytes: Uint8Array): Parts {
  const v = bytes[64]
  if (bytes.length !== 65 || v === undefined || ![0, 1, 27, 28].includes(v))
    throw new ClientError('wallet_signature_invalid', { details: 'Expected 64 or 65 bytes.' })
  return {
    r: numberOf(bytes.subarray(0, 32)),
    s: numberOf(bytes.subarray(32, 64)),
    parity: v >= 27 ? v - 27 : v,
  }
}
