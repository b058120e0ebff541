import { isStored } from '../src/Checkers.ts'
import type { World } from '../src/World.ts'

/** Lets time pass until a promise has settled. */
export async function during<T>(world: World, work: Promise<T>): Promise<T> {
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
export async function until(world: World, look: () => Promise<boolean> | boolean): Promise<void> {
  const deadline = world.clock.now + 10 * 60_000
  while (!(await during(world, Promise.resolve(look())))) {
    if (world.clock.now > deadline) throw new Error('It does not come about.')
    await during(world, new Promise<void>((resolve) => void world.clock.after(100, resolve)))
  }
}

/** All texts that a client shows. */
export async function texts(world: World, index: number): Promise<string[]> {
  const { client } = world.clients[index]!
  const conversations = (await client?.conversations()) ?? []
  const all = await Promise.all(conversations.map(({ id }) => client!.messages(id)))
  return all.flat().map(({ text }) => text)
}

/** Says something, and waits until the other has it. */
export async function say(world: World, from: number, to: number, text: string): Promise<void> {
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

/** Waits until all clients are live. */
export const allLive = (world: World): Promise<void> =>
  until(world, () => world.clients.every(({ client }) => client?.linkState() === 'live'))
