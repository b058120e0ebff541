import * as Codec from '@parley/codec'
import { extensions } from './Extension.ts'
import { LeafNode } from './LeafNode.ts'
import { field, protocolVersion } from './scalars.ts'

const contentFields = {
  version: protocolVersion,
  cipherSuite: Codec.uint16,
  initKey: field,
  leafNode: LeafNode,
  extensions,
}

/** `KeyPackageTBS` (RFC 9420 §10). */
export const KeyPackageContent = /* @__PURE__ */ Codec.struct(contentFields)
export type KeyPackageContent = Codec.TypeOf<typeof KeyPackageContent>

/** What a client publishes so that others can add it to groups (RFC 9420 §10). */
export const KeyPackage = /* @__PURE__ */ Codec.struct({ ...contentFields, signature: field })
export type KeyPackage = Codec.TypeOf<typeof KeyPackage>
