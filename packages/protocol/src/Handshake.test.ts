import { expect, test } from 'vitest'

import { deriveKeyPair, pure } from './Crypto.ts'
import * as Handshake from './Handshake.ts'

const fill = (byte: number): Uint8Array => new Uint8Array(32).fill(byte)
const key = deriveKeyPair(fill(1), 'handshake test')
const other = deriveKeyPair(fill(2), 'handshake test')

test('a welcome is bound to its key, network, nonce, challenge and time', async () => {
  const welcome = { network: fill(3), nonce: fill(4), challenge: fill(5), time: 6 }
  const signature = await Handshake.signWelcome(pure, welcome, key)
  const verify = (change: Partial<Handshake.Welcome>, publicKey = key.publicKey) =>
    Handshake.verifyWelcome(pure, { ...welcome, ...change }, signature, publicKey)
  expect(await verify({})).toBe(true)
  expect(await verify({}, other.publicKey)).toBe(false)
  expect(await verify({ network: fill(9) })).toBe(false)
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
