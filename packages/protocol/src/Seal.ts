/**
 * Seals: which commit ends an epoch, decided for good. Each slot of a topic is a single-decree
 * Byzantine register over the topic's replicas: clients drive it ({@link Proposal}), replicas only
 * answer ({@link respond}), and a {@link certificate} convinces anyone who knows the registry.
 *
 * @module
 */
export { SealError, type SealErrorCode } from './seal/SealError.ts'
export {
  type Body,
  type Bundled,
  body,
  bundled,
  type Certificate,
  certificate,
  type Evidence,
  evidence,
  type Lock,
  lock,
  type Register,
  register,
  type Reply,
  reply,
  type Request,
  request,
  type RequestContent,
  requestBytes,
  requestContent,
  type Signer,
  signer,
  signRequest,
  signStatement,
  type Statement,
  statement,
  statementBytes,
  type Status,
  type Value,
  value,
  type Verified,
} from './seal/wire.ts'
export {
  allowedValues,
  certificateOf,
  conflict,
  isFree,
  type Replica,
  type Rules,
  safeRules,
  type Slot,
  slotOf,
  statementsOf,
  viewStepMax,
} from './seal/rules.ts'
export { answer, respond, sealedReply } from './seal/replica.ts'
export { verifyCertificate, verifyEvidence, verifyReply, verifyRequest } from './seal/verify.ts'
export { type Action, Proposal, type ProposalOptions } from './seal/Proposal.ts'
