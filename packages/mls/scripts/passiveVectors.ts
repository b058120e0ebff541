import * as Codec from '@parley/codec'
import type { CryptoProvider } from '../src/crypto/CipherSuite.ts'
import { equal } from '../src/crypto/bytes.ts'
import { epochAuthenticator } from '../src/group/GroupState.ts'
import { joinFromWelcome } from '../src/group/joining.ts'
import { processMessage } from '../src/group/process.ts'
import { Message } from '../src/wire/Message.ts'
import { bytes, refused, same, suiteOf, type Vector } from './vectorKinds.ts'

/** A client that joins by a welcome and follows the group's commits. */
export function passiveClient(vector: Vector, crypto: CryptoProvider): void {
  const suite = suiteOf(vector, crypto)
  const keyPackage = Codec.decode(Message, bytes(vector.key_package))
  if (keyPackage.type !== 'key_package') throw new Error('expected a key package')
  const psks: { id: Uint8Array; secret: Uint8Array }[] = (vector.external_psks ?? []).map(
    ({ psk_id, psk }: Vector) => ({ id: bytes(psk_id), secret: bytes(psk) }),
  )
  const context = {
    authenticate: (claims: readonly unknown[]) => claims.map(() => true),
    psk: ({ key }: { key: { type: string; pskId?: Uint8Array } }) =>
      psks.find(({ id }) => key.pskId !== undefined && equal(id, key.pskId))?.secret,
  }
  const secrets = {
    initPrivateKey: bytes(vector.init_priv),
    encryptionPrivateKey: bytes(vector.encryption_priv),
    signaturePrivateKey: bytes(vector.signature_priv),
  }
  const own = { keyPackage: keyPackage.keyPackage, secrets }
  same('init key', suite.hpke.publicKey(secrets.initPrivateKey), own.keyPackage.initKey)
  let state = joinFromWelcome(
    {
      crypto,
      welcome: bytes(vector.welcome),
      own,
      ...(vector.ratchet_tree && { ratchetTree: bytes(vector.ratchet_tree) }),
    },
    context,
  )
  same('initial epoch', epochAuthenticator(state), vector.initial_epoch_authenticator)
  for (const [index, epoch] of (vector.epochs ?? []).entries()) {
    for (const message of [...(epoch.proposals ?? []), epoch.commit])
      ({ state } = processMessage(state, bytes(message), context))
    same(`epoch ${index}`, epochAuthenticator(state), epoch.epoch_authenticator)
  }
  // Only our own vectors have messages that must be refused.
  for (const { message, error } of vector.rejects ?? [])
    refused(error, () => processMessage(state, bytes(message), context))
}
