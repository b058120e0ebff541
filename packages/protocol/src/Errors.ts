/**
 * Errors with stable codes. A code names what happened and never changes its meaning; the table in
 * `docs/specs/errors.md` lists those that cross the wire.
 *
 * @module
 */

/** What an error is made of. */
export type BaseErrorOptions = {
  /** Stable, snake_case. */
  code: string
  /** Lines of context for people: what was expected, what was found. Never secrets. */
  details?: string
  /** Whether the same call may succeed later, unchanged. */
  retryable?: boolean
  /** If `retryable`: not before so many milliseconds. */
  retryAfterMs?: number
  cause?: unknown
}

/**
 * The root of every error Parley throws on purpose.
 *
 * @example
 * ```ts
 * import { Errors } from '@parley/protocol'
 * const error = new Errors.BaseError('The topic is full.', { code: 'topic_full' })
 * error.code // 'topic_full'
 * ```
 */
export class BaseError extends Error {
  override name = 'Parley.BaseError'
  readonly code: string
  readonly shortMessage: string
  readonly details: string | undefined
  readonly docs: string
  readonly retryable: boolean
  readonly retryAfterMs: number

  constructor(shortMessage: string, options: BaseErrorOptions) {
    super(
      options.details === undefined ? shortMessage : `${shortMessage}\n\n${options.details}`,
      options.cause === undefined ? {} : { cause: options.cause },
    )
    this.code = options.code
    this.shortMessage = shortMessage
    this.details = options.details
    this.docs = `docs/specs/errors.md#${options.code}`
    this.retryable = options.retryable ?? false
    this.retryAfterMs = options.retryAfterMs ?? 0
  }

  /** The first error in the chain of causes that `matches`, or the last one. */
  walk(matches?: (error: unknown) => boolean): unknown {
    let current: unknown = this
    for (;;) {
      if (matches?.(current)) return current
      const next = current instanceof Error ? current.cause : undefined
      if (next === undefined) return matches ? undefined : current
      current = next
    }
  }
}

/** The codes that cross the wire, each with what it tells the other side. */
export const wireCodes = {
  bad_frame: 'The bytes are no frame of this protocol. The link is closed.',
  frame_too_large: 'A message is above the link’s limit. The link is closed.',
  hello_required: 'The first request of a link must be hello.',
  wrong_network: 'The node serves another network.',
  unauthenticated: 'The request needs a certified device; authenticate the link first.',
  bad_certificate: 'The certificate or its signature is not valid.',
  bad_challenge: 'The device did not sign this link’s challenge.',
  bad_descriptor: 'The descriptor is malformed or does not hash to the topic.',
  stale_network: 'The network has changed: read anew who its members are.',
  unknown_topic: 'The topic does not exist; publish with its descriptor to create it.',
  not_permitted: 'The link may not read or write this topic.',
  unknown_position: 'The log has no envelope at this position, or none any more.',
  bad_envelope: 'The envelope is malformed.',
  bad_signature: 'The envelope’s signature is not by the topic’s write key of that epoch.',
  unknown_epoch: 'The epoch’s write key is not known yet: its seal is missing.',
  stale_epoch: 'The epoch ended; write under the current write key.',
  bad_postage: 'The proof of work is missing or too small.',
  expired: 'The envelope’s time is over.',
  from_future: 'The envelope’s time is ahead of the node’s clock by more than is allowed.',
  too_old: 'The envelope was sent longer ago than nodes accept from clients.',
  too_large: 'The envelope is above the topic’s limit.',
  bad_retention: 'The envelope expires later than the topic’s retention allows.',
  bad_seal: 'The seal certificate does not verify.',
  bad_identity: 'The identity entry does not verify.',
  topic_full: 'The topic holds as much as it may.',
  quota_exceeded: 'The link is over its quota; slow down.',
  too_many_requests: 'Too many requests are open on this link.',
  too_many_subscriptions: 'Too many subscriptions are open on this link.',
  overloaded: 'The node has more work than it can take now.',
  storage_full: 'The node’s disk is full or failing: it takes no new envelopes.',
  draining: 'The node is shutting down.',
  unavailable: 'No replica that could answer is reachable from this node.',
  timeout: 'No answer came in time.',
  link_closed: 'The link closed before an answer came.',
  slow_consumer: 'The reader did not keep up. The link is closed.',
  idle: 'Nothing came for too long. The link is closed.',
  cancelled: 'The caller gave up.',
  internal: 'The node failed; its log says why.',
} as const

/** A code that crosses the wire. */
export type WireCode = keyof typeof wireCodes

const retryable: ReadonlySet<string> = new Set<WireCode>([
  'stale_network',
  'quota_exceeded',
  'too_many_requests',
  'overloaded',
  'storage_full',
  'draining',
  'unavailable',
  'timeout',
  'link_closed',
  'slow_consumer',
  'idle',
  'unknown_epoch',
  'internal',
])

/**
 * An error that crosses the wire, on either side of it.
 *
 * @example
 * ```ts
 * import { Errors } from '@parley/protocol'
 * new Errors.WireError('overloaded').retryable // true
 * ```
 */
export class WireError extends BaseError {
  override name = 'Parley.WireError'

  /**
   * @param code from {@link wireCodes}; codes of newer peers pass through
   * @param options `retryAfterMs` in milliseconds
   */
  constructor(
    code: WireCode | (string & {}),
    options: { details?: string; retryAfterMs?: number; cause?: unknown } = {},
  ) {
    super(code in wireCodes ? wireCodes[code as WireCode] : `The other side answered ${code}.`, {
      code,
      retryable: retryable.has(code),
      ...options,
    })
  }
}
