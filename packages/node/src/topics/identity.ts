/** Identity logs: entries that prove themselves, read by anyone. */
import { Certificate, Identity, type Topic } from '@parley/protocol'

import { decode, type Parts, refuse, type TopicRules } from './TopicRules.ts'

export function identityRules(parts: Parts): TopicRules<Topic.Of<'identity'>> {
  const { host, store, walletChecks } = parts
  return {
    kinds: 'messages',
    room: ({ identityEnvelopesMax: countMax, bytesMax }) => ({ countMax, bytesMax }),
    assertNew: () => {},
    assertMayRead: () => {},
    async prove({ topic, content, proof, payer }, source) {
      if (proof.type !== 'self') refuse('bad_envelope', 'An identity entry proves itself.')
      const { account } = topic.descriptor
      const entry = decode(Identity.entry, content.body, 'bad_identity')
      if (Identity.accountOf(entry) !== account) refuse('bad_identity', 'It is of another account.')
      if (entry.type === 'announcement' && source === 'client') {
        const { deviceKey } = entry.content.certificate.certificate
        if (await store.isRevoked(account, Certificate.deviceId(host.crypto, deviceKey)))
          refuse('not_permitted', 'The device is revoked.')
      }
      const checks = payer ? walletChecks.by(payer) : walletChecks
      if (source !== 'vouched' && !(await checks.entry(entry))) refuse('bad_identity')
      if (entry.type === 'announcement') return {}
      return { revoke: { type: 'revoke', account, device: entry.revocation.device } }
    },
  }
}
