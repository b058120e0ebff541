import { afterEach, expect, test } from 'vitest'

import * as Codec from '@parley/codec'
import { Bytes, Envelope } from '@parley/protocol'

import { Client, crypto, Log } from '../../test/client.ts'
import { TestNetwork } from '../../test/network.ts'
import { NodeProcess } from '../../test/process.ts'

let network: TestNetwork
let node: NodeProcess | undefined
afterEach(async () => {
  await node?.kill('SIGKILL')
  await network.close()
})

const connect = (): Promise<Client> => Client.connect(network.urls[0]!, network.network)

/** Publishers at once, each with one envelope on its way. */
const publishers = 64
const stopAfter = 500

test('drained under load, a node has every envelope that it gave a receipt for', async () => {
  network = await TestNetwork.prepare(1)
  node = await NodeProcess.start(network.homes[0]!)
  const { child } = node
  const client = await connect()
  const log = new Log()
  const receipted = new Set<string>()
  const publish = async (): Promise<void> => {
    for (;;) {
      const envelope = await log.envelope()
      const receipt = await client.receipt(envelope, log.descriptor)
      receipted.add(Bytes.toHex(receipt.statement.envelope.id))
      if (receipted.size === stopAfter) child.kill('SIGTERM')
    }
  }
  const ends = await Promise.allSettled(Array.from({ length: publishers }, publish))
  expect(ends.filter((end) => end.status === 'fulfilled')).toEqual([])
  expect(await client.closed).toBe('draining')
  expect(await node.exited).toBe(0)
  expect(receipted.size).toBeGreaterThanOrEqual(stopAfter)
  node = await NodeProcess.start(network.homes[0]!)
  const items = await (await connect()).read(log.id)
  const held = items.map(({ envelope }) =>
    Bytes.toHex(Envelope.idOf(crypto, Codec.decode(Envelope.codec, envelope).content)),
  )
  const there = new Set(held)
  expect([...receipted].filter((id) => !there.has(id))).toEqual([])
  expect(there.size).toBe(items.length)
})
