import * as Bytes from '../Bytes.ts'
import { BaseError } from '../Errors.ts'

/**
 * Why something about a seal was refused:
 * - `bad_seal`: a certificate does not verify
 * - `bad_seal_request`: a request is malformed, or not signed by the slot's write key
 * - `bad_seal_reply`: a replica's reply does not verify; `node` says whose
 * - `bad_seal_evidence`: what is shown convicts nobody
 * - `seal_unjustified`: the statuses of a `prepare` do not allow its value
 * - `wrong_replica_set`: the two sides know other replicas for this slot
 * - `bad_replica_set`: a replica set is empty, too large, or names a node twice
 */
export type SealErrorCode =
  | 'bad_seal'
  | 'bad_seal_request'
  | 'bad_seal_reply'
  | 'bad_seal_evidence'
  | 'seal_unjustified'
  | 'wrong_replica_set'
  | 'bad_replica_set'

const messages: Record<SealErrorCode, string> = {
  bad_seal: 'The seal certificate does not verify.',
  bad_seal_request: 'The seal request does not verify.',
  bad_seal_reply: 'The replica’s reply does not verify.',
  bad_seal_evidence: 'The two statements are no evidence.',
  seal_unjustified: 'The statuses shown do not allow this value.',
  wrong_replica_set: 'Another replica set decides this slot.',
  bad_replica_set: 'This is no replica set.',
}

/**
 * The error of everything about seals.
 *
 * @example
 * ```ts
 * import { Seal } from '@parley/protocol'
 * new Seal.SealError('bad_seal', 'too few signatures').code // 'bad_seal'
 * ```
 */
export class SealError extends BaseError {
  override name = 'Seal.SealError'
  /** The replica whose fault it is, if it is one's: 32 bytes. */
  readonly node: Uint8Array | undefined

  constructor(code: SealErrorCode, details: string, node?: Uint8Array) {
    super(messages[code], {
      code,
      details: node === undefined ? details : `${details} (node ${Bytes.toHex(node)})`,
      // The side that lags behind the registry catches up.
      retryable: code === 'wrong_replica_set',
    })
    this.node = node
  }
}
