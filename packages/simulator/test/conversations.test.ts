import type { Conversation } from '@parley/client'
import { expect, test } from 'vitest'

import { World } from '../src/World.ts'
import { allLive, during, until } from './worlds.ts'

async function twoPeople() {
  const world = new World({ seed: 1, nodes: 4, clients: 2, skewMsMax: 0 })
  await during(world, world.start())
  await allLive(world)
  const [alice, bob] = world.clients.map(({ client }) => client!)
  return { world, alice: alice!, bob: bob! }
}

test('a conversation tells when its last message got further', async () => {
  const { world, alice, bob } = await twoPeople()
  const told: Conversation[] = []
  alice.on('conversation', (conversation) => told.push(conversation))
  const { id } = await during(world, alice.open(bob.account))
  await during(world, alice.send(id, 'gm'))
  const state = () => told.at(-1)?.lastMessage?.state
  await until(world, () => state() === 'stored')
  await until(world, async () => (await bob.conversations({ consent: 'request' })).length === 1)
  await during(world, bob.accept(id))
  await until(world, () => state() === 'delivered')
  await during(world, bob.markRead(id))
  await until(world, () => state() === 'read')
})

test('whoever waits for somebody to join is told that they have not', async () => {
  const { world, alice } = await twoPeople()
  const told: Conversation[] = []
  alice.on('conversation', (conversation) => told.push(conversation))
  const { id, peerJoined } = await during(world, alice.open(`0x${'12'.repeat(20)}`))
  expect(peerJoined).toBe(undefined)
  await during(world, alice.send(id, 'welcome'))
  await until(world, () => told.at(-1)?.lastMessage?.state === 'waiting')
  expect(told.at(-1)?.peerJoined).toBe(false)
})

test('a request that was read before it was accepted is read for its writer, too', async () => {
  const { world, alice, bob } = await twoPeople()
  const { id } = await during(world, alice.open(bob.account))
  const { id: message } = await during(world, alice.send(id, 'may I?'))
  await until(world, async () => (await bob.messages(id)).length === 1)
  await during(world, bob.markRead(id))
  await during(world, bob.accept(id))
  await until(world, async () => (await alice.message(message))?.state === 'read')
})
