/**
 * What wallets sign, in the form of their own RPC.
 *
 * @module
 */
import type { Signer } from './api.ts'

/** What a {@link Signer} is asked to sign. */
type TypedData = Parameters<Signer['signTypedData']>[0]

/**
 * Typed data as JSON-RPC's `eth_signTypedData_v4` takes it: as text, and with the domain's own type among
 * the types. Wallet libraries add that by themselves, and some refuse types that they need not know.
 *
 * @example
 * ```ts
 * import { rpcTypedData, type Signer } from '@parley/client'
 * declare const address: string
 * declare const provider: { request(call: { method: string; params: unknown[] }): Promise<string> }
 * const signer: Signer = {
 *   address,
 *   signTypedData: (data) =>
 *     provider.request({ method: 'eth_signTypedData_v4', params: [address, rpcTypedData(data)] }),
 * }
 * ```
 */
export function rpcTypedData(data: TypedData): string {
  const EIP712Domain = Object.keys(data.domain).map((name) => ({ name, type: 'string' }))
  return JSON.stringify({ ...data, types: { EIP712Domain, ...data.types } })
}
