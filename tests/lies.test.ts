import { afterAll, beforeAll, describe, expect, test } from 'vitest'

import { globalHost, type Client, type Fault } from '@parley/client'
import * as Codec from '@parley/codec'
import { Envelope, type Frame } from '@parley/protocol'

import { mapResponses } from './frames.ts'
import { eventually, TestNetwork } from './harness.ts'
import { newPerson, nextMessage, say, tappedDial } from './people.ts'

let network: TestNetwork
beforeAll(async () => {
  network = await TestNetwork.start()
})
afterAll(() => network[Symbol.asyncDispose]())

type Lie = (response: Frame.Response) => Frame.Response | readonly Frame.Response[] | undefined

/**
 * A client for whom one node lies, from the moment it is told to. The node is a real one; what it
 * says is changed on its way, which the client cannot tell from the node itself.
 */
async function deceived(
  liar: number,
): Promise<{ client: Client & AsyncDisposable; lie: (lie: Lie) => void; faults: Fault[] }> {
  const { url } = network.ready.nodes[liar]!
  let lying: Lie | undefined
  let heard = 0
  const { promise: linked, resolve: isLinked } = Promise.withResolvers<void>()
  const tapped = tappedDial({
    onReceive(from, message) {
      if (from !== url) return message
      // Its welcome, and that it took the device's proof.
      if (++heard === 2) isLinked()
      return lying ? mapResponses(message, lying) : message
    },
  })
  const client = await newPerson(network.ready.network, {
    host: {
      ...globalHost(),
      // The liar is chosen first, and linked first: it is the gateway that is written through.
      random: { bytes: (length) => fixedOrRandom(length, liar) },
      dial: async (to, options) => {
        if (to !== url) await linked
        return tapped(to, options)
      },
    },
  })
  const faults: Fault[] = []
  client.on('fault', (fault) => faults.push(fault))
  return { client, lie: (lie) => (lying = lie), faults }
}

/** Random bytes, but for those that put four nodes in order: the liar comes first. */
function fixedOrRandom(length: number, first: number): Uint8Array {
  const bytes = crypto.getRandomValues(new Uint8Array(length))
  return length === 4 ? bytes.map((_, i) => (i === first ? 0 : 10 + i)) : bytes
}

/** The first fault named; no other node than the liar may be. */
async function named(faults: readonly Fault[], liar: number): Promise<Fault> {
  const fault = await eventually(async () => faults[0])
  expect(faults.every(({ node }) => node === network.ready.nodes[liar]!.id)).toBe(true)
  return fault
}

const flip = (bytes: Uint8Array, at: number): Uint8Array =>
  bytes.map((byte, i) => (i === at ? byte ^ 1 : byte))

describe('a lying node is named, and the conversation goes on', () => {
  const receiptLies: [Fault['kind'], string, (kept: Frame.Response[]) => Lie][] = [
    [
      'forged_receipt',
      'a receipt whose signature is forged',
      () => (response) =>
        response.type === 'receipt'
          ? { ...response, signature: flip(response.signature, 5) }
          : response,
    ],
    [
      'forged_receipt',
      'a receipt in the name of a node that is none',
      () => (response) =>
        response.type === 'receipt'
          ? { ...response, statement: { ...response.statement, node: new Uint8Array(32) } }
          : response,
    ],
    [
      'replayed_receipt',
      'a good receipt of another envelope',
      (kept) => (response) => {
        if (response.type !== 'receipt') return response
        kept.push(response)
        return kept[0]
      },
    ],
  ]
  test.each(receiptLies)('%s: %s', async (kind, _, make) => {
    const liar = 1
    await using bob = await newPerson(network.ready.network)
    const { client: alice, lie, faults } = await deceived(liar)
    await say(alice, bob.account, 'first')
    lie(make([]))
    // It is stored all the same: by receipts that others handed over.
    for (const text of ['second', 'third', 'fourth']) {
      const sent = await say(alice, bob.account, text)
      expect(sent.state).toBe('stored')
      expect(sent.receipts).toBeGreaterThanOrEqual(3)
    }
    expect((await named(faults, liar)).kind).toBe(kind)
    const status = await alice.status()
    expect(status.nodes.find(({ id }) => id === network.ready.nodes[liar]!.id)!.state).toBe(
      'faulty',
    )
    await alice.close()
  })

  const deliveryLies: [Fault['kind'], string, () => Lie][] = [
    [
      'malformed_envelope',
      'an envelope cut short',
      () => (response) =>
        response.type === 'delivery'
          ? { ...response, envelope: response.envelope.slice(0, -1) }
          : response,
    ],
    [
      'forged_envelope',
      'an envelope whose body was changed',
      () => (response) => {
        if (response.type !== 'delivery') return response
        const { content, proof } = Codec.decode(Envelope.codec, response.envelope)
        if (content.kind !== 'message') return response
        const envelope = Codec.encode(Envelope.codec, {
          content: { ...content, body: flip(content.body, 40) },
          proof,
        })
        return { ...response, envelope }
      },
    ],
    [
      'replayed_envelope',
      'an envelope a second time, in another place',
      () => (response) =>
        response.type === 'delivery'
          ? [response, { ...response, position: response.position + 1 }]
          : response,
    ],
    [
      'withheld_envelope',
      'an envelope left out, also when it is asked for',
      () => (response) => (response.type === 'delivery' ? undefined : response),
    ],
  ]
  test.each(deliveryLies)('%s: %s', async (kind, _, make) => {
    const liar = 2
    await using alice = await newPerson(network.ready.network)
    const { client: bob, lie, faults } = await deceived(liar)
    const first = nextMessage(bob, (message) => message.text === 'first')
    const { conversation } = await say(alice, bob.account, 'first')
    await first
    lie(make())
    const arrived = nextMessage(bob, (message) => message.text === 'third')
    await say(alice, bob.account, 'second')
    await say(alice, bob.account, 'third')
    await arrived
    expect((await named(faults, liar)).kind).toBe(kind)
    const texts = (await bob.messages(conversation)).map(({ text }) => text)
    expect(texts).toEqual(['first', 'second', 'third'])
    await bob.close()
  })

  test('bad_identity: a node in another one’s place', async () => {
    const { client: alice, lie, faults } = await deceived(3)
    lie((response) =>
      response.type === 'welcome'
        ? { ...response, signature: flip(response.signature, 9) }
        : response,
    )
    // Asked anew, it cannot prove itself.
    await network.kill(3)
    await network.restart(3)
    await eventually(async () => (await alice.status()) && faults[0])
    expect((await named(faults, 3)).kind).toBe('bad_identity')
    await alice.close()
  })

  test('forged_vote: a vote that the replica did not cast', async () => {
    const liar = 0
    await using bob = await newPerson(network.ready.network)
    const { client: alice, lie, faults } = await deceived(liar)
    lie((response) =>
      response.type === 'vote' ? { ...response, reply: flip(response.reply, 80) } : response,
    )
    const sent = await say(alice, bob.account, 'sealed without it')
    expect(sent.state).toBe('stored')
    expect((await named(faults, liar)).kind).toBe('forged_vote')
    await alice.close()
  })
})
