import { equal } from '../crypto/bytes.ts'
import type { CryptoProvider } from '../crypto/CipherSuite.ts'
import { hashBytes } from '../crypto/CipherSuite.ts'
import { ensure } from '../MlsError.ts'
import type { Extension } from '../wire/Extension.ts'
import type { KeyPackage } from '../wire/KeyPackage.ts'
import type { PskUsage } from '../wire/Proposal.ts'
import { commitWith } from './commit.ts'
import type { SendContext } from './context.ts'
import { createGroup } from './creation.ts'
import { ensureActive, type GroupLimits, type GroupState } from './GroupState.ts'
import type { OwnKeyPackage } from './keyPackages.ts'

export type SuccessorOptions = {
  readonly crypto: CryptoProvider
  /** The creator's key package in the new group. */
  readonly own: OwnKeyPackage
  /** Of the others. */
  readonly keyPackages: readonly KeyPackage[]
  readonly limits?: Partial<GroupLimits>
}

/** A group in its first epoch with others in it. */
export type Successor = { readonly state: GroupState; readonly welcome: Uint8Array }

function follow(
  previous: GroupState,
  usage: Exclude<PskUsage, 'application'>,
  options: SuccessorOptions & { groupId: Uint8Array; extensions: readonly Extension[] },
  context: SendContext,
): Successor {
  const { groupId, epoch } = previous.groupContext
  const first = createGroup({ ...options, limits: options.limits ?? previous.limits })
  const key = { type: 'resumption' as const, usage, groupId, epoch }
  const { state, welcome } = commitWith(
    first,
    {
      proposals: [
        ...options.keyPackages.map((keyPackage) => ({ type: 'add' as const, keyPackage })),
        { type: 'psk', psk: { key, nonce: previous.suite.randomBytes(hashBytes) } },
      ],
    },
    {
      ...context,
      psk: ({ key: asked }) =>
        asked.type === 'resumption' && asked.usage === usage && equal(asked.groupId, groupId)
          ? previous.secrets.resumptionPsk
          : undefined,
    },
    usage,
  )
  ensure(welcome !== undefined, 'no_members', 'a group that follows another has other members')
  return { state, welcome }
}

/**
 * Creates the group that a committed ReInit ended this one for (RFC 9420 §11.2). The caller sees
 * to it that the members are the same; they join with `previous` set.
 *
 * @throws MlsError `invalid_reinit` if the group did not end so, or the own key package is of
 * another suite than the new group
 * @example
 * ```ts
 * import { type GroupState, reinitialize, type SendContext, type SuccessorOptions } from '@parley/mls'
 * const renew = (ended: GroupState, options: SuccessorOptions, context: SendContext) =>
 *   reinitialize(ended, options, context)
 * ```
 */
export function reinitialize(
  previous: GroupState,
  options: SuccessorOptions,
  context: SendContext,
): Successor {
  const { reinit } = previous
  ensure(
    reinit !== undefined && reinit.cipherSuite === options.own.keyPackage.cipherSuite,
    'invalid_reinit',
    'the group did not end by a reinit to that cipher suite',
  )
  const { groupId, extensions } = reinit
  return follow(previous, 'reinit', { ...options, groupId, extensions }, context)
}

/**
 * Creates a group for some of the members of this one, tied to it (RFC 9420 §11.3). They join with
 * `previous` set.
 *
 * @throws MlsError `invalid_branch` if the suite is another
 * @example
 * ```ts
 * import { branch, type GroupState, type SendContext, type SuccessorOptions } from '@parley/mls'
 * const aside = (state: GroupState, options: SuccessorOptions, context: SendContext) =>
 *   branch(state, { ...options, groupId: Uint8Array.of(9), extensions: [] }, context)
 * ```
 */
export function branch(
  previous: GroupState,
  options: SuccessorOptions & {
    readonly groupId: Uint8Array
    readonly extensions: readonly Extension[]
  },
  context: SendContext,
): Successor {
  ensureActive(previous)
  ensure(
    options.own.keyPackage.cipherSuite === previous.suite.id,
    'invalid_branch',
    'a branch is of the suite of its group',
  )
  return follow(previous, 'branch', options, context)
}
