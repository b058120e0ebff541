/**
 * The call of the registry that a piece of evidence is for.
 *
 * @module
 */
import {
  headArguments,
  omissionArguments,
  receiptArguments,
  sealArguments,
  type SignedHead,
  type SignedReceipt,
  type SignedStatement,
} from './arguments.ts'

/** Evidence, as `Evidence.codec` carries it; of seals, the bytes that were signed. */
export type SignedEvidence =
  | { readonly type: 'seals'; readonly one: SignedStatement; readonly other: SignedStatement }
  | { readonly type: 'receipts'; readonly one: SignedReceipt; readonly other: SignedReceipt }
  | { readonly type: 'heads'; readonly one: SignedHead; readonly other: SignedHead }
  | {
      readonly type: 'omission'
      readonly before: SignedHead
      readonly after: SignedHead
      readonly receipt: SignedReceipt
    }

/** A call that slashes a node. */
export type SlashingCall =
  | { readonly functionName: 'slashForSeals'; readonly args: ReturnType<typeof sealArguments> }
  | {
      readonly functionName: 'slashForReceipts'
      readonly args: ReturnType<typeof receiptArguments>
    }
  | { readonly functionName: 'slashForHeads'; readonly args: ReturnType<typeof headArguments> }
  | {
      readonly functionName: 'slashForOmission'
      readonly args: ReturnType<typeof omissionArguments>
    }

/** The call for a piece of evidence: the contract checks what it shows. */
export function slashingCall(evidence: SignedEvidence): SlashingCall {
  switch (evidence.type) {
    case 'seals':
      return {
        functionName: 'slashForSeals',
        args: sealArguments(evidence.one, evidence.other),
      }
    case 'receipts':
      return {
        functionName: 'slashForReceipts',
        args: receiptArguments(evidence.one, evidence.other),
      }
    case 'heads':
      return { functionName: 'slashForHeads', args: headArguments(evidence.one, evidence.other) }
    case 'omission':
      return {
        functionName: 'slashForOmission',
        args: omissionArguments(evidence.before, evidence.after, evidence.receipt),
      }
  }
}
