/**
 * Parley's contracts: typed ABIs, bytecode, and arguments of their calls.
 *
 * @module
 */
export {
  keyArguments,
  type ReceiptArgument,
  receiptArguments,
  type RegistrationArgument,
  registrationArgument,
  registrationMessage,
  sealArguments,
  type SignatureArgument,
  signatureArgument,
  type SignedReceipt,
  type SignedStatement,
} from './arguments.ts'
export type { Hex } from './bytes.ts'
export { nodeRegistryAbi, nodeRegistryBytecode } from './generated.ts'
