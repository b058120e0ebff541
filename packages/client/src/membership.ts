/**
 * Who belongs into a group: the devices of its accounts, by their identity logs.
 *
 * @module
 */
import { type Account, AccountKey, Bytes, type Certificate, type Identity } from '@parley/protocol'

import type { Member } from './engine.ts'

/** An account's devices taken into a group: those it heard of last. */
export const devicesMax = 16
/**
 * Devices announce themselves each thirty days, and their key packages end after ninety: what was
 * silent for longer cannot be taken in, and must not keep the others out.
 */
const silentMsMax = 85 * 24 * 3_600_000

/**
 * What must change for the group to hold exactly the accounts' devices; `undefined` if nothing.
 *
 * @param options.own this device's id in hex
 */
export function membershipChanges(
  members: readonly Member[],
  accounts: ReadonlyMap<Account.Account, Identity.Identity>,
  { own, now }: { own: string; now: number },
): { add: Identity.AnnouncementContent[]; remove: number[] } | undefined {
  const stays = new Set<string>()
  const remove: number[] = []
  for (const { leaf, credential } of members) {
    const identity = accounts.get(credential.account)
    const name = Bytes.toHex(credential.device)
    // Others take this device out: it cannot do so itself.
    if (identity === undefined || name === own || belongs(credential, identity)) stays.add(name)
    else remove.push(leaf)
  }
  const add = [...accounts.values()]
    .flatMap((identity) => listed(identity, now))
    .filter(({ id }) => !stays.has(Bytes.toHex(id)))
    .map(({ announcement }) => announcement)
  return add.length + remove.length > 0 ? { add, remove } : undefined
}

/** Whether a member still speaks for its account: not revoked, and not of an older account key. */
function belongs(credential: Certificate.Credential, identity: Identity.Identity): boolean {
  const { key, revoked } = identity
  if (key === undefined || credential.keyIssuedAt > key.issuedAt) return true
  const { accountKey, keyIssuedAt } = credential
  return (
    AccountKey.same({ accountKey, issuedAt: keyIssuedAt }, key) &&
    !revoked.has(Bytes.toHex(credential.device))
  )
}

/** An account's devices that groups take in: those that were heard of last, and not too long ago. */
export function listed({ devices }: Identity.Identity, now: number): Identity.Device[] {
  return devices
    .filter(({ announcement }) => now - announcement.issuedAt < silentMsMax)
    .toSorted((a, b) => b.announcement.issuedAt - a.announcement.issuedAt)
    .slice(0, devicesMax)
}
