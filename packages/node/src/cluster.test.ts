import { Placement, Receipt } from '@parley/protocol'
import { afterEach, expect, test } from 'vitest'

import { Client, crypto, Log } from '../test/client.ts'
import { TestNetwork } from '../test/network.ts'
import { until } from '../test/until.ts'

let network: TestNetwork
afterEach(() => network.close())

const connect = (index: number): Promise<Client> =>
  Client.connect(network.urls[index]!, network.network)
const ready = (index: number): Promise<void> =>
  until(`node ${index} is ready`, () => network.nodes[index]!.readiness().ready)

test('four nodes: a quorum of receipts, and a node that was away catches up', async () => {
  network = await TestNetwork.start(4)
  await Promise.all([0, 1, 2, 3].map(ready))
  const client = await connect(0)
  await until('all are linked', async () => {
    const [status] = await client.ask({ type: 'status' })
    return status?.type === 'status' && status.peers === 3
  })
  const log = new Log()
  const verify = Receipt.verifier(crypto)
  const publish = async (): Promise<string[]> => {
    const answers = await client.publish(await log.bytes(), log.descriptor)
    expect(answers.length).toBe(4)
    const nodes: string[] = []
    for (const answer of answers)
      if (answer.type === 'receipt') {
        const node = network.network.nodes.find(({ id }) =>
          id.every((byte, i) => byte === answer.statement.node[i]),
        )!
        expect(await verify(answer, node.publicKey)).toBe(true)
        nodes.push(node.name)
      } else expect(answer).toMatchObject({ type: 'refusal', error: { code: 'unavailable' } })
    return nodes
  }
  expect(new Set(await publish()).size).toBe(4)
  await network.stopNode(3)
  await until('the others noticed', () => network.nodes[0]!.readiness().ready)
  for (let i = 0; i < 50; i++)
    expect((await publish()).length).toBeGreaterThanOrEqual(Placement.quorum(4))
  await network.startNode(3)
  await ready(3)
  const other = await connect(3)
  expect((await other.read(log.id)).length).toBe(51)
})
