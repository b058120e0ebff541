import * as Codec from '@parley/codec'
import { Envelope, Receipt } from '@parley/protocol'
import { afterAll, beforeAll, expect, test } from 'vitest'

import { Client, codeOf, crypto, Log } from '../test/client.ts'
import { TestNetwork } from '../test/network.ts'

let network: TestNetwork
beforeAll(async () => {
  network = await TestNetwork.start(1)
})
afterAll(() => network.close())

const connect = (): Promise<Client> => Client.connect(network.urls[0]!, network.network)

test('publishes, subscribes, fetches and says how it is', async () => {
  const client = await connect()
  const log = new Log()
  const first = await log.envelope()
  const receipt = await client.receipt(first, log.descriptor)
  expect(receipt.statement.position).toBe(1)
  const verify = Receipt.verifier(crypto)
  expect(await verify(receipt, network.network.nodes[0]!.publicKey)).toBe(true)

  const again = await client.receipt(first)
  expect(again.statement).toEqual(receipt.statement)

  const second = await log.bytes()
  await client.receipt(second)
  const items = await client.read(log.id)
  expect(items.map((item) => item.position)).toEqual([1, 2])
  expect(items[1]!.envelope).toEqual(second)

  const ref = Envelope.refOf(crypto, first.content)
  const fetched = await client.ask({ type: 'fetch', topic: log.id, refs: [ref] })
  expect(fetched).toMatchObject([
    { type: 'delivery', position: 1, envelope: Codec.encode(Envelope.codec, first) },
  ])

  const [status] = await client.ask({ type: 'status' })
  expect(status).toMatchObject({ type: 'status', envelopes: 2, topics: 1, storing: true })
  expect(await codeOf(client.publish(await log.envelope({ epoch: 1 })))).toBe('none')
  client.close()
})
