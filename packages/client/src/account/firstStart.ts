/**
 * A device's first start: it becomes one of its account's.
 *
 * @module
 */
import type { Account } from '@parley/protocol'

import type { Signer } from '../api.ts'
import type { Database } from '../database.ts'
import type { GroupEngine } from '../engine.ts'
import type { ClientHost } from '../host.ts'
import * as Records from '../records.ts'
import type { Identities } from './identities.ts'
import { newDevice, signIn } from './signIn.ts'

/** Whether the account has devices is known within so long, or the start fails. */
const readMs = 15_000
const readRetryMs = 500

/** What a first start needs. */
export type FirstStartOptions = {
  readonly host: ClientHost
  readonly database: Database
  readonly engine: GroupEngine
  readonly identities: Identities
  readonly account: Account.Account
  readonly signer: Signer
  readonly backUp: boolean
  readonly startOver: boolean
}

/**
 * Makes this device one of its account's: reads the account's log, and asks the wallet.
 *
 * @throws WireError `unavailable` if the log cannot be read
 * @throws ClientError `account_locked`, `wallet_signature_invalid`
 */
export async function firstStart(options: FirstStartOptions): Promise<Records.Device> {
  const { host, engine, account, database, identities } = options
  const identity = await read(host, () => identities.read(account))
  const signedIn = await signIn({ ...options, identity })
  const made = await newDevice({ host, engine, signedIn })
  // The wallet was asked outside the lock: another tab may have been faster, and then it wins.
  return database.transact(async (transaction) => {
    const other = await transaction.get(Records.device, Records.keys.device)
    if (other) return other
    transaction.put(Records.device, Records.keys.device, made)
    await identities.say(transaction, account, signedIn.entries)
    return made
  })
}

/** Tries for a while, until it is there. */
async function read<T>(host: ClientHost, work: () => Promise<T>): Promise<T> {
  const deadline = host.clock.now() + readMs
  for (;;) {
    try {
      return await work()
    } catch (error) {
      if (host.clock.now() >= deadline) throw error
      await new Promise<void>((resolve) => host.clock.after(readRetryMs, resolve))
    }
  }
}
