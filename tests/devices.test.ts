import { afterAll, beforeAll, describe, expect, test } from 'vitest'

import {
  type Client,
  globalHost,
  memoryDatabase,
  memoryStore,
  type Signer,
  type Store,
} from '@parley/client'
import * as Records from '@parley/client/records'
import * as Codec from '@parley/codec'
import { Envelope, Errors, Frame, Handshake, Link, type Network, Topic } from '@parley/protocol'

import { mlsEngine } from '../packages/client/src/mls.ts'
import { eventually, TestNetwork } from './harness.ts'
import { newPerson, newSigner, nextMessage, readMembers, say } from './people.ts'

let network: TestNetwork
beforeAll(async () => {
  network = await TestNetwork.start()
})
afterAll(() => network[Symbol.asyncDispose]())

/** A wallet that counts what it is asked to sign. */
function countingSigner(): Signer & { readonly asked: string[] } {
  const inner = newSigner()
  const asked: string[] = []
  return {
    address: inner.address,
    asked,
    signTypedData: (data) => {
      asked.push(data.primaryType)
      return inner.signTypedData(data)
    },
  }
}

const idsOf = async (client: Client): Promise<string[]> =>
  (await client.devices.list()).map(({ id }) => id)

const signedOut = (client: Client): Promise<string> =>
  eventually(() => Promise.resolve(client.devices.signedOut()))

describe('devices of an account', () => {
  test('default: the first takes two signatures, each other one, a restart none', async () => {
    const signer = countingSigner()
    const memory = memoryDatabase()
    const store = () => memoryStore(memory)
    const first = await newPerson(network.ready.network, { signer, store: store() })
    expect(signer.asked.splice(0)).toEqual(['AccountKey', 'Unlock'])
    await using second = await newPerson(network.ready.network, { signer })
    expect(signer.asked.splice(0)).toEqual(['Unlock'])
    expect((await idsOf(second)).toSorted()).toEqual([first.device, second.device].toSorted())
    await first.close()
    await using again = await newPerson(network.ready.network, { signer, store: store() })
    expect(signer.asked).toEqual([])
    expect(again.device).toBe(first.device)
  })

  test('behavior: a name is read by the account’s devices, and by nobody else', async () => {
    const signer = newSigner()
    await using phone = await newPerson(network.ready.network, { signer })
    await using laptop = await newPerson(network.ready.network, { signer })
    const named = new Promise<string>((resolve) => {
      laptop.on('devices', (devices) => {
        const name = devices.find(({ id }) => id === phone.device)?.name
        if (name) resolve(name)
      })
    })
    await phone.devices.name('Téléphone')
    expect(await named).toBe('Téléphone')
    await expect(phone.devices.name('')).rejects.toMatchObject({ code: 'device_name_invalid' })
    await expect(phone.devices.name('x'.repeat(65))).rejects.toMatchObject({
      code: 'device_name_invalid',
    })
    await expect(phone.devices.revoke('00'.repeat(32))).rejects.toMatchObject({
      code: 'unknown_device',
    })
  })

  test('behavior: an account that is not backed up has one device, until it is', async () => {
    const signer = countingSigner()
    await using first = await newPerson(network.ready.network, { signer, backUp: false })
    expect(signer.asked).toEqual(['AccountKey'])
    await expect(newPerson(network.ready.network, { signer })).rejects.toMatchObject({
      code: 'account_locked',
    })
    await first.devices.backUp()
    await first.flushed()
    await using second = await newPerson(network.ready.network, { signer })
    expect(await idsOf(second)).toHaveLength(2)
  })

  test('behavior: starting over signs the others out, and the wallet may take them along', async () => {
    const signer = newSigner()
    const refusing: Signer = {
      address: signer.address,
      signTypedData: (data) =>
        data.primaryType === 'Unlock'
          ? Promise.reject(new Error('not now'))
          : signer.signTypedData(data),
    }
    await using old = await newPerson(network.ready.network, { signer: refusing, backUp: false })
    await using anew = await newPerson(network.ready.network, { signer, startOver: true })
    expect(await signedOut(old)).toBe('replaced')
    const { id } = await old.open(newSigner().address)
    await expect(old.send(id, 'no')).rejects.toMatchObject({ code: 'signed_out' })
    expect(await idsOf(anew)).toEqual([anew.device])
    await expect(old.devices.join()).rejects.toThrow('not now')
    // With a wallet that signs, a device that was signed out by a new key comes along by itself.
    const third = newPerson(network.ready.network, { signer })
    await using other = await third
    await using last = await newPerson(network.ready.network, { signer, startOver: true })
    expect((await idsOf(last)).toSorted()).toEqual(
      [anew.device, other.device, last.device].toSorted(),
    )
  })
})

/** A group as a device's store has it. */
async function groupOf(store: Store): Promise<{ name: string; group: Records.Group }> {
  const [entry] = await store.list(Records.keys.groups)
  const group = Codec.decode(Records.group, entry!.value)
  return { name: entry!.key.slice(Records.keys.groups.length), group }
}

/** A bare link to each node, on which a device tried to prove itself: what the nodes said. */
async function proveTo(members: Network.Network, record: Records.Device) {
  const host = globalHost()
  const proved = await Promise.all(
    members.nodes.map(async (node) => {
      const link = new Link.Link({
        duplex: await host.dial(node.url, { signal: new AbortController().signal }),
        clock: host.clock,
        handler: () => Promise.reject(new Errors.WireError('not_permitted')),
      })
      const nonce = host.random.bytes(32)
      const hello = { type: 'hello', version: Frame.version, network: members.id, nonce } as const
      const welcome = await link.call(hello)
      if (welcome?.type !== 'welcome') throw new Error('no welcome')
      const { challenge } = welcome
      const deviceKey = { publicKey: record.shown.deviceKey, secretKey: record.deviceSecret }
      const answer = { node: node.id, challenge }
      const signature = await Handshake.signChallenge(host.crypto, answer, deviceKey)
      const code = await link.call({ type: 'authenticate', device: record.shown, signature }).then(
        () => 'none',
        (error: Errors.WireError) => error.code,
      )
      return { link, code }
    }),
  )
  return { codes: proved.map(({ code }) => code), link: proved[0]!.link }
}

test('behavior: after a theft another account key locks out who has no wallet', async () => {
  const signer = newSigner()
  const memory = memoryDatabase()
  await using phone = await newPerson(network.ready.network, { signer })
  const theft: Signer = {
    address: signer.address,
    // The thief has the device, and not the wallet.
    signTypedData: (data) =>
      stolen ? Promise.reject(new Error('no wallet')) : signer.signTypedData(data),
  }
  let stolen = false
  const store = memoryStore(memory)
  await using lost = await newPerson(network.ready.network, { signer: theft, store })
  stolen = true
  await using laptop = await newPerson(network.ready.network, { signer })
  await using alice = await newPerson(network.ready.network)
  const { conversation } = await say(alice, phone.account, 'before')
  for (const device of [phone, laptop, lost])
    await eventually(async () => (await device.messages(conversation))[0])
  await laptop.accept(conversation)
  await laptop.devices.lockOut()
  // The phone comes along by the wallet; the lost device does not.
  const left = await eventually(async () => {
    const ids = await idsOf(laptop)
    return ids.length === 2 ? ids : undefined
  })
  expect(left.toSorted()).toEqual([laptop.device, phone.device].toSorted())
  expect(await signedOut(lost)).toBe('replaced')
  // The phone is taken in again, with its new certificate.
  await eventually(async () => {
    const { text } = await say(alice, phone.account, 'after')
    return (
      (await phone.messages(conversation)).some((message) => message.text === text) || undefined
    )
  })
  expect(texts(await lost.messages(conversation))).toEqual(['before'])
  expect(phone.devices.signedOut()).toBeUndefined()
})

describe('a device that was lost', () => {
  test('default: revoked, it opens nothing more, its links are cut and its writes refused', async () => {
    const { crypto, primitives } = globalHost()
    const signer = newSigner()
    const [memory, kept] = [memoryDatabase(), memoryDatabase()]
    await using alice = await newPerson(network.ready.network)
    await using phone = await newPerson(network.ready.network, {
      signer,
      store: memoryStore(memory),
    })
    await using laptop = await newPerson(network.ready.network, {
      signer,
      store: memoryStore(kept),
    })
    const { conversation } = await say(alice, phone.account, 'to both')
    for (const device of [phone, laptop]) {
      await eventually(async () => (await device.messages(conversation))[0])
      await device.accept(conversation)
    }
    const stolen = memoryStore(memory)
    const { name, group: before } = await groupOf(stolen)

    await laptop.devices.revoke(phone.device)
    expect(await signedOut(phone)).toBe('revoked')
    const after = await eventually(async () => {
      const { group } = await groupOf(memoryStore(kept))
      return epochOf(group) > epochOf(before) ? group : undefined
    })
    const got = nextMessage(laptop, ({ text }) => text === 'for the laptop')
    await say(alice, phone.account, 'for the laptop')
    await got

    // What the thief has is the phone's whole store, and a client of their own.
    const members = await readMembers(network.ready.network)
    const record = Codec.decode(Records.device, (await stolen.get(Records.keys.device))!)
    const { codes, link } = await proveTo(members, record)
    expect(codes).toEqual(members.nodes.map(() => 'not_permitted'))
    const topic = Topic.idOf(crypto, before.descriptor)
    const delivered = await readAll(link, topic, members)
    const last = delivered.findLast(({ kind }) => kind === 'message')!
    expect(last.epoch).toBe(epochOf(after))
    const engine = mlsEngine(primitives, () => true)
    const state = engine.decode(
      Codec.decode(Records.mls, (await stolen.get(Records.keys.mls(name)))!),
    )
    expect(() => engine.receive(state, last.body, { at: Date.now(), keepUntil: 0 })).toThrow()
    expect(texts(await phone.messages(conversation))).toEqual(['to both'])

    const writer = { publicKey: before.writers.at(-1)!, secretKey: before.writerSecret }
    const forged = await Envelope.sign(crypto, { ...last, body: new Uint8Array(300) }, writer)
    const envelope = Codec.encode(Envelope.codec, forged)
    const answers: string[] = []
    const answered = await link
      .call(
        { type: 'publish', version: members.turn, descriptor: undefined, envelope },
        { onData: (answer) => void answers.push(codeOf(answer)) },
      )
      .catch((error: Errors.WireError) => answers.push(error.code))
    if (typeof answered === 'object') answers.push(codeOf(answered))
    expect(new Set(answers)).toEqual(new Set(['bad_signature']))
    await expect(phone.send(conversation, 'I am still here')).rejects.toMatchObject({
      code: 'signed_out',
    })
    link.close('done')
  })

  test('behavior: a device that was signed out is taken out by the other side too', async () => {
    const signer = newSigner()
    const memory = memoryDatabase()
    await using alice = await newPerson(network.ready.network, { store: memoryStore(memory) })
    await using phone = await newPerson(network.ready.network, { signer })
    const { conversation } = await say(alice, phone.account, 'hello')
    await eventually(async () => (await phone.messages(conversation))[0])
    const { group: before } = await groupOf(memoryStore(memory))
    // It signs itself out, and nobody else of its account is there.
    await phone.devices.revoke(phone.device)
    await eventually(async () => {
      const { group } = await groupOf(memoryStore(memory))
      return epochOf(group) > epochOf(before) || undefined
    })
    expect(phone.devices.signedOut()).toBe('revoked')
  })
})

const epochOf = (group: Records.Group): number => group.firstEpoch + group.writers.length - 1
const texts = (messages: readonly { text: string }[]): string[] => messages.map(({ text }) => text)
const codeOf = (answer: Frame.Response): string =>
  answer.type === 'refusal' ? answer.error.code : answer.type

/** All that a node delivers of a topic. */
async function readAll(
  link: Link.Link,
  topic: Uint8Array,
  members: Network.Network,
): Promise<Envelope.Content[]> {
  const found: Envelope.Content[] = []
  const controller = new AbortController()
  const replica = members.replicasOf(topic)[0]!.id
  await link
    .call(
      { type: 'subscribe', topic, replica, after: 0 },
      {
        signal: controller.signal,
        onData: (response) => {
          if (response.type === 'caughtUp') controller.abort()
          if (response.type === 'delivery')
            found.push(Codec.decode(Envelope.codec, response.envelope.slice()).content)
        },
      },
    )
    .catch(() => {})
  return found
}
