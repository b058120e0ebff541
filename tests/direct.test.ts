import { afterEach, beforeEach, describe, expect, test } from 'vitest'

import type { Client, Message } from '@parley/client'
import { nodeHost } from '@parley/client/node'

import { eventually, TestNetwork } from './harness.ts'
import { loopback, newPerson, nextMessage, say } from './people.ts'

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

  test('the command line follows a conversation while no node is up', async () => {
    await using alice = await newPerson(network.ready.network, { direct: true })
    const { home, address } = await network.newWallet()
    await say(alice, address, 'gm')
    await network.ok(home, ['accept', alice.account])
    const { id } = await alice.open(address)
    const listen = '--listen=/ip4/127.0.0.1/tcp/0'
    await using reader = network.command(home, [
      'read',
      '--follow',
      '--direct',
      listen,
      alice.account,
    ])
    expect(JSON.parse(await reader.line(0))).toMatchObject({ text: 'gm' })
    await linked(alice, id)
    await Promise.all(nodes.map((node) => network.kill(node)))
    const told = nextMessage(alice, ({ state, text }) => state === 'read' && text === 'still here?')
    await alice.send(id, 'still here?')
    expect(JSON.parse(await reader.line(1))).toMatchObject({ text: 'still here?' })
    expect(await told).toMatchObject({ receipts: 0 })
  })
})

describe('one side alone', () => {
  test('makes no link; it comes with the consent of both, and goes with that of one', async () => {
    await using alice = await newPerson(network.ready.network, { direct: true })
    await using bob = await newPerson(network.ready.network, { host: nodeHost(loopback) })
    const id = await acquaint(alice, bob)
    // Both have told each other all there is to tell.
    expect(await alice.flushed({ timeoutMs: 30_000 })).toBe(true)
    await say(bob, alice.account, 'no thanks')
    await say(alice, bob.account, 'as you like')
    expect(await bob.flushed({ timeoutMs: 30_000 })).toBe(true)
    for (const client of [alice, bob]) expect((await client.conversation(id))!.direct).toBe(false)

    await bob.allowDirect(true)
    await Promise.all([linked(alice, id), linked(bob, id)])
    await bob.allowDirect(false)
    await Promise.all([linked(alice, id, false), linked(bob, id, false)])
    await bob.allowDirect(true)
    await Promise.all([linked(alice, id), linked(bob, id)])

    // Who blocks is gone, and what the other writes comes to nothing.
    await bob.block(id)
    await Promise.all([linked(alice, id, false), linked(bob, id, false)])
    await say(alice, bob.account, 'hello?')
    expect(await texts(bob, id)).toEqual(['gm', 'no thanks', 'as you like'])
  })

  test('a stranger gets no link, whatever it says', async () => {
    await using alice = await newPerson(network.ready.network, { direct: true })
    await using eve = await newPerson(network.ready.network, { direct: true })
    const asked = nextMessage(alice, (message) => message.text === 'let me in')
    await say(eve, alice.account, 'let me in')
    const { conversation: id } = await asked
    expect((await alice.conversation(id))!.consent).toBe('request')
    await say(eve, alice.account, 'please')
    expect((await alice.conversation(id))!.direct).toBe(false)
    expect((await eve.conversation(id))!.direct).toBe(false)
    await alice.accept(id)
    await Promise.all([linked(alice, id), linked(eve, id)])
  })
})
