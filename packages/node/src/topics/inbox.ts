/** Inboxes: strangers pay by work, and what they wrote is read by the account's devices only. */
import { Envelope, Errors, type Topic } from '@parley/protocol'

import { type Parts, refuse, type TopicRules } from './TopicRules.ts'

export function inboxRules({ host, store }: Parts): TopicRules<Topic.Of<'inbox'>> {
  return {
    kinds: 'messages',
    countMax: ({ inboxEnvelopesMax }) => inboxEnvelopesMax,
    assertNew: () => {},
    prove({ topic, proof, id }) {
      const bits = topic.descriptor.postageBits
      const paid =
        proof.type === 'postage' && Envelope.checkPostage(host.crypto, id, proof.nonce, bits)
      if (!paid) refuse('bad_postage', `The inbox asks for ${bits} bits.`)
      return Promise.resolve({})
    },
    async assertMayRead(descriptor, reader) {
      // A replica sees ciphertext only, and has the right to store it all.
      if (reader.type === 'replica') return
      if (reader.type === 'relay') refuse('not_permitted', 'Ask the replica yourself.')
      if (reader.type !== 'device') throw new Errors.WireError('unauthenticated')
      const { account, id } = reader.device
      if (account !== descriptor.account) refuse('not_permitted')
      if (await store.isRevoked(account, id)) refuse('not_permitted', 'The device is revoked.')
    },
  }
}
