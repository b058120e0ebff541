import * as Codec from '@parley/codec'
import type { Store } from '@parley/client'
import * as Records from '@parley/client/records'
import { Account, Bytes } from '@parley/protocol'
import { expect, test } from 'vitest'

import { World } from '../src/World.ts'
import { allLive, during, texts, until } from './worlds.ts'

/** Strangers' requests that a device keeps at once. */
const requestsMax = 500

test('a message for which there is no room comes when there is', async () => {
  const stores = new Map<string, Store>()
  const world = new World({
    seed: 1,
    nodes: 4,
    clients: 2,
    skewMsMax: 0,
    planted: { clientStore: (store, client) => (stores.set(client, store), store) },
  })
  await during(world, world.start())
  await allLive(world)
  const [alice, bob] = world.clients
  const strangers = Array.from({ length: requestsMax }, (_, i) => ({
    key: Records.keys.conversation(
      Bytes.toHex(Uint8Array.from([i >> 8, i & 255, ...new Uint8Array(30)])),
    ),
    value: Codec.encode(Records.conversation, {
      peer: Account.from(`0x${(i + 1).toString(16).padStart(40, '0')}`),
      consent: 'request',
      groups: [],
      activeAt: 0,
      unread: 1,
      clock: 0,
      last: '',
    }),
  }))
  await during(world, stores.get(bob!.name)!.write(strangers))
  const { id } = await during(world, alice!.client!.open(bob!.wallet.account))
  const sent = await during(world, alice!.client!.send(id, 'are you there?'))
  await until(world, async () => (await alice!.client!.message(sent.id))?.state === 'stored')
  // It is restarted meanwhile: what was put off is not forgotten.
  bob!.crash({ powered: true })
  bob!.start()
  await allLive(world)
  await during(world, new Promise<void>((resolve) => void world.clock.after(10_000, resolve)))
  expect(await during(world, texts(world, 1))).toEqual([])
  const [request] = await during(world, bob!.client!.conversations({ consent: 'request' }))
  await during(world, bob!.client!.reject(request!.id))
  await until(world, async () => (await texts(world, 1)).includes('are you there?'))
})
