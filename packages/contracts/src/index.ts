/**
 * Parley's contracts: typed ABIs, bytecode, and arguments of their calls.
 *
 * @module
 */
export {
  type AddressesArgument,
  addressesArgument,
  type Claim,
  type ClaimArgument,
  claimArgument,
  type Entrant,
  type EntryArgument,
  entryArgument,
  type HeadArgument,
  headArguments,
  keyArguments,
  omissionArguments,
  type ReceiptArgument,
  receiptArguments,
  type Ref,
  registrationBody,
  sealArguments,
  type Signed,
  type SignedArgument,
  type SignedHead,
  type SignedReceipt,
  type SignedStatement,
} from './arguments.ts'
export type { Hex } from './bytes.ts'
export { announcementOf, type SignedEvidence, type SlashingCall, slashingCall } from './slashing.ts'
export { headerOf } from './header.ts'
export { nodeRegistryAbi, nodeRegistryBytecode } from './generated.ts'
