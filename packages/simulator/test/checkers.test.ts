import * as Codec from '@parley/codec'
import { Envelope } from '@parley/protocol'
import { expect, test } from 'vitest'

import type { Checker } from '../src/Checkers.ts'
import { Liar } from '../src/Liar.ts'
import { type RunOptions, simulate } from '../src/simulate.ts'

const base: RunOptions = { seed: 1, operations: 8, nodes: 4, clients: 2, faults: new Set() }

/** Whether an envelope carries what a member of a conversation says. */
function isText(bytes: Uint8Array): boolean {
  const { content, proof } = Codec.decode(Envelope.codec, bytes)
  return content.kind === 'message' && proof.type === 'signature'
}

/** Each plants one bug, which its checker must find. */
const planted: [Checker, string, Partial<RunOptions>][] = [
  [
    'acknowledged is never lost',
    'nodes sign for messages that they do not write',
    {
      planted: {
        allLie: true,
        nodeStore: (store) => ({
          ...store,
          commit: async (writes) => {
            const kept = writes.filter(
              (write) => write.type !== 'append' || !isText(write.envelope),
            )
            const outcomes = [...(await store.commit(kept))]
            return writes.map((write) =>
              kept.includes(write)
                ? outcomes.shift()!
                : { status: 'stored', position: 1, receivedAt: Date.UTC(2030, 0, 1) },
            )
          },
        }),
      },
    },
  ],
  [
    'acknowledged is on a quorum',
    'changes of members are settled before anybody confirms',
    {
      operations: 30,
      faults: new Set(['members', 'clogs']),
      planted: { settlesUnconfirmed: true },
    },
  ],
  [
    'delivered once',
    'a client tells of each message twice',
    {
      planted: {
        tell: (listener) => (message) => {
          listener(message)
          listener(message)
        },
      },
    },
  ],
  [
    'one seal a slot',
    'replicas forget how they voted',
    {
      clients: 3,
      operations: 40,
      planted: {
        allLie: true,
        nodeStore: (store) => ({ ...store, register: () => Promise.resolve(undefined) }),
      },
    },
  ],
  [
    'members agree',
    'a member derives another write key',
    {
      planted: {
        clientStore: (store, client) => ({
          ...store,
          write: (changes) =>
            store.write(
              changes.map(({ key, value }) =>
                client === 'client-1' && key.startsWith('group/') && value
                  ? {
                      key,
                      value: value.map((byte, i) => (i === value.length - 90 ? byte ^ 1 : byte)),
                    }
                  : { key, value },
              ),
            ),
        }),
      },
    },
  ],
  [
    'no plaintext at nodes',
    'the cipher does nothing',
    {
      planted: {
        primitives: (primitives) => ({
          ...primitives,
          chacha20Poly1305: {
            keyBytes: 32,
            seal: (_key, _nonce, _aad, plaintext) =>
              new Uint8Array([...plaintext, ...new Uint8Array(16)]),
            open: (_key, _nonce, _aad, ciphertext) => ciphertext.slice(0, -16),
          },
        }),
      },
    },
  ],
  [
    'honest nodes are not named',
    'a liar passes for honest',
    { operations: 30, liar: new Liar(new Set(['forge', 'replay'])), planted: { liarPasses: true } },
  ],
  [
    'everything converges',
    'a node never hears of its neighbours’ envelopes',
    {
      operations: 3,
      planted: {
        nodeStore: (store, node) =>
          node === 'node-1' ? { ...store, commit: () => Promise.reject(new Error('no')) } : store,
      },
    },
  ],
  [
    'nothing fails inside',
    'a store throws what nobody expects',
    {
      planted: {
        nodeStore: (store) => ({ ...store, page: () => Promise.reject(new Error('a bug')) }),
      },
    },
  ],
]

/** A bug shows in more than one way, and which checker sees it first is the seed's: so many are run. */
const seedsMax = 12

test.each(planted)('%s: %s', async (checker, _, options) => {
  const found = new Set<string>()
  for (let seed = 1; seed <= seedsMax && !found.has(checker); seed++) {
    const { violation } = await simulate({ ...base, ...options, seed })
    found.add(violation?.checker ?? 'nothing')
  }
  expect([...found]).toContain(checker)
})

test('no bug planted, none found', async () => {
  expect((await simulate(base)).violation).toBeUndefined()
})
