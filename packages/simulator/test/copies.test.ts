import { expect, test } from 'vitest'

import { isStored } from '../src/Checkers.ts'
import { World } from '../src/World.ts'
import { allLive, during, pass, say, texts, until } from './worlds.ts'

/** Alice and Bob, who talk. */
async function talking(seed: number): Promise<World> {
  const world = new World({ seed, nodes: 4, clients: 2, skewMsMax: 0 })
  await during(world, world.start())
  await allLive(world)
  await say(world, 0, 1, 'first of Alice')
  const bob = world.clients[1]!.client!
  for (const { id } of await during(world, bob.conversations())) await during(world, bob.accept(id))
  await say(world, 1, 0, 'first of Bob')
  return world
}

async function write(world: World, from: number, wanted: readonly string[]): Promise<void> {
  const { client } = world.clients[from]!
  const { id } = (await during(world, client!.conversations()))[0]!
  for (const text of wanted) {
    const sent = await during(world, client!.send(id, text))
    await until(world, async () => {
      const state = (await client!.message(sent.id))?.state
      return state !== undefined && isStored(state)
    })
  }
}

const numbered = (name: string, count: number): string[] =>
  Array.from({ length: count }, (_, i) => `${name} ${i}`)

/** Waits until clients show these texts, and no others. */
async function allShow(world: World, wanted: readonly string[]): Promise<void> {
  for (const index of world.clients.keys())
    await until(world, async () => {
      const shown = new Set(await texts(world, index))
      return wanted.every((text) => shown.has(text))
    })
  for (const index of world.clients.keys())
    expect((await during(world, texts(world, index))).toSorted()).toEqual(wanted.toSorted())
}

test.each([1, 2, 3])(
  'a store put back from a backup loses nothing, uses no key twice and says so, seed %i',
  async (seed) => {
    const world = await talking(seed)
    const alice = world.clients[0]!
    const backup = alice.disk.copy()
    const before = alice.client!.device
    const [early, late] = [numbered('before', 10), numbered('after', 15)]
    await write(world, 0, early)
    alice.crash({ powered: true })
    alice.disk.restore(backup)
    alice.start()
    await until(world, () => alice.client !== undefined)
    const copied: string[] = []
    alice.client!.on('copied', ({ device }) => void copied.push(device))
    await write(world, 0, late)
    await allShow(world, ['first of Alice', 'first of Bob', ...early, ...late])
    expect(copied).toEqual([before])
    expect(alice.client!.device).not.toBe(before)
  },
)

test.each([1, 2, 3])(
  'a copied store in use on two machines becomes two devices, seed %i',
  async (seed) => {
    const world = await talking(seed)
    world.addCopy(world.clients[0]!)
    await allLive(world)
    await write(world, 0, ['of the first'])
    await pass(world, 5_000)
    await write(world, 2, ['of the copy'])
    await write(world, 1, ['of Bob'])
    await write(world, 0, ['of the first again'])
    const all = ['of the first', 'of the copy', 'of Bob', 'of the first again']
    await allShow(world, ['first of Alice', 'first of Bob', ...all])
    const [alice, , copy] = world.clients
    expect(alice!.client!.device).not.toBe(copy!.client!.device)
  },
)
