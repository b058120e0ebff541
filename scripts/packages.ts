/**
 * The house: which package holds what, and which others it may import. The linter's rules, the table in
 * ARCHITECTURE.md and the tests of the manifests are all made of this one.
 *
 * @module
 */

/** A package of ours. */
export type Package = {
  /** For the table: one line. */
  readonly holds: string
  /** Packages of ours that it may import: arrows point downwards only. */
  readonly uses: readonly string[]
  /** Packages of others, as the table tells them. */
  readonly others?: string
  /** Whether it runs in browsers and simulations too: then it imports nothing of Node's. */
  readonly everywhere: boolean
  /** Its folders of sources that are held to this, below the package; `src` unless given. */
  readonly sources?: readonly string[]
}

/** All that stand under `packages`, from the ground up. */
export const packages: Readonly<Record<string, Package>> = {
  codec: {
    holds: 'TLS presentation language: one value per message, its type derived from it',
    uses: [],
    everywhere: true,
  },
  contracts: {
    holds: 'Solidity sources, compiled artifacts, typed ABIs, the registry’s `reader`',
    uses: [],
    others: 'viem, in `reader`',
    everywhere: true,
    sources: ['src', 'reader'],
  },
  mls: {
    holds: 'RFC 9420: group encryption',
    uses: ['codec'],
    others: 'noble',
    everywhere: true,
  },
  protocol: {
    holds:
      'topics, envelopes, receipts, seals, identities, frames, limits, errors, the `Host` seam',
    uses: ['codec'],
    others: 'noble',
    everywhere: true,
  },
  node: {
    holds: 'the node: links, admission, replica, store, gateway, catch-up, metrics',
    uses: ['codec', 'protocol', 'contracts'],
    others: 'libp2p',
    everywhere: false,
  },
  client: {
    holds: 'the SDK: identity, groups, sync, states, local store',
    uses: ['codec', 'mls', 'protocol', 'contracts'],
    others: 'noble; libp2p in Node',
    everywhere: false,
  },
  cli: {
    holds: 'the `parley` command: wallet, commands, operators, `up`',
    uses: ['protocol', 'contracts', 'client', 'node'],
    others: 'commander, viem',
    everywhere: false,
  },
  simulator: {
    holds: 'whole networks on virtual time, by seed; private',
    uses: ['codec', 'mls', 'protocol', 'contracts', 'node', 'client'],
    others: 'noble',
    everywhere: false,
  },
}

/** The table's rows in ARCHITECTURE.md. */
export function tableOf(): string {
  const rows = Object.entries(packages).map(([name, { holds, uses, others }]) => {
    const imports = [...uses, ...(others === undefined ? [] : [others])].join(', ') || 'nothing'
    return `| \`packages/${name}\` | ${holds} | ${imports} |`
  })
  return [
    '| package | holds | may import |',
    '| --- | --- | --- |',
    ...rows,
    '| `apps/web` | the web app | client |',
  ].join('\n')
}
