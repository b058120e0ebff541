import {
  adoptCommit,
  commit,
  type CreateGroupOptions,
  type CryptoProvider,
  type GroupState,
  joinFromWelcome,
  type KeyPackageOptions,
} from '../src/index.ts'
import { context, groupOf, keyPackageOf } from './party.ts'

/** Alice, Bob and Carol in one group; Alice made it and has committed a path. */
export function trio(
  crypto: CryptoProvider,
  options: Partial<CreateGroupOptions & { keyPackage: Partial<KeyPackageOptions> }> = {},
): { alice: GroupState; bob: GroupState; carol: GroupState } {
  const start = groupOf(crypto, 'alice', options)
  const owns = ['bob', 'carol'].map((name) => keyPackageOf(crypto, name, options.keyPackage))
  const { state, welcome } = commit(
    start,
    {
      proposals: owns.map(({ keyPackage }) => ({ type: 'add', keyPackage })),
      forcePath: true,
    },
    context,
  )
  const [bob, carol] = owns.map((own) =>
    joinFromWelcome({ crypto, welcome: welcome!, own }, context),
  )
  return { alice: adoptCommit(start, state), bob: bob!, carol: carol! }
}
