import * as Codec from '@parley/codec'
import { seeded } from '@parley/codec/attack'
import { describe, expect, test } from 'vitest'
import {
  applyDelta,
  commit,
  createGroupInfo,
  decodeState,
  encodeDelta,
  encodeState,
  encryptApplication,
  generateSignatureKeyPair,
  joinExternal,
  Message,
  MlsError,
  processMessage,
  propose,
  proposeUpdate,
} from '../index.ts'
import { context, keyPackageOf, seededProvider } from '../../test/party.ts'
import { trio } from '../../test/trio.ts'

const crypto = seededProvider(16)
const { alice, bob } = trio(crypto)
const { keyPackage } = keyPackageOf(crypto, 'dave')
const add = { type: 'add' as const, keyPackage }
const remove = { type: 'remove' as const, removed: 2 }

/** Cut at every place, a bit flipped at every byte, and random splices: `each` sees them all. */
function spoil(
  original: Uint8Array,
  others: readonly Uint8Array[],
  each: (b: Uint8Array) => void,
): void {
  const random = seeded(original.length)
  for (let at = 0; at < original.length; at++) {
    each(original.subarray(0, at))
    const flipped = original.slice()
    flipped[at]! ^= 1 << random(8)
    each(flipped)
  }
  for (let round = 0; round < 200; round++) {
    const other = others[random(others.length)]!
    const head = original.subarray(0, random(original.length))
    each(Uint8Array.of(...head, ...other.subarray(random(other.length))))
    each(Uint8Array.from({ length: random(80) }, () => random(256)))
  }
}

const messages = {
  'an application message': encryptApplication(alice, new Uint8Array(40), { padding: 9 }).message,
  'a private proposal': propose(alice, add, {}, context).message,
  'a public proposal': propose(alice, remove, { wireFormat: 'public' }, context).message,
  'a public update': proposeUpdate(alice, {}, { wireFormat: 'public' }, context).message,
  'a private commit': commit(alice, { proposals: [remove] }, context).commit,
  'a public commit': commit(alice, { proposals: [add, remove], wireFormat: 'public' }, context)
    .commit,
  'an external commit': joinExternal(
    {
      crypto,
      groupInfo: createGroupInfo(alice),
      credential: { type: 'basic', identity: new Uint8Array(3) },
      signatureKeyPair: generateSignatureKeyPair(crypto.cipherSuite(1)),
    },
    context,
  ).commit,
}

describe('hostile messages', () => {
  const all = Object.values(messages)
  for (const [name, original] of Object.entries(messages))
    test(`${name}, spoilt in every way, is refused and changes nothing`, () => {
      expect(() => processMessage(bob, original, context)).not.toThrow()
      const before = encodeState(bob)
      spoil(original, all, (bytes) => {
        // A splice of a message with itself may be whole again.
        if (all.some((whole) => Buffer.compare(whole, bytes) === 0)) return
        try {
          processMessage(bob, bytes, context)
        } catch (error) {
          if (error instanceof MlsError) return
          throw error
        }
        throw new Error(`accepted ${Buffer.from(bytes).toString('hex')}`)
      })
      expect(encodeState(bob)).toEqual(before)
    })

  test('a length that promises more than there is costs nothing', () => {
    const started = performance.now()
    for (let type = 0; type < 6; type++)
      for (let round = 0; round < 200; round++) {
        const bytes = Uint8Array.of(0, 1, 0, type, 0xbf, 0xff, 0xff, 0xff, round)
        expect(() => processMessage(bob, bytes, context)).toThrow(MlsError)
      }
    expect(performance.now() - started).toBeLessThan(5000)
  })

  test('a group info, spoilt, is refused', () => {
    const original = createGroupInfo(alice)
    const options = {
      crypto,
      credential: { type: 'basic' as const, identity: new Uint8Array(3) },
      signatureKeyPair: generateSignatureKeyPair(crypto.cipherSuite(1)),
    }
    const random = seeded(9)
    for (let at = 0; at < original.length; at += 3) {
      const flipped = original.slice()
      flipped[at]! ^= 1 << random(8)
      for (const groupInfo of [flipped, original.subarray(0, at)])
        expect(() => joinExternal({ ...options, groupInfo }, context)).toThrow(MlsError)
    }
  })
})

describe('spoilt storage', () => {
  test('a state or a delta of it is refused or is a state, and nothing else happens', () => {
    const whole = encodeState(bob)
    const after = processMessage(bob, messages['an application message'], context).state
    const delta = encodeDelta(bob, after)
    const only = (run: () => unknown): void => {
      try {
        run()
      } catch (error) {
        if (!(error instanceof MlsError)) throw error
      }
    }
    spoil(whole, [whole, delta], (bytes) => only(() => decodeState(bytes, crypto)))
    spoil(delta, [whole, delta], (bytes) => only(() => applyDelta(bob, bytes, crypto)))
    expect(() => decodeState(whole.subarray(1), crypto)).toThrow(MlsError)
  })
})

test('a key package in a message is a canonical encoding', () => {
  const bytes = Codec.encode(Message, { type: 'key_package', keyPackage })
  expect(Codec.encode(Message, Codec.decode(Message, bytes))).toEqual(bytes)
})
