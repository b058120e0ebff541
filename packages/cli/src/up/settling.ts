/**
 * Settles a local network after its members changed, as soon as they have taken over.
 *
 * @module
 */
import { setTimeout as delay } from 'node:timers/promises'

import type { Account } from 'viem'

import { collectConfirmations } from '../registry/confirmations.ts'
import type { Registry } from '../registry/Registry.ts'

/** Between two looks: taking over takes longer. */
const lookMs = 2_000

/**
 * Settles each new version, until the signal is aborted.
 *
 * @param note is told what was settled
 */
export async function keepSettled(
  registry: Registry,
  account: Account,
  { note, signal }: { note: (text: string) => void; signal: AbortSignal },
): Promise<void> {
  while (!signal.aborted) {
    try {
      const version = await settleOnce(registry, account, signal)
      if (version !== undefined) note(`Version ${version} of the network is settled.`)
    } catch {
      // The chain is away, or somebody else settled it: the next look tells.
    }
    await delay(lookMs, undefined, { signal }).catch(() => {})
  }
}

/** The version that was settled; `undefined` if there is nothing to settle, or not enough to do it. */
async function settleOnce(
  registry: Registry,
  account: Account,
  signal: AbortSignal,
): Promise<number | undefined> {
  const { version, settled, confirmationsRequired: enough } = await registry.facts()
  if (settled === version || enough === 0) return undefined
  const network = await registry.network()
  const confirmed = await collectConfirmations(network, { enough, signal })
  if (confirmed.length < enough) return undefined
  await registry.settle(account, network.membersVersion, confirmed)
  return version
}
