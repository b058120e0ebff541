import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'

import { afterAll, beforeAll, expect, test } from 'vitest'

import { Account } from '@parley/protocol'

import { TestNetwork } from './harness.ts'
import { newPerson, newSigner, nextMessage, say, tappedDial } from './people.ts'

let network: TestNetwork
beforeAll(async () => {
  network = await TestNetwork.start()
})
afterAll(() => network[Symbol.asyncDispose]())

/** Everything under a folder, as one buffer. */
async function everythingIn(folder: string): Promise<Buffer> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile())
  return Buffer.concat(
    await Promise.all(files.map((file) => readFile(path.join(file.parentPath, file.name)))),
  )
}

test('default: no marker reaches a node’s disk or a link', async () => {
  const captured: Uint8Array[] = []
  const dial = tappedDial({
    onSend: (_, message) => captured.push(message.slice()),
    onReceive: (_, message) => {
      captured.push(message.slice())
      return message
    },
  })
  const marker = `MARKER-${crypto.randomUUID()}`
  await using alice = await newPerson(network.ready.network, { host: { dial } })
  await using bob = await newPerson(network.ready.network, { host: { dial } })
  const arrived = nextMessage(bob, (message) => message.text.includes(marker))
  const { conversation } = await say(alice, bob.account, `${marker} in a message`)
  await arrived
  await bob.accept(conversation)
  await bob.markRead(conversation)
  await say(bob, alice.account, `${marker} in an answer`)
  // A wallet that has not joined: its message leaves no trace either.
  const stranger = newSigner()
  await say(alice, stranger.address, `${marker} that waits`)

  const disks = await Promise.all(network.ready.nodes.map(({ home }) => everythingIn(home)))
  const seen = Buffer.concat([...disks, ...captured])
  // The search finds what is there: each account's own identity log is public.
  expect(seen.includes(Buffer.from(Account.addressBytes(alice.account)))).toBe(true)
  for (const text of [marker, Buffer.from(marker).toString('hex'), btoa(marker).slice(0, -4)])
    expect(seen.includes(text)).toBe(false)

  // Who talks to whom is not written in what conversations leave behind: each node's disk names
  // an account only in its own identity and inbox topics, never beside its contact's.
  expect(seen.includes(conversation)).toBe(false)
  expect(seen.includes(Buffer.from(conversation, 'hex'))).toBe(false)
})
