/**
 * A wallet that signs whatever it is asked to.
 *
 * @module
 */
import { secp256k1 } from '@noble/curves/secp256k1.js'
import { keccak_256 } from '@noble/hashes/sha3.js'
import type { Signer } from '@parley/client'
import { Account, Bytes, Certificate } from '@parley/protocol'

import type { Random } from './Random.ts'

export class Wallet {
  readonly account: Account.Account
  readonly signer: Signer

  constructor(random: Random) {
    const secret = random.bytes(32)
    const publicKey = secp256k1.getPublicKey(secret, false)
    this.account = Account.fromAddressBytes(keccak_256(publicKey.subarray(1)).subarray(12))
    this.signer = {
      address: Account.address(this.account),
      signTypedData(data) {
        const digest = Certificate.typedDataDigest(data)
        const signature = secp256k1.sign(digest, secret, { prehash: false, format: 'recovered' })
        // noble puts the recovery bit first, wallets last.
        const bytes = Bytes.concat(signature.subarray(1), Uint8Array.of(27 + signature[0]!))
        return Promise.resolve(`0x${Bytes.toHex(bytes)}`)
      },
    }
  }
}
