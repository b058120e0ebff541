import { randomBytes } from 'node:crypto'

import { x25519 } from '@noble/curves/ed25519.js'
import { attack } from '@parley/codec/attack'
import { Certificate, Crypto } from '@parley/protocol'
import { describe, expect, test } from 'vitest'

import { globalHost } from '../host.ts'
import * as Statements from '../statements.ts'
import * as Signal from './signal.ts'

const host = globalHost()
const random = (length = 32): Uint8Array => new Uint8Array(randomBytes(length))
const device = Crypto.deriveKeyPair(random(), 'test')
const inboxSecret = random()
const keys = { device, inboxKey: x25519.getPublicKey(inboxSecret) }
const content: Signal.Content = {
  from: Certificate.deviceId(host.crypto, device.publicKey),
  to: random(),
  at: 1_700_000_000_000,
  id: random(16),
  said: { type: 'here', instance: random(8), reach: random(40) },
}

describe('codecs withstand the attack suite', () => {
  test.each([
    ['content', Signal.content],
    ['signed', Signal.signed],
    ['sealed', Signal.sealed],
    ['statement', Statements.codec],
  ] as const)('%s', (name, codec) => {
    attack(name, codec as typeof Signal.sealed, { values: 12, mutations: 40 })
  })
})

test('is opened by the device it is for, and signed by the one it is of', async () => {
  const body = await Signal.seal(host, content, keys)
  const opened = Signal.open(host.primitives, body, inboxSecret)!
  expect(opened.content).toEqual(content)
  expect(await Signal.verify(host.crypto, opened, device.publicKey)).toBe(true)
  expect(Signal.open(host.primitives, body, random())).toBeUndefined()
})

test('shows a node nothing of what it says', async () => {
  const body = Buffer.from(await Signal.seal(host, content, keys))
  if (content.said.type !== 'here') throw new Error()
  for (const secret of [content.from, content.to, content.id, content.said.reach])
    expect(body.includes(Buffer.from(secret))).toBe(false)
})

test('another’s signature, or one of something else, does not verify', async () => {
  const other = Crypto.deriveKeyPair(random(), 'test')
  const forged = await Signal.seal(host, content, { ...keys, device: other })
  const opened = Signal.open(host.primitives, forged, inboxSecret)!
  expect(await Signal.verify(host.crypto, opened, device.publicKey)).toBe(false)
  const good = Signal.open(host.primitives, await Signal.seal(host, content, keys), inboxSecret)!
  const changed = { ...good, content: { ...good.content, to: random() } }
  expect(await Signal.verify(host.crypto, changed, device.publicKey)).toBe(false)
})

test('whatever a stranger signals is nonsense, and no failure', async () => {
  const body = await Signal.seal(host, content, keys)
  for (let i = 0; i < body.length; i += 7) {
    const changed = body.slice()
    changed[i]! ^= 1
    expect(Signal.open(host.primitives, changed, inboxSecret)).toBeUndefined()
  }
  expect(Signal.open(host.primitives, new Uint8Array(), inboxSecret)).toBeUndefined()
  expect(Signal.open(host.primitives, random(500), inboxSecret)).toBeUndefined()
})
