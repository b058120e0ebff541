import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'

import { afterAll, beforeAll, describe, expect, test } from 'vitest'

import { globalHost, memoryDatabase, memoryStore, type Message } from '@parley/client'
import { sqliteStore } from '@parley/client/node'
import * as Records from '@parley/client/records'
import * as Codec from '@parley/codec'
import { Bytes, Crypto, Topic } from '@parley/protocol'

import { mapResponses } from './frames.ts'
import { eventually, TestNetwork } from './harness.ts'
import { newPerson, newSigner, nextMessage, say, tappedDial } from './people.ts'

let network: TestNetwork
beforeAll(async () => {
  network = await TestNetwork.start()
})
afterAll(() => network[Symbol.asyncDispose]())

const texts = (messages: readonly Message[]): string[] => messages.map((message) => message.text)

describe('two wallets', () => {
  test('default: a request, an answer, and the states of a message', async () => {
    await using alice = await newPerson(network.ready.network)
    await using bob = await newPerson(network.ready.network)
    const states: string[] = []
    alice.on('message', (message) => states.push(message.state))
    const arrived = nextMessage(bob, (message) => message.text === 'gm')
    const sent = await say(alice, bob.account, 'gm')
    expect(sent.receipts).toBeGreaterThanOrEqual(3)
    expect(sent.replicas).toBe(4)
    const { conversation } = await arrived
    expect(conversation).toBe(sent.conversation)
    // A stranger's first message waits, and its writer learns nothing of it.
    const [request] = await bob.conversations({ consent: 'request' })
    expect(request).toMatchObject({ peer: alice.account, unread: 1 })
    expect((await alice.message(sent.id))!.state).toBe('stored')

    const delivered = nextMessage(alice, (message) => message.state === 'delivered')
    await bob.accept(conversation)
    await delivered
    const read = nextMessage(alice, (message) => message.state === 'read')
    await bob.markRead(conversation)
    await read
    expect([...new Set(states)]).toEqual(['sending', 'stored', 'delivered', 'read'])

    const answer = nextMessage(alice, (message) => message.text === 'gm gm')
    await say(bob, alice.account, 'gm gm')
    await answer
    expect(texts(await alice.messages(conversation))).toEqual(['gm', 'gm gm'])
    expect(texts(await bob.messages(conversation))).toEqual(['gm', 'gm gm'])
  })

  test('behavior: both begin at once, and still have one conversation', async () => {
    await using alice = await newPerson(network.ready.network)
    await using bob = await newPerson(network.ready.network)
    const arrived = [
      nextMessage(bob, (message) => message.text === 'from alice'),
      nextMessage(alice, (message) => message.text === 'from bob'),
    ]
    const [one, other] = await Promise.all([
      say(alice, bob.account, 'from alice'),
      say(bob, alice.account, 'from bob'),
    ])
    expect(one.conversation).toBe(other.conversation)
    await Promise.all(arrived)
    // Both write on, in whichever group they agree upon.
    const more = nextMessage(bob, (message) => message.text === 'still here')
    await say(alice, bob.account, 'still here')
    await more
    expect(await alice.conversations()).toHaveLength(1)
    expect(await bob.conversations()).toHaveLength(1)
  })

  test('behavior: notes to oneself', async () => {
    await using alice = await newPerson(network.ready.network)
    const note = await say(alice, alice.account, 'buy milk')
    expect(note.state).toBe('stored')
    expect(texts(await alice.messages(note.conversation))).toEqual(['buy milk'])
  })

  test('behavior: rejected and blocked', async () => {
    await using alice = await newPerson(network.ready.network)
    const signer = newSigner()
    const memory = memoryDatabase()
    const newBob = () => newPerson(network.ready.network, { signer, store: memoryStore(memory) })
    const before = await newBob()
    const first = nextMessage(before, (message) => message.text === 'one')
    await say(alice, before.account, 'one')
    const { conversation } = await first
    await before.reject(conversation)
    expect((await before.conversation(conversation))!.consent).toBe('rejected')
    const second = nextMessage(before, (message) => message.text === 'two')
    await say(alice, before.account, 'two')
    await second
    expect((await before.conversation(conversation))!.consent).toBe('request')
    await before.block(conversation)
    await before.close()
    await say(alice, before.account, 'three')
    // Once it is caught up again, it has read what it is not to show.
    await using bob = await newBob()
    await bob.unblock(conversation)
    const fourth = nextMessage(bob, (message) => message.text === 'four')
    await say(alice, bob.account, 'four')
    await fourth
    expect(texts(await bob.messages(conversation))).toEqual(['one', 'two', 'four'])
    await bob.block(conversation)
    await expect(bob.send(conversation, 'no')).rejects.toMatchObject({ code: 'blocked' })
  })

  test('behavior: a wallet that has not joined: the message waits and leaves by itself', async () => {
    await using alice = await newPerson(network.ready.network)
    const signer = newSigner()
    const waiting = await say(alice, signer.address, 'welcome')
    expect(waiting.state).toBe('waiting')
    const stored = nextMessage(alice, ({ id, state }) => id === waiting.id && state === 'stored')
    const late = newPerson(network.ready.network, { signer })
    await stored
    await using bob = await late
    const got = await eventually(async () => {
      const [conversation] = await bob.conversations()
      const messages = conversation && (await bob.messages(conversation.id))
      return messages && messages.length > 0 ? messages : undefined
    })
    expect(texts(got)).toEqual(['welcome'])
  })

  test('error: what the caller can mend has a code', async () => {
    await using alice = await newPerson(network.ready.network)
    const { id } = await alice.open(newSigner().address)
    await expect(alice.send(id, '  ')).rejects.toMatchObject({ code: 'text_empty' })
    await expect(alice.send(id, 'x'.repeat(65_537))).rejects.toMatchObject({
      code: 'text_too_large',
    })
    await expect(alice.send('00'.repeat(32), 'x')).rejects.toMatchObject({
      code: 'unknown_conversation',
    })
    await expect(alice.open('0x12')).rejects.toMatchObject({ code: 'invalid_account' })
  })
})

describe('several devices and tabs', () => {
  test('default: a new device of an account takes part from then on', async () => {
    const signer = newSigner()
    await using alice = await newPerson(network.ready.network)
    await using phone = await newPerson(network.ready.network, { signer })
    const first = nextMessage(phone, (message) => message.text === 'before')
    await say(alice, phone.account, 'before')
    const { conversation } = await first
    await phone.accept(conversation)
    await using laptop = await newPerson(network.ready.network, { signer })
    // The phone takes the laptop in.
    await eventually(async () => (await laptop.conversations())[0])
    const both = [phone, laptop].map((device) =>
      nextMessage(device, (message) => message.text === 'to both'),
    )
    await say(alice, phone.account, 'to both')
    await Promise.all(both)
    const seen = [alice, phone].map((device) =>
      nextMessage(device, (message) => message.text === 'from the laptop'),
    )
    await say(laptop, alice.account, 'from the laptop')
    const [atAlice, atPhone] = await Promise.all(seen)
    expect(atAlice).toMatchObject({ own: false, from: phone.account })
    expect(atPhone).toMatchObject({ own: true, state: 'stored' })
  })

  test('behavior: a device that comes while another is taken in gets what is written next', async () => {
    const signer = newSigner()
    // It does not accept: its account's devices are the other side's to take in.
    await using bob = await newPerson(network.ready.network, { signer })
    const identity = Topic.idOf(Crypto.pure, Topic.identity(bob.account))
    let withheld: (() => void) | undefined
    let newsEnded = false
    const dial = tappedDial({
      onReceive: (_, message) =>
        mapResponses(message, (response) => {
          // No later news of the account: a device that was taken in announces itself anew.
          if (newsEnded && response.type === 'delivery')
            return Bytes.equal(response.envelope.subarray(0, 32), identity) ? undefined : response
          // Votes that do not come are asked for again.
          if (withheld === undefined || response.type !== 'vote') return response
          withheld()
          return undefined
        }),
    })
    const store = memoryStore()
    const host = { ...globalHost(), dial }
    await using alice = await newPerson(network.ready.network, { host, store })
    const devicesKnown = (count: number): Promise<true> =>
      eventually(async () => {
        const contact = await store.get(Records.keys.contact(bob.account))
        const { entries } = Codec.decode(Records.contact, contact!)
        return entries.length >= count || undefined
      })
    const { conversation } = await say(alice, bob.account, 'one')
    await using second = await newPerson(network.ready.network, { signer })
    await devicesKnown(2)
    const asked = new Promise<void>((resolve) => (withheld = resolve))
    const two = nextMessage(second, ({ text }) => text === 'two')
    await alice.send(conversation, 'two')
    await asked
    await using third = await newPerson(network.ready.network, { signer })
    await devicesKnown(3)
    newsEnded = true
    withheld = undefined
    await two
    const three = nextMessage(third, ({ text }) => text === 'three')
    await alice.send(conversation, 'three')
    await three
  })

  test('behavior: two tabs on one store, each message once', async () => {
    const database = memoryDatabase()
    const signer = newSigner()
    await using bob = await newPerson(network.ready.network)
    await using one = await newPerson(network.ready.network, {
      signer,
      store: memoryStore(database),
    })
    await using two = await newPerson(network.ready.network, {
      signer,
      store: memoryStore(database),
    })
    expect(one.device).toBe(two.device)
    const { id } = await one.open(bob.account)
    const count = 20
    const arrived = new Promise<string[]>((resolve) => {
      const got: string[] = []
      bob.on('message', (message) => {
        if (!message.own && message.state === 'delivered') got.push(message.text)
        if (got.length === count) resolve(got)
      })
    })
    await Promise.all(
      Array.from({ length: count }, (_, i) => (i % 2 ? one : two).send(id, `message ${i}`)),
    )
    expect(new Set(await arrived).size).toBe(count)
    const answer = nextMessage(two, (message) => message.text === 'hello tabs')
    await say(bob, one.account, 'hello tabs')
    await answer
    const expected = [...Array.from({ length: count }, (_, i) => `message ${i}`), 'hello tabs']
    expect(texts(await one.messages(id)).toSorted()).toEqual(expected.toSorted())
    expect(texts(await two.messages(id)).toSorted()).toEqual(expected.toSorted())
  })
})

describe('restarts', () => {
  test('default: nothing is lost or doubled over restarts of both sides', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'parley-restart-'))
    const [aliceSigner, bobSigner] = [newSigner(), newSigner()]
    const start = async (name: string, signer: typeof aliceSigner) =>
      newPerson(network.ready.network, {
        signer,
        store: await sqliteStore({ directory: path.join(folder, name) }),
      })
    let alice = await start('alice', aliceSigner)
    let bob = await start('bob', bobSigner)
    const { id } = await alice.open(bob.account)
    const expected: string[] = []
    for (let round = 0; round < 3; round++) {
      for (let i = 0; i < 5; i++) {
        expected.push(`${round}.${i}`)
        await alice.send(id, `${round}.${i}`)
      }
      // Closed at once: some are on their way, some are not.
      await alice.close()
      await bob.close()
      alice = await start('alice', aliceSigner)
      const last = (await alice.messages(id)).at(-1)!
      expect((await alice.settled(last.id, { timeoutMs: 30_000 })).state).toBe('stored')
      bob = await start('bob', bobSigner)
      const got = await eventually(async () => {
        const all = await bob.messages(id)
        return all.length >= expected.length ? all : undefined
      })
      expect(texts(got)).toEqual(expected)
    }
    await alice.close()
    await bob.close()
    await rm(folder, { recursive: true })
  })
})
