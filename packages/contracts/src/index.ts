/**
 * Parley's contracts: typed ABIs, bytecode, and arguments of their calls.
 *
 * @module
 */
export {
  type HeadArgument,
  headArguments,
  keyArguments,
  omissionArguments,
  type ReceiptArgument,
  receiptArguments,
  type RegistrationArgument,
  registrationArgument,
  registrationMessage,
  sealArguments,
  type SignatureArgument,
  signatureArgument,
  type SignedHead,
  type SignedReceipt,
  type SignedStatement,
} from './arguments.ts'
export type { Hex } from './bytes.ts'
export { type SignedEvidence, type SlashingCall, slashingCall } from './slashing.ts'
export { nodeRegistryAbi, nodeRegistryBytecode } from './generated.ts'
