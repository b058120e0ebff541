import { Account, type AccountKey, Bytes, type Certificate, type Identity } from '@parley/protocol'
import { expect, test } from 'vitest'

import type { Member } from './engine.ts'
import { listed, membershipChanges } from './membership.ts'

const day = 24 * 3_600_000
const now = 1000 * day
const account = Account.from(`0x${'11'.repeat(20)}`)
const bytes = (length: number, fill: number): Uint8Array => new Uint8Array(length).fill(fill)

const key = (issuedAt: number): AccountKey.AccountKey => ({
  account,
  accountKey: bytes(33, 1),
  issuedAt,
  unlock: 1,
  walletSignature: bytes(65, 0),
})

const device = (id: number, announcedAt: number): Identity.Device => ({
  id: bytes(32, id),
  announcement: { issuedAt: announcedAt } as Identity.AnnouncementContent,
})

const identity = (
  devices: readonly Identity.Device[],
  options: { keyIssuedAt?: number; revoked?: readonly number[] } = {},
): Identity.Identity => ({
  key: key(options.keyIssuedAt ?? 1),
  unlocks: undefined,
  devices,
  revoked: new Set(options.revoked?.map((id) => Bytes.toHex(bytes(32, id)))),
})

const member = (leaf: number, id: number, keyIssuedAt = 1): Member => ({
  leaf,
  credential: {
    account,
    accountKey: bytes(33, 1),
    keyIssuedAt,
    device: bytes(32, id),
  } as Certificate.Credential,
})

const own = Bytes.toHex(bytes(32, 1))
const changesOf = (members: readonly Member[], of: Identity.Identity) =>
  membershipChanges(members, new Map([[account, of]]), { own, now })

test('a device that has been silent for longer than its key package lasts keeps nobody out', () => {
  const devices = [device(1, now), device(2, now - 84 * day), device(3, now - 86 * day)]
  expect(listed(identity(devices), now).map(({ id }) => id[0])).toEqual([1, 2])
  expect(changesOf([member(0, 1)], identity(devices))?.add).toHaveLength(1)
})

test('of many devices those are taken in that were heard of last', () => {
  const devices = Array.from({ length: 20 }, (_, i) => device(i, now - i))
  expect(listed(identity(devices), now).map(({ id }) => id[0])).toEqual(
    Array.from({ length: 16 }, (_, i) => i),
  )
})

test('a revoked device, and one of an older account key, is taken out; nobody by itself', () => {
  const devices = [device(1, now), device(3, now)]
  const members = [member(0, 1), member(1, 2), member(2, 3)]
  expect(changesOf(members, identity(devices, { revoked: [2] }))?.remove).toEqual([1])
  expect(changesOf(members, identity(devices, { revoked: [1, 2] }))?.remove).toEqual([1])
  const anew = changesOf(members, identity([device(3, now)], { keyIssuedAt: 2 }))
  // The one that was certified anew is taken in again by the same commit.
  expect(anew).toEqual({ add: [device(3, now).announcement], remove: [1, 2] })
  expect(changesOf([member(0, 1), member(2, 3, 5)], identity(devices))).toBeUndefined()
})
