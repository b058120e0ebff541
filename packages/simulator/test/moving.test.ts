import { expect, test } from 'vitest'

import type { SimulatedNode } from '../src/SimulatedNode.ts'
import { World } from '../src/World.ts'
import { allLive, during, say, texts, until } from './worlds.ts'

/** A network of four, and two people who talk. */
async function talking(seed: number): Promise<World> {
  const world = new World({ seed, nodes: 4, clients: 2, skewMsMax: 0 })
  await during(world, world.start())
  await allLive(world)
  await say(world, 0, 1, 'one')
  return world
}

/** Others take the place of these nodes, which go away once that is settled. */
async function replace(world: World, nodes: readonly SimulatedNode[]): Promise<void> {
  const { registrar } = world
  const settled = (): Promise<void> =>
    until(world, () => registrar.members.settled === registrar.members.version)
  for (const node of nodes) {
    await during(world, world.addNode())
    await settled()
    await during(world, registrar.leave(node))
    await settled()
  }
  await until(world, () => nodes.every((node) => !world.nodes.includes(node)))
}

test('a group whose members are there moves along, until none of its first nodes is left', async () => {
  const world = await talking(1)
  await replace(world, [...world.nodes])
  await say(world, 1, 0, 'two')
  expect(await during(world, texts(world, 0))).toEqual(['one', 'two'])
  // Its slots were decided by others in the end: somebody moved it.
  expect(world.checkers.seals.size).toBeGreaterThan(1)
  const groups = new Set([...world.checkers.seals.keys()].map((slot) => slot.split(' ')[0]))
  expect(groups.size).toBe(1)
})

test('a conversation whose nodes all left while nobody was there goes on in another group', async () => {
  const world = await talking(2)
  for (const client of world.clients) client.crash({ powered: true })
  await replace(world, [...world.nodes])
  for (const client of world.clients) client.start()
  await allLive(world)
  await say(world, 0, 1, 'two')
  await say(world, 1, 0, 'three')
  for (const index of [0, 1])
    expect(await during(world, texts(world, index))).toEqual(['one', 'two', 'three'])
  const groups = new Set([...world.checkers.seals.keys()].map((slot) => slot.split(' ')[0]))
  expect(groups.size).toBe(2)
})

test.each([1, 2, 3])(
  'a node that falls silent while another leaves holds nobody up, seed %i',
  async (seed) => {
    const world = new World({ seed, nodes: 7, clients: 6, skewMsMax: 0 })
    await during(world, world.start())
    await allLive(world)
    const everybody = world.clients.map((_, i) => i)
    const nextTo = (i: number): number => (i + 1) % everybody.length
    for (const i of everybody) await say(world, i, nextTo(i), `first of ${i}`)
    for (const { client } of world.clients)
      for (const { id } of await during(world, client!.conversations({ consent: 'request' })))
        await during(world, client!.accept(id))
    const [, , silent, leaver] = world.nodes
    for (const { name } of [...world.nodes, ...world.clients])
      if (name !== silent!.name) world.network.sever(silent!.name, name)
    await during(world, world.registrar.leave(leaver!))
    // Both devices are to be taken in by groups whose slots the two decide.
    for (let i = 0; i < 2; i++) world.addDevice(world.clients[0]!.wallet)
    await during(world, new Promise<void>((resolve) => void world.clock.after(4_000, resolve)))
    for (const i of everybody) {
      const startedAt = world.clock.now
      await say(world, i, nextTo(i), `second of ${i}`)
      expect(world.clock.now - startedAt).toBeLessThan(10_000)
    }
  },
)
