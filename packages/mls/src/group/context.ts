import { ensure } from '../MlsError.ts'
import type { Credential } from '../wire/Credential.ts'
import type { GroupContext } from '../wire/GroupContext.ts'
import type { PreSharedKeyId } from '../wire/Proposal.ts'

/** A claim to decide: does this signature key belong to this credential? */
export type AuthenticationRequest = {
  readonly credential: Credential
  readonly signatureKey: Uint8Array
  /** The member's credential so far, when this one would follow it (RFC 9420 §5.3.1). */
  readonly replaces: Credential | undefined
}

/**
 * The authentication service (RFC 9420 §5.3.1): decides claims, many at once, in their order. It may
 * end with the first that it refuses: what it does not answer is refused too. A caller whose service is asynchronous lets all pass here, keeping the requests, and adopts the
 * new state only once its service has agreed: operations have no other effect than their result.
 */
export type Authenticate = (requests: readonly AuthenticationRequest[]) => readonly boolean[]

/** A group as an invitation or a group info claims it to be. */
export type ClaimedGroup = {
  readonly groupContext: GroupContext
  readonly credentials: readonly Credential[]
}

/** What receiving needs from the application. */
export type ReceiveContext = {
  readonly authenticate: Authenticate
  /**
   * Seconds since 1970. Lifetimes of key packages are checked when it is given (RFC 9420 §7.3). Of a
   * commit it is the time at which it was made: members who read it later must judge it alike.
   */
  readonly now?: number
  /** Seconds since 1970 until when what an application message's ratchet is stepped past may come. */
  readonly keepUntil?: number
  /**
   * Opens messages of the own leaf that this state did not send. A state that was copied, or put
   * back from a backup, learns so what it had said; it must not send under that leaf again.
   */
  readonly opensOwn?: boolean
  /**
   * Sees who is in a group that is to be joined before any signature is checked; false ends it.
   * What it sees is a claim.
   */
  readonly admit?: (claimed: ClaimedGroup) => boolean
  /** Pre-shared keys: external ones, and resumption secrets of other groups. */
  readonly psk?: (id: PreSharedKeyId) => Uint8Array | undefined
}

/** What sending needs: the time too, since one's own key packages to add must be checked. */
export type SendContext = ReceiveContext & { readonly now: number }

/**
 * Puts claims to the authentication service.
 *
 * @throws MlsError `credential_refused`
 */
export function authenticateAll(
  context: ReceiveContext,
  requests: readonly AuthenticationRequest[],
): void {
  if (requests.length === 0) return
  const answers = context.authenticate(requests)
  for (const [index, request] of requests.entries())
    ensure(
      answers[index] === true,
      'credential_refused',
      `a ${request.credential.type} credential was not accepted for its signature key`,
    )
}
