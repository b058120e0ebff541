import { expect, test } from 'vitest'

import { deriveKeyPair, pure } from './Crypto.ts'
import * as Handshake from './Handshake.ts'
import type * as Statement from './Statement.ts'

const fill = (byte: number): Uint8Array => new Uint8Array(32).fill(byte)
const key = deriveKeyPair(fill(1), 'handshake test')
const other = deriveKeyPair(fill(2), 'handshake test')

test('a welcome is bound to its key, network, node, serial, nonce, challenge and time', async () => {
  const node = { network: fill(3), id: fill(7) }
  const welcome = { nonce: fill(4), challenge: fill(5), time: 6 }
  const signed = await Handshake.signWelcome(pure, welcome, {
    ...node,
    keyPair: key,
    serial: () => 8,
  })
  const verify = (
    change: Partial<Handshake.Welcome & Statement.Author & Statement.Signed>,
    publicKey = key.publicKey,
  ) =>
    Handshake.verifyWelcome(
      pure,
      { ...welcome, ...change },
      { ...signed, ...change },
      { ...node, publicKey, ...change },
    )
  expect(await verify({})).toBe(true)
  expect(await verify({}, other.publicKey)).toBe(false)
  expect(await verify({ network: fill(9) })).toBe(false)
  expect(await verify({ id: fill(9) })).toBe(false)
  expect(await verify({ serial: 9 })).toBe(false)
  expect(await verify({ nonce: fill(9) })).toBe(false)
  expect(await verify({ challenge: fill(9) })).toBe(false)
  expect(await verify({ time: 9 })).toBe(false)
})

test('a device’s proof is bound to its key, node and challenge', async () => {
  const challenge = { node: fill(3), challenge: fill(4) }
  const signature = await Handshake.signChallenge(pure, challenge, key)
  const verify = (change: Partial<Handshake.Challenge>, publicKey = key.publicKey) =>
    Handshake.verifyChallenge(pure, { ...challenge, ...change }, signature, publicKey)
  expect(await verify({})).toBe(true)
  expect(await verify({}, other.publicKey)).toBe(false)
  expect(await verify({ node: fill(9) })).toBe(false)
  expect(await verify({ challenge: fill(9) })).toBe(false)
})
