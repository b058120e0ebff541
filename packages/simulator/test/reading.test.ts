import { expect, test } from 'vitest'

import { isStored } from '../src/Checkers.ts'
import { Liar } from '../src/Liar.ts'
import { World } from '../src/World.ts'
import { allLive, during, pass, say, texts, until } from './worlds.ts'

/** Alice writes to Bob, who accepted her. */
async function talking(options: { seed: number; liar?: Liar }): Promise<World> {
  const world = new World({ nodes: 4, clients: 2, skewMsMax: 0, ...options })
  await during(world, world.start())
  await allLive(world)
  await say(world, 0, 1, 'first')
  return world
}

/** Alice writes so many, all of which are stored. */
async function write(world: World, count: number): Promise<string[]> {
  const alice = world.clients[0]!.client!
  const { id } = (await during(world, alice.conversations()))[0]!
  const sent: string[] = []
  for (let i = 0; i < count; i++) sent.push((await during(world, alice.send(id, `text ${i}`))).id)
  await until(world, async () => {
    const messages = await Promise.all(sent.map((one) => alice.message(one)))
    return messages.every((message) => message !== undefined && isStored(message.state))
  })
  return sent.map((_, i) => `text ${i}`)
}

test.each([
  ['newest first', 3],
  ['in some other order', 1],
])('what a lying node delivers %s is read when the others are reached', async (_, seed) => {
  const world = await talking({ seed, liar: new Liar(new Set(['reorder'])) })
  const [alice, bob] = world.clients
  bob!.crash({ powered: true })
  const written = await write(world, 400)
  // The liar alone is reached at first.
  for (const node of world.nodes.slice(1)) world.network.sever(bob!.name, node.name)
  bob!.start()
  await pass(world, 4_000)
  world.network.heal()
  alice!.crash({ powered: true })
  await until(world, async () => (await texts(world, 1)).length === written.length + 1)
  expect((await during(world, texts(world, 1))).toSorted()).toEqual(
    ['first', ...written].toSorted(),
  )
})

test('a full disk: what came meanwhile is read once there is room, and until then it is not live', async () => {
  const world = await talking({ seed: 1 })
  const [, bob] = world.clients
  bob!.disk.full = true
  const written = await write(world, 20)
  await pass(world, 5_000)
  expect(bob!.client!.linkState()).toBe('catching up')
  expect(await during(world, texts(world, 1))).toEqual(['first'])
  bob!.disk.full = false
  await until(world, async () => (await texts(world, 1)).length === 1 + written.length)
  await until(world, () => bob!.client!.linkState() === 'live')
})

test('a full disk when receipts come: messages are stored once there is room', async () => {
  const world = await talking({ seed: 2 })
  const [alice] = world.clients
  const client = alice!.client!
  const { id } = (await during(world, client.conversations()))[0]!
  const { id: message } = await during(world, client.send(id, 'second'))
  alice!.disk.full = true
  await pass(world, 4_000)
  expect((await during(world, client.message(message)))?.state).toBe('sending')
  expect(client.linkState()).toBe('catching up')
  alice!.disk.full = false
  expect(isStored((await during(world, client.settled(message))).state)).toBe(true)
  expect(await during(world, client.flushed())).toBe(true)
})
