import { afterAll, beforeAll, describe, expect, test } from 'vitest'

import { globalHost, memoryStore } from '@parley/client'
import * as Codec from '@parley/codec'
import { Bytes, Envelope, type Network, Seal } from '@parley/protocol'

import { duel, type Slot } from '../packages/client/test/duel.ts'
import { Rival } from '../packages/client/test/rival.ts'
import { Client } from '../packages/node/test/client.ts'
import { TestNetwork } from './harness.ts'
import { newPerson, newSigner, nextMessage, readMembers, say } from './people.ts'

const host = globalHost()

let network: TestNetwork
let members: Network.Network
beforeAll(async () => {
  network = await TestNetwork.start()
  members = await readMembers(network.ready.network)
})
afterAll(() => network[Symbol.asyncDispose]())

function newRival(signer = newSigner()): Promise<Rival> {
  const onFault = (fault: object): never => {
    throw new Error(`An honest node was named: ${JSON.stringify(fault)}`)
  }
  return Rival.start({ host, members, signer, store: memoryStore(), onFault })
}

/** What each replica has as sealed: by slot, the commits and the ways they were sealed. */
async function sealsAt(
  index: number,
  topic: Uint8Array,
): Promise<Map<number, { commits: Set<string>; paths: Set<string> }>> {
  const client = await Client.connect(network.ready.nodes[index]!.url, members)
  const seals = new Map<number, { commits: Set<string>; paths: Set<string> }>()
  for (const { envelope } of await client.read(topic)) {
    const { content } = Codec.decode(Envelope.codec, envelope)
    if (content.kind !== 'seal') continue
    const certificate = Codec.decode(Seal.certificate, content.body)
    const slot = Seal.slotOf(host.crypto, {
      topic,
      slot: certificate.slot,
      replicas: members.replicasOf(topic),
    })
    await Seal.verifyCertificate(host.crypto, slot, certificate)
    const known = seals.get(certificate.slot) ?? { commits: new Set(), paths: new Set() }
    known.commits.add(Bytes.toHex(certificate.value.id))
    known.paths.add(certificate.path)
    seals.set(certificate.slot, known)
  }
  client.close()
  return seals
}

async function expectOneSealEach(
  topic: Uint8Array,
  slots: readonly Slot[],
  replicas: readonly number[],
): Promise<void> {
  for (const index of replicas) {
    const seals = await sealsAt(index, topic)
    for (const { slot, commit } of slots)
      expect([...(seals.get(slot)?.commits ?? [])], `slot ${slot} at node ${index}`).toEqual([
        commit,
      ])
  }
}

describe('devices that commit at once', () => {
  test('default: two, 100 times: one seal each, and who lost has the next one', async () => {
    await using alice = await newRival()
    await using bob = await newRival()
    await alice.invite(bob.account)
    await bob.group
    const slots: Slot[] = []
    for (let round = 0; round < 100; round++) slots.push(...(await duel([alice, bob])))
    // Slot 0 made the group; from then on no slot is left out.
    expect(slots.map(({ slot }) => slot)).toEqual(slots.map((_, i) => i + 1))
    expect(slots).toHaveLength(200)
    await expectOneSealEach(await alice.topic(), slots, [0, 1, 2, 3])
  })

  test('behavior: three, while a replica is away: the slow path, and no replica disagrees', async () => {
    const signer = newSigner()
    await using laptop = await newRival(signer)
    await using phone = await newRival(signer)
    await using bob = await newRival()
    await laptop.invite(bob.account)
    await Promise.all([phone.group, bob.group])
    await network.kill(2)
    const slots: Slot[] = []
    for (let round = 0; round < 10; round++) slots.push(...(await duel([laptop, phone, bob])))
    expect(slots).toHaveLength(30)
    const topic = await laptop.topic()
    const { paths } = (await sealsAt(0, topic)).get(slots[0]!.slot)!
    expect([...paths]).toEqual(['slow'])
    await network.restart(2)
    await expectOneSealEach(topic, slots, [0, 1, 2, 3])
  })
})

test('behavior: where a member has nonsense sealed, the conversation goes on in another group', async () => {
  const signer = newSigner()
  await using alice = await newPerson(network.ready.network, { signer })
  await using bob = await newPerson(network.ready.network)
  const first = nextMessage(bob, ({ text }) => text === 'one')
  await say(alice, bob.account, 'one')
  const { conversation } = await first
  await bob.accept(conversation)
  // A device of alice's that others take in, and that turns on them.
  await using rival = await newRival(signer)
  await rival.group
  await rival.poison()
  for (const [from, to, text] of [
    [bob, alice, 'two'],
    [alice, bob, 'three'],
  ] as const) {
    const arrived = nextMessage(to, (message) => message.text === text)
    expect((await say(from, to.account, text)).state).not.toBe('failed')
    await arrived
  }
  for (const person of [alice, bob]) {
    const texts = (await person.messages(conversation)).map(({ text }) => text)
    expect(texts).toEqual(['one', 'two', 'three'])
  }
})
