import * as node from 'node:crypto'

import * as Codec from '@parley/codec'
import {
  createGroupInfo,
  cryptoProvider,
  type GroupState as MlsState,
  joinExternal,
  nodePrimitives,
} from '@parley/mls'
import { Account, Certificate, Crypto } from '@parley/protocol'
import { expect, test } from 'vitest'

import type { LeafKeys } from './engine.ts'
import { mlsEngine } from './mls.ts'

const primitives = nodePrimitives(node)
const engine = mlsEngine(primitives, () => true)
const day = 24 * 3_600_000
const startAt = Date.UTC(2030, 0, 1)

let wallets = 0

/** A wallet's account, and as many certified devices of it as are asked for. */
function wallet(): { device: () => LeafKeys } {
  const account = Account.from(`0x${(++wallets).toString(16).padStart(40, '0')}`)
  return {
    device() {
      const key = engine.newSignatureKey()
      const certificate: Certificate.Certificate = {
        account,
        deviceKey: Crypto.deriveKeyPair(primitives.randomBytes(32), 'device').publicKey,
        signatureKey: key.publicKey,
        inboxKey: primitives.randomBytes(32),
        issuedAt: startAt,
      }
      const walletSignature = new Uint8Array(65)
      return { certificate: { certificate, walletSignature }, signatureSecret: key.secret }
    },
  }
}

const options = { groupId: new Uint8Array(32), context: Uint8Array.of(1), now: startAt }

test('a commit is judged by when it was made, not by who reads it when', () => {
  const [alice, bob, carol] = [wallet(), wallet(), wallet()]
  const own = engine.newKeyPackage(bob.device(), startAt)
  const start = engine.create(alice.device(), options)
  const invited = engine.commit(start, { add: [own.keyPackage], remove: [] }, startAt)
  const reader = engine.join(invited.welcome!, own.secret)
  const late = engine.newKeyPackage(carol.device(), startAt)
  const addedAt = startAt + 29 * day
  const { commit } = engine.commit(
    engine.adopt(start, invited.state),
    { add: [late.keyPackage], remove: [] },
    addedAt,
  )
  // The reader comes back after months, or its clock is wrong: what counts is when it was made.
  expect(engine.receive(reader, commit, { at: addedAt, keepUntil: 0 }).type).toBe('commit')
  for (const at of [startAt + 91 * day, startAt - 2 * day])
    expect(() => engine.receive(reader, commit, { at, keepUntil: 0 })).toThrow(/not valid/)
})

test('whoever takes the place of a leaf is of its account', () => {
  const [alice, bob] = [wallet(), wallet()]
  const own = engine.newKeyPackage(bob.device(), startAt)
  const start = engine.create(alice.device(), options)
  const invited = engine.commit(start, { add: [own.keyPackage], remove: [] }, startAt)
  const reader = engine.join(invited.welcome!, own.secret)
  const take = (keys: LeafKeys): Uint8Array =>
    joinExternal(
      {
        crypto: cryptoProvider(primitives),
        groupInfo: createGroupInfo(invited.state as unknown as MlsState),
        credential: { type: 'basic', identity: Codec.encode(Certificate.signed, keys.certificate) },
        signatureKeyPair: {
          publicKey: keys.certificate.certificate.signatureKey,
          privateKey: keys.signatureSecret,
        },
        capabilities: { extensions: [0xf0a1] },
        replaces: 0,
      },
      { now: startAt / 1000, authenticate: (claims) => claims.map(() => true) },
    ).commit
  const at = { at: startAt, keepUntil: 0 }
  expect(engine.receive(reader, take(alice.device()), at).type).toBe('commit')
  expect(() => engine.receive(reader, take(wallet().device()), at)).toThrow(/not accepted/)
})

test('the first certificate that is refused ends it', () => {
  let asked = 0
  const counting = mlsEngine(primitives, () => ++asked < 2)
  const alice = wallet()
  const many = Array.from({ length: 6 }, () => counting.newKeyPackage(alice.device(), startAt))
  const add = many.map(({ keyPackage }) => keyPackage)
  const start = counting.create(alice.device(), options)
  expect(() => counting.commit(start, { add, remove: [] }, startAt)).toThrow(/not accepted/)
  expect(asked).toBe(2)
})

test('what an invitation claims is seen without a single signature being checked', () => {
  const stranger = wallet()
  let verified = 0
  const victim = mlsEngine(
    {
      ...primitives,
      ed25519: {
        ...primitives.ed25519,
        verify: (...args) => {
          verified++
          return primitives.ed25519.verify(...args)
        },
      },
    },
    () => {
      verified++
      return true
    },
  )
  const own = victim.newKeyPackage(wallet().device(), startAt)
  const others = Array.from(
    { length: 40 },
    () => engine.newKeyPackage(stranger.device(), startAt).keyPackage,
  )
  const start = engine.create(stranger.device(), options)
  const add = [...others, own.keyPackage]
  const { welcome } = engine.commit(start, { add, remove: [] }, startAt)
  const claimed = victim.claimed(welcome!, own.secret)
  expect(claimed.accounts).toHaveLength(42)
  expect(claimed.context).toEqual(options.context)
  expect(verified).toBe(0)
})
