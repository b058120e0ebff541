import * as Codec from '@parley/codec'
import { wireLimits } from '../limits.ts'

/** Credential types by name (RFC 9420 §17.5). */
export const credentialTypes = { basic: 0x0001, x509: 0x0002 } as const

const bytes = /* @__PURE__ */ Codec.opaque({ lengthMax: wireLimits.credentialBytesMax })

/** Who a member says it is (RFC 9420 §5.3). Other types have no known shape and are refused. */
export const Credential = /* @__PURE__ */ Codec.select(
  {
    basic: [credentialTypes.basic, Codec.struct({ identity: bytes })],
    x509: [
      credentialTypes.x509,
      Codec.struct({
        certificates: Codec.vector(bytes, {
          countMax: 32,
          bytesMax: wireLimits.credentialBytesMax,
        }),
      }),
    ],
  },
  Codec.uint16,
)
export type Credential = Codec.TypeOf<typeof Credential>
