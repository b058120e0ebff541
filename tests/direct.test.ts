import { afterEach, beforeEach, describe, expect, test } from 'vitest'

import { type Client, globalHost, memoryDatabase, memoryStore, type Message } from '@parley/client'
import { nodeHost } from '@parley/client/node'

import * as Codec from '@parley/codec'
import { Envelope } from '@parley/protocol'

import { Hub } from './directHub.ts'
import { framesOf, messageOf } from './frames.ts'
import { eventually, TestNetwork } from './harness.ts'
import { loopback, newPerson, newSigner, nextMessage, say, tappedDial } from './people.ts'

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

/** Resolves when a conversation's direct link goes down. */
function nextDown(client: Client, id: string): Promise<void> {
  return new Promise((resolve) => {
    const stop = client.on('conversation', (conversation) => {
      if (conversation.id !== id || conversation.direct) return
      stop()
      resolve()
    })
  })
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

/** Above the streams that a client opens in a test. */
const streamsFrom = 1_000_000

describe('a friend that turns bad', () => {
  /** Two friends on a hub: `victim` did not begin the link, so that the test speaks as `bad`. */
  async function friends() {
    const hub = new Hub()
    const host = { direct: hub.open }
    const people = [
      await newPerson(network.ready.network, { direct: true, host }),
      await newPerson(network.ready.network, { direct: true, host }),
    ]
    const [bad, victim] = people.toSorted((a, b) => (a.device < b.device ? -1 : 1))
    const id = await acquaint(bad!, victim!)
    await Promise.all([linked(bad!, id), linked(victim!, id)])
    let stream = streamsFrom
    /** Sends an envelope in the name of the bad friend, past its client. */
    const push = (envelope: Uint8Array): void =>
      hub.links.at(-1)!.fromBeginner(
        messageOf([
          {
            type: 'open',
            stream: stream++,
            request: { type: 'publish', version: 0, descriptor: undefined, envelope },
          },
        ]),
      )
    const close = async (): Promise<void> => {
      await Promise.all(people.map((person) => person.close()))
    }
    return { hub, bad: bad!, victim: victim!, id, push, [Symbol.asyncDispose]: close }
  }

  /** The last envelope that the bad friend sent. */
  function lastEnvelope(hub: Hub): Envelope.Envelope {
    for (const message of hub.carried.toReversed())
      for (const frame of framesOf(message))
        if (frame.type === 'open' && frame.request.type === 'publish')
          return Codec.decode(Envelope.codec, frame.request.envelope)
    throw new Error('no envelope was sent')
  }

  /** The code of the last link that ended. */
  function lastGoaway(hub: Hub): string | undefined {
    const last = hub.carried.flatMap(framesOf).findLast((frame) => frame.type === 'goaway')
    return last?.error.code
  }

  const encode = (envelope: Envelope.Envelope): Uint8Array => Codec.encode(Envelope.codec, envelope)

  test('what it sends again is shown once', async () => {
    await using all = await friends()
    const { hub, bad, victim, id, push } = all
    const arrived = nextMessage(victim, (message) => message.text === 'once')
    await bad.send(id, 'once')
    await arrived
    const envelope = encode(lastEnvelope(hub))
    for (let i = 0; i < 20; i++) push(envelope)
    // Each is answered as the first was.
    await eventually(async () => {
      const answers = hub.carried.flatMap(framesOf).filter((frame) => frame.type === 'end')
      return answers.filter(({ stream }) => stream >= streamsFrom).length === 20 ? true : undefined
    })
    expect(await texts(victim, id)).toEqual(['gm', 'once'])
    expect((await victim.conversation(id))!.direct).toBe(true)
  })

  test('forgeries, and what is not for it to send, end the link', async () => {
    await using all = await friends()
    const { hub, bad, victim, id, push } = all
    await say(bad, victim.account, 'one')
    const { content, proof } = lastEnvelope(hub)
    if (proof.type !== 'signature') throw new Error('not signed')
    const signature = proof.signature.map((byte, i) => (i === 40 ? byte ^ 1 : byte))
    const forgeries: [string, string, Uint8Array][] = [
      ['bytes', 'bad_envelope', new Uint8Array(200)],
      ['signature', 'bad_signature', encode({ content, proof: { type: 'signature', signature } })],
      ['no signature', 'bad_signature', encode({ content, proof: { type: 'self' } })],
      [
        'body',
        'bad_signature',
        encode({ content: { ...content, body: new Uint8Array(300) }, proof }),
      ],
      [
        'topic',
        'not_permitted',
        encode({ content: { ...content, topic: new Uint8Array(32) }, proof }),
      ],
      ['kind', 'not_permitted', encode({ content: { ...content, kind: 'commit' }, proof })],
    ]
    for (const [what, code, bytes] of forgeries) {
      const downs = nextDown(victim, id)
      push(bytes)
      await downs
      expect((await victim.conversation(id))!.direct, what).toBe(false)
      expect(lastGoaway(hub), what).toBe(code)
      // They leave each other alone from now on, until both allow links anew.
      for (const person of [bad, victim]) {
        await person.allowDirect(false)
        await person.allowDirect(true)
      }
      await Promise.all([linked(bad, id), linked(victim, id)])
    }
    const sent = await say(bad, victim.account, 'two')
    expect(sent.receipts).toBeGreaterThanOrEqual(3)
    await eventually(async () => ((await texts(victim, id)).includes('two') ? true : undefined))
    expect(await texts(victim, id)).toEqual(['gm', 'one', 'two'])
  })

  test('a link that is cut is not missed: messages go by the nodes, and it comes again', async () => {
    await using all = await friends()
    const { hub, bad, victim, id } = all
    const downs = nextDown(victim, id)
    hub.links.at(-1)!.cut()
    const arrived = nextMessage(victim, (message) => message.text === 'without')
    const sent = await say(bad, victim.account, 'without')
    await arrived
    await downs
    expect(sent.receipts).toBeGreaterThanOrEqual(3)
    await linked(victim, id)
    expect(hub.links.length).toBeGreaterThan(1)
    expect(await texts(victim, id)).toEqual(['gm', 'without'])
  })
})

describe('a device that runs twice', () => {
  test('has one link, which the other run takes up when the first ends', async () => {
    const hub = new Hub()
    const { clock } = globalHost()
    let aheadMs = 0
    const host = { direct: hub.open, clock: { ...clock, now: () => clock.now() + aheadMs } }
    let heard = 0
    const dial = tappedDial({
      onReceive: (_, message) => {
        const frames = framesOf(message)
        heard += frames.filter((it) => it.type === 'data' && it.response.type === 'signal').length
        return message
      },
    })
    await using alice = await newPerson(network.ready.network, {
      direct: true,
      host: { ...host, dial },
    })
    const bob = { signer: newSigner(), database: memoryDatabase() }
    const run = (): ReturnType<typeof newPerson> =>
      newPerson(network.ready.network, {
        direct: true,
        signer: bob.signer,
        store: memoryStore(bob.database),
        host,
      })
    const one = await run()
    const id = await acquaint(alice, one)
    await Promise.all([linked(alice, id), linked(one, id)])
    // What they signalled to meet has arrived when what they say after it has been stored.
    for (const client of [alice, one, alice, one]) {
      const peer = client === alice ? one : alice
      await say(client, peer.account, 'hm')
    }
    const links = hub.links.length

    // Long after the link came up, so that no greeting can be one that it overtook.
    aheadMs = 10_000
    const before = heard
    await using two = await run()
    await eventually(async () => (heard > before ? true : undefined))
    const arrived = nextMessage(two, (message) => message.text === 'to both')
    await say(alice, one.account, 'to both')
    await arrived
    expect(hub.links).toHaveLength(links)
    expect((await alice.conversation(id))!.direct).toBe(true)
    expect((await two.conversation(id))!.direct).toBe(false)

    await one.close()
    await Promise.all([linked(alice, id), linked(two, id)])
    expect(hub.links.length).toBeGreaterThan(links)
  })
})
