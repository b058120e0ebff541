/**
 * What runs in each tab: one client of the wallet, on the database that all its tabs share.
 *
 * @module
 */
import { type Client, createClient } from '@parley/client'
import type { Network } from '@parley/protocol'
import { privateKeyToAccount } from 'viem/accounts'

/** The tab's own functions, by which the test drives it. */
export type Tab = {
  /** Starts the client; resolves with its device once it is caught up. */
  readonly start: (options: { key: string; network: Network.File }) => Promise<string>
  /** Writes so many messages with small pauses, and waits until all have left. */
  readonly write: (options: { to: string; prefix: string; count: number }) => Promise<void>
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

let client: Client
const tab: Tab = {
  async start({ key, network }) {
    client = await createClient({ signer: privateKeyToAccount(key as `0x${string}`), network })
    await client.caughtUp({ timeoutMs: 30_000 })
    return client.device
  },
  async write({ to, prefix, count }) {
    const { id } = await client.open(to)
    for (let i = 0; i < count; i++) {
      await client.send(id, `${prefix} ${i}`)
      await pause(Math.random() * 10)
    }
    if (!(await client.flushed({ timeoutMs: 60_000 }))) throw new Error('not all has left')
  },
}
Object.assign(globalThis, { tab })
