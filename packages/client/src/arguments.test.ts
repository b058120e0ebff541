import { describe, expect, test } from 'vitest'

import type { Client } from './api.ts'
import { checked } from './arguments.ts'
import { createClient, memoryStore } from './index.ts'

const id = 'ab'.repeat(32)
const never = (): never => {
  throw new Error('It was called.')
}

const noStrings = [undefined, null, 1, Number.NaN, {}, [], Symbol('x'), 1n, () => 'x']
const noIds = [...noStrings, '', 'ab', `${id}0`, id.toUpperCase(), `${id}/x`, `0x${id}`]
const noOptions = [null, 1, 'x', true]
const noTimes = [Number.NaN, -1, -Infinity, '1', null, {}, 1n]
const noLimits = [Number.NaN, 0, -1, 1.5, Infinity, 10_001, '5', null, 2 ** 53]
const noBooleans = [undefined, null, 0, 1, 'true', {}]

/** Calls with what they must not be given, by name. */
const wrong: Record<string, unknown[][]> = {
  on: [
    ...[undefined, 'messages', 'toString', 1].map((event) => [event, never]),
    ...[undefined, null, 'x', {}].map((listener) => ['message', listener]),
  ],
  conversations: [...noOptions, { consent: 'wanted' }, { consent: 1 }].map((it) => [it]),
  open: noStrings.map((it) => [it]),
  send: [...noIds.map((it) => [it, 'text']), ...noStrings.map((it) => [id, it])],
  messages: [
    ...noIds.map((it) => [it]),
    ...noOptions.map((it) => [id, it]),
    ...noLimits.map((limit) => [id, { limit }]),
    ...noIds.slice(1).map((before) => [id, { before }]),
  ],
  settled: [...noIds.map((it) => [it]), ...noTimes.map((timeoutMs) => [id, { timeoutMs }])],
  allowDirect: noBooleans.map((it) => [it]),
}
for (const name of ['conversation', 'message', 'retry', 'accept', 'reject', 'block', 'unblock'])
  wrong[name] = noIds.map((it) => [it])
wrong['markRead'] = noIds.map((it) => [it])
for (const name of ['caughtUp', 'flushed'])
  wrong[name] = [...noOptions.map((it) => [it]), ...noTimes.map((timeoutMs) => [{ timeoutMs }])]

describe('calls of a client', () => {
  test.each(Object.entries(wrong))('error: %s with what it does not take', async (name, all) => {
    for (const given of all) {
      const call = checked(name as keyof Client, never as (...it: unknown[]) => unknown, false)
      await expect(call(...given)).rejects.toMatchObject({ code: 'invalid_argument' })
    }
  })

  test('behavior: what answers at once throws', () => {
    const on = checked('on', never as (...it: unknown[]) => unknown, true)
    expect(() => on('messages', () => {})).toThrow(/message, conversation, link, clock, fault/)
  })

  test('default: what they take passes as it is', async () => {
    const same = (...given: unknown[]): unknown => given
    for (const [name, given] of [
      ['on', ['message', never]],
      ['conversations', []],
      ['conversations', [{ consent: 'request' }]],
      ['messages', [id]],
      ['messages', [id, { limit: 10_000, before: id }]],
      ['settled', [id, { timeoutMs: Infinity }]],
      ['caughtUp', [{ timeoutMs: 0 }]],
      ['send', [id, '']],
      ['linkState', []],
    ] as const)
      expect(checked(name, same, false)(...given)).toEqual(given)
  })
})

describe('createClient', () => {
  const signer = { address: `0x${'11'.repeat(20)}`, signTypedData: async () => '0x' }
  const network = 'http://127.0.0.1:1/network.json'
  const odd: [string, unknown][] = [
    ['nothing', undefined],
    ['no signer', { network }],
    ['a signer that cannot sign', { signer: { address: signer.address }, network }],
    ['a signer without an address', { signer: { signTypedData: signer.signTypedData }, network }],
    ['no network', { signer }],
    ['a number for a network', { signer, network: 1 }],
    ['a store that was not awaited', { signer, network, store: Promise.resolve(memoryStore()) }],
    ['a path for a store', { signer, network, store: './store' }],
    ['a host of nothing', { signer, network, host: {} }],
    ['a word for direct', { signer, network, direct: 'yes' }],
  ]
  test.each(odd)('error: %s', async (_, options) => {
    await expect(createClient(options as never)).rejects.toMatchObject({ code: 'invalid_argument' })
  })

  test('error: an address that is none', async () => {
    const options = { signer: { ...signer, address: '0x1' }, network, store: memoryStore() }
    await expect(createClient(options)).rejects.toMatchObject({ code: 'invalid_account' })
  })
})
