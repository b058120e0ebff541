import { afterEach, beforeEach, describe, expect, test } from 'vitest'

import type { Client, Message } from '@parley/client'

import { eventually, TestNetwork } from './harness.ts'
import { newPerson, nextMessage, say } from './people.ts'

let network: TestNetwork
beforeEach(async () => {
  network = await TestNetwork.start()
})
afterEach(() => network[Symbol.asyncDispose]())

const nodes = [0, 1, 2, 3]

/** Two who talk with each other: what one wrote was accepted by the other. */
async function acquaint(alice: Client, bob: Client): Promise<string> {
  const arrived = nextMessage(bob, (message) => message.text === 'gm')
  const { conversation } = await say(alice, bob.account, 'gm')
  await arrived
  const delivered = nextMessage(alice, (message) => message.state === 'delivered')
  await bob.accept(conversation)
  await delivered
  return conversation
}

/** Resolves when a conversation's direct link is up, or down. */
function linked(client: Client, id: string, up = true): Promise<true> {
  return eventually(async () => ((await client.conversation(id))!.direct === up ? true : undefined))
}

const texts = async (client: Client, id: string): Promise<string[]> =>
  (await client.messages(id)).map((message: Message) => message.text)

describe('two clients that allow direct links', () => {
  test('a message arrives while no node is up, and is stored once they are back', async () => {
    await using alice = await newPerson(network.ready.network, { direct: true })
    await using bob = await newPerson(network.ready.network, { direct: true })
    const id = await acquaint(alice, bob)
    await Promise.all([linked(alice, id), linked(bob, id)])
    await Promise.all(nodes.map((node) => network.kill(node)))

    const arrived = nextMessage(bob, (message) => message.text === 'are you there?')
    const told = nextMessage(alice, ({ state, text }) => state === 'delivered' && text !== 'gm')
    const sent = await alice.send(id, 'are you there?')
    await arrived
    // The writer learns that it arrived, and claims no receipt of any node.
    expect(await told).toMatchObject({ id: sent.id, receipts: 0 })
    const answered = nextMessage(alice, (message) => message.text === 'I am')
    await bob.send(id, 'I am')
    await answered

    await Promise.all(nodes.map((node) => network.restart(node)))
    await eventually(async () => {
      const message = await alice.message(sent.id)
      return message!.receipts >= 3 ? message : undefined
    })
    expect(await alice.flushed({ timeoutMs: 60_000 })).toBe(true)
    expect(await bob.flushed({ timeoutMs: 60_000 })).toBe(true)
    // Each came two ways, and is there once.
    for (const client of [alice, bob])
      expect(await texts(client, id)).toEqual(['gm', 'are you there?', 'I am'])
  })
})
