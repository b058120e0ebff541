/** Identity logs: entries that prove themselves, read by anyone. */
import { Identity, type Topic } from '@parley/protocol'

import { placeOf } from '../accounts.ts'
import { decode, type Parts, refuse, type TopicRules } from './TopicRules.ts'

export function identityRules(parts: Parts): TopicRules<Topic.Of<'identity'>> {
  const { accounts, walletChecks, network } = parts
  return {
    kinds: 'messages',
    times: 'of the body',
    // Its places are counted, by room.
    room: ({ bytesMax }) => ({ countMax: Number.MAX_SAFE_INTEGER, bytesMax }),
    assertNew: () => {},
    assertMayRead: () => {},
    async prove({ topic, content, proof, payer }, source) {
      if (proof.type !== 'self') refuse('bad_envelope', 'An identity entry proves itself.')
      const entry = decode(Identity.entry, content.body, 'bad_identity')
      if (Identity.accountOf(entry) !== topic.descriptor.account)
        refuse('bad_identity', 'It is of another account.')
      // An envelope of other times would be the same entry once more.
      if (!Identity.isItsEnvelope(entry, content))
        refuse('bad_identity', 'Its times are not those of its entry.')
      if (entry.type === 'device' && source === 'client') {
        const { credential } = entry.content.device.certificate
        if (await accounts.isSignedOut(credential))
          refuse('not_permitted', 'The device was signed out.')
        await accounts.assertPace(content.topic, entry)
      }
      const checks = payer ? walletChecks.by(payer) : walletChecks
      if (source !== 'vouched' && !(await checks.entry(entry, network().id))) refuse('bad_identity')
      return { place: placeOf(entry) }
    },
  }
}
