import * as Codec from '@parley/codec'
import type { CipherSuite } from './crypto/CipherSuite.ts'
import { refHash } from './crypto/labels.ts'
import { KeyPackage } from './wire/KeyPackage.ts'
import { AuthenticatedContent } from './wire/Message.ts'

/** `KeyPackageRef` (RFC 9420 §5.2). */
export function keyPackageRef(suite: CipherSuite, keyPackage: KeyPackage): Uint8Array {
  const bytes = Codec.encode(KeyPackage, keyPackage)
  return refHash(suite, 'MLS 1.0 KeyPackage Reference', bytes)
}

/** `ProposalRef` (RFC 9420 §5.2): of the signed content the proposal came in. */
export function proposalRef(suite: CipherSuite, content: AuthenticatedContent): Uint8Array {
  return refHash(suite, 'MLS 1.0 Proposal Reference', Codec.encode(AuthenticatedContent, content))
}
