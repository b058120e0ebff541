/** Inboxes: strangers pay by work, and what they wrote is read by the account's devices only. */
import { Envelope, Errors, Postage, type Topic } from '@parley/protocol'

import { type Parts, refuse, type TopicRules } from './TopicRules.ts'

export function inboxRules({
  host,
  store,
  accounts,
  limits,
}: Parts): TopicRules<Topic.Of<'inbox'>> {
  return {
    kinds: 'messages',
    times: 'usual',
    room: ({ inboxEnvelopesMax: countMax, inboxBytesMax: bytesMax }) => ({ countMax, bytesMax }),
    assertNew: () => {},
    async prove({ topic, content, proof, id }, source) {
      // What another replica has stored was paid for when it was less full.
      const held = source === 'client' ? await store.topic(topic.id) : undefined
      const bits = Postage.bitsFor({
        base: topic.descriptor.postageBits,
        bytes: content.body.length,
        fill: (held?.bytes ?? 0) / limits.topic.inboxBytesMax,
      })
      const paid =
        proof.type === 'postage' && Envelope.checkPostage(host.crypto, id, proof.nonce, bits)
      if (!paid) refuse('bad_postage', Postage.askFor(bits))
      return {}
    },
    async assertMayRead(descriptor, reader) {
      // A replica sees ciphertext only, and has the right to store it all.
      if (reader.type === 'replica') return
      if (reader.type === 'relay') refuse('not_permitted', 'Ask the replica yourself.')
      if (reader.type !== 'device') throw new Errors.WireError('unauthenticated')
      const { account, credential } = reader.device
      if (account !== descriptor.account) refuse('not_permitted')
      if (await accounts.isSignedOut(credential))
        refuse('not_permitted', 'The device was signed out.')
    },
  }
}
