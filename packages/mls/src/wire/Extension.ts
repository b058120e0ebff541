import * as Codec from '@parley/codec'
import { wireLimits } from '../limits.ts'
import { field } from './scalars.ts'
import { Credential, credentialTypes } from './Credential.ts'

/** Extension types by name (RFC 9420 §17.3, and `last_resort` of the MLS extensions draft). */
export const extensionTypes = {
  applicationId: 0x0001,
  ratchetTree: 0x0002,
  requiredCapabilities: 0x0003,
  externalPub: 0x0004,
  externalSenders: 0x0005,
  lastResort: 0x000a,
} as const

/** An extension: a type and bytes that its definition gives a meaning (RFC 9420 §13). */
export const Extension = /* @__PURE__ */ Codec.struct({
  extensionType: Codec.uint16,
  data: Codec.opaque({ lengthMax: wireLimits.extensionBytesMax }),
})
export type Extension = Codec.TypeOf<typeof Extension>

export const extensions: Codec.Codec<Extension[]> = /* @__PURE__ */ Codec.vector(Extension, {
  countMax: wireLimits.extensionsMax,
  bytesMax: 2 * wireLimits.extensionBytesMax,
})

const types = /* @__PURE__ */ Codec.vector(Codec.uint16, { countMax: wireLimits.capabilitiesMax })

/** Data of the `required_capabilities` extension (RFC 9420 §11.1). */
export const RequiredCapabilities = /* @__PURE__ */ Codec.struct({
  extensionTypes: types,
  proposalTypes: types,
  credentialTypes: types,
})
export type RequiredCapabilities = Codec.TypeOf<typeof RequiredCapabilities>

/** One entry of the `external_senders` extension (RFC 9420 §12.1.8.1). */
export const ExternalSender = /* @__PURE__ */ Codec.struct({
  signatureKey: field,
  credential: Credential,
})
export type ExternalSender = Codec.TypeOf<typeof ExternalSender>

/** Data of the `external_senders` extension. */
export const ExternalSenders: Codec.Codec<ExternalSender[]> = /* @__PURE__ */ Codec.vector(
  ExternalSender,
  { countMax: 256, bytesMax: wireLimits.extensionBytesMax },
)

/** Data of the `external_pub` extension (RFC 9420 §12.4.3.2). */
export const ExternalPub = /* @__PURE__ */ Codec.struct({ externalPub: field })

/** `Capabilities` of a leaf (RFC 9420 §7.2). */
export const Capabilities = /* @__PURE__ */ Codec.struct({
  versions: types,
  cipherSuites: types,
  extensions: types,
  proposals: types,
  credentials: types,
})
export type Capabilities = Codec.TypeOf<typeof Capabilities>

/** The data of the first extension of that type, if there is one. */
export function findExtension(
  list: readonly Extension[],
  extensionType: number,
): Uint8Array | undefined {
  return list.find((extension) => extension.extensionType === extensionType)?.data
}

/** The number a credential has in capabilities lists (RFC 9420 §17.5). */
export function credentialType(credential: Credential): number {
  return credentialTypes[credential.type]
}
