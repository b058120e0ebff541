import type { Signer } from '@parley/client'
import { secp256k1 } from '@noble/curves/secp256k1.js'
import { keccak_256 } from '@noble/hashes/sha3.js'
import { Account, Certificate } from '@parley/protocol'

/** A wallet that signs without asking anybody. */
export function newSigner(): Signer {
  const secret = secp256k1.utils.randomSecretKey()
  const publicKey = secp256k1.getPublicKey(secret, false)
  const address = Account.address(
    Account.fromAddressBytes(keccak_256(publicKey.subarray(1)).subarray(12)),
  )
  return {
    address,
    signTypedData: async (data) => {
      const digest = Certificate.typedDataDigest(data)
      const signature = secp256k1.sign(digest, secret, { format: 'recovered', prehash: false })
      // noble puts the recovery bit first, Ethereum last.
      return Buffer.from([...signature.subarray(1), 27 + signature[0]!]).toString('hex')
    },
  }
}
