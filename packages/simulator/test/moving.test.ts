import { expect, test } from 'vitest'

import { isStored } from '../src/Checkers.ts'
import type { SimulatedNode } from '../src/SimulatedNode.ts'
import { World } from '../src/World.ts'

/** Lets time pass until a promise has settled. */
async function during<T>(world: World, work: Promise<T>): Promise<T> {
  const settled = new Set<Promise<T>>()
  const done = work.finally(() => settled.add(work))
  done.catch(() => {})
  while (settled.size === 0) {
    await world.clock.step()
    if (world.checkers.violation) throw world.checkers.violation
  }
  return done
}

/** Lets time pass until something has come about. */
async function until(world: World, look: () => Promise<boolean> | boolean): Promise<void> {
  const deadline = world.clock.now + 10 * 60_000
  while (!(await during(world, Promise.resolve(look())))) {
    if (world.clock.now > deadline) throw new Error('It does not come about.')
    await during(world, new Promise<void>((resolve) => void world.clock.after(100, resolve)))
  }
}

async function texts(world: World, index: number): Promise<string[]> {
  const { client } = world.clients[index]!
  const conversations = (await client?.conversations()) ?? []
  const all = await Promise.all(conversations.map(({ id }) => client!.messages(id)))
  return all.flat().map(({ text }) => text)
}

async function say(world: World, from: number, to: number, text: string): Promise<void> {
  const { client } = world.clients[from]!
  const { account } = world.clients[to]!.wallet
  const { id } = await during(world, client!.open(account))
  const sent = await during(world, client!.send(id, text))
  await until(world, async () => {
    const state = (await client!.message(sent.id))?.state
    return state !== undefined && isStored(state)
  })
  await until(world, async () => (await texts(world, to)).includes(text))
}

const allLive = (world: World): Promise<void> =>
  until(world, () => world.clients.every(({ client }) => client?.linkState() === 'live'))

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
    until(world, () => registrar.isInstalled)
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
