import { afterAll, beforeAll, expect, test } from 'vitest'

import { globalHost } from '@parley/client'
import * as Codec from '@parley/codec'
import {
  type Account,
  Envelope,
  Errors,
  Frame,
  Identity,
  Limits,
  Link,
  type Network,
  Topic,
} from '@parley/protocol'

import * as Invitation from '../packages/client/src/invitation.ts'
import { TestNetwork } from './harness.ts'
import { newPerson, nextMessage, readMembers, say } from './people.ts'

let network: TestNetwork
beforeAll(async () => {
  network = await TestNetwork.start()
})
afterAll(() => network[Symbol.asyncDispose]())

const host = globalHost()

/** A stranger's bare link to a node, and that node's id. */
async function strangerLink(): Promise<{ link: Link.Link; replica: Uint8Array }> {
  const members = await readMembers(network.ready.network)
  const [{ id: replica, url }] = members.nodes as [Network.Node]
  const signal = new AbortController().signal
  const link = new Link.Link({
    duplex: await host.dial(url, { signal }),
    clock: host.clock,
    handler: () => Promise.reject(new Errors.WireError('not_permitted')),
  })
  const nonce = host.random.bytes(32)
  await link.call({ type: 'hello', version: Frame.version, network: members.id, nonce })
  return { link, replica }
}

/** What an account's identity log says of its device, as any stranger reads it. */
async function announcementOf(
  { link, replica }: { link: Link.Link; replica: Uint8Array },
  account: Account.Account,
): Promise<Identity.AnnouncementContent> {
  const topic = Topic.idOf(host.crypto, Topic.identity(account))
  const controller = new AbortController()
  const entries: Identity.Entry[] = []
  await link
    .call(
      { type: 'subscribe', topic, replica, after: 0 },
      {
        signal: controller.signal,
        onData(response) {
          if (response.type === 'caughtUp') controller.abort()
          if (response.type !== 'delivery') return
          const { body } = Codec.decode(Envelope.codec, response.envelope).content
          entries.push(Codec.decode(Identity.entry, body))
        },
      },
    )
    .catch(() => {})
  return Identity.fold(host.crypto, entries).devices[0]!.announcement
}

/** Writes into an inbox, postage paid; whether the node took it. */
async function mail(
  link: Link.Link,
  descriptor: Topic.Descriptor,
  body: Uint8Array,
  bits: number,
): Promise<Frame.Response | undefined> {
  const sentAt = Date.now()
  const content: Envelope.Content = {
    topic: Topic.idOf(host.crypto, descriptor),
    kind: 'message',
    epoch: 0,
    sentAt,
    expiresAt: sentAt + 60_000,
    body,
  }
  const envelope = await Envelope.stamp(host.crypto, content, bits, () => Promise.resolve())
  return link.call({
    type: 'publish',
    version: 1,
    descriptor,
    envelope: Codec.encode(Envelope.codec, envelope),
  })
}

test('default: what strangers write into an inbox holds up nothing', async () => {
  await using alice = await newPerson(network.ready.network)
  await using bob = await newPerson(network.ready.network)
  const stranger = await strangerLink()
  const { link } = stranger
  const { inbox, certificate } = await announcementOf(stranger, bob.account)
  if (inbox.type !== 'inbox') throw new Error('no inbox')

  // Without postage nothing gets in.
  await expect(mail(link, inbox, host.random.bytes(100), 0)).rejects.toMatchObject({
    code: 'bad_postage',
  })
  // Noise, and an invitation whose seal and welcome are made up, to bob's very device.
  const invitation: Invitation.Invitation = {
    descriptor: {
      type: 'log',
      writer: certificate.certificate.deviceKey,
      version: 1,
      retentionSeconds: 60,
      bodyBytesMax: Limits.wire.bodyBytesMax,
    },
    seal: {
      topic: host.random.bytes(32),
      slot: 0,
      set: host.random.bytes(32),
      value: { sentAt: 1, id: host.random.bytes(32) },
      view: 0,
      path: 'fast',
      signatures: [],
    },
    version: 1,
    welcome: host.random.bytes(200),
  }
  const { inboxKey } = certificate.certificate
  const sealed = Invitation.seal(host.primitives, invitation, [inboxKey])
  for (const body of [new Uint8Array(), host.random.bytes(5000), sealed, sealed.slice(0, -1)])
    expect((await mail(link, inbox, body, inbox.postageBits))?.type).toMatch(/receipt|refusal/)
  link.close('done')

  const arrived = nextMessage(bob, (message) => message.text === 'still here')
  await say(alice, bob.account, 'still here')
  await arrived
  expect(await bob.conversations()).toHaveLength(1)
})

test('error: an inbox is read by its account’s devices alone', async () => {
  await using bob = await newPerson(network.ready.network)
  const stranger = await strangerLink()
  const { link, replica } = stranger
  const { inbox } = await announcementOf(stranger, bob.account)
  const topic = Topic.idOf(host.crypto, inbox)
  await using alice = await newPerson(network.ready.network)
  await say(alice, bob.account, 'for bob')
  const refused = link.call({ type: 'subscribe', topic, replica, after: 0 })
  await expect(refused).rejects.toMatchObject({ code: 'unauthenticated' })
  link.close('done')
})
