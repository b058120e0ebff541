import { afterEach, expect, test } from 'vitest'

import { Client, codeOf, Log } from '../test/client.ts'
import { TestNetwork } from '../test/network.ts'
import { NodeProcess } from '../test/process.ts'

let network: TestNetwork
let node: NodeProcess | undefined
afterEach(async () => {
  await node?.kill('SIGKILL')
  await network.close()
})

const connect = (): Promise<Client> => Client.connect(network.urls[0]!, network.network)

/** Publishes without end, 64 at a time, until the link is gone. Resolves with what was receipted. */
async function publishUntilCut(log: Log, onReceipt: (count: number) => void): Promise<Set<number>> {
  const client = await connect()
  const positions = new Set<number>()
  const worker = async (): Promise<void> => {
    for (;;) {
      const bytes = await log.bytes()
      let receipt
      try {
        receipt = await client.receipt(bytes, log.descriptor)
      } catch {
        return
      }
      positions.add(receipt.statement.position)
      onReceipt(positions.size)
    }
  }
  await Promise.all(Array.from({ length: 64 }, worker))
  return positions
}

test(
  'killed at any moment, everything that was receipted is there',
  { timeout: 120_000 },
  async () => {
    network = await TestNetwork.prepare(1)
    const log = new Log()
    const receipted = new Set<number>()
    for (let round = 0; round < 3; round++) {
      node = await NodeProcess.start(network.homes[0]!)
      const killAfter = 100 + Math.floor(Math.random() * 400)
      const { child } = node
      const positions = await publishUntilCut(log, (count) => {
        if (count === killAfter) child.kill('SIGKILL')
      })
      expect(positions.size).toBeGreaterThanOrEqual(killAfter)
      for (const position of positions) receipted.add(position)
      await node.exited
    }
    node = await NodeProcess.start(network.homes[0]!)
    const client = await connect()
    const there = new Set((await client.read(log.id)).map((item) => item.position))
    expect([...receipted].filter((position) => !there.has(position))).toEqual([])
  },
)

test('told to stop, it finishes what it took, says goodbye and exits with 0', async () => {
  network = await TestNetwork.prepare(1)
  node = await NodeProcess.start(network.homes[0]!)
  const client = await connect()
  const log = new Log()
  await client.receipt(await log.bytes(), log.descriptor)
  const envelopes = await Promise.all(Array.from({ length: 200 }, () => log.bytes()))
  const answers = envelopes.map((bytes) => codeOf(client.receipt(bytes)))
  await client.receipt(await log.bytes())
  node.child.kill('SIGTERM')
  expect(await client.closed).toBe('draining')
  const stored = (await Promise.all(answers)).filter((code) => code === 'none').length
  expect(await node.exited).toBe(0)
  node = await NodeProcess.start(network.homes[0]!)
  const again = await connect()
  expect((await again.read(log.id)).length).toBeGreaterThanOrEqual(stored + 2)
})

test('a configuration or port that cannot be used ends it with a coded error', async () => {
  network = await TestNetwork.prepare(1)
  const bad = new NodeProcess(['--home', network.homes[0]!, '--port', 'http'])
  expect(await bad.exited).toBe(2)
  expect(bad.stderr.join('')).toContain('"code":"bad_config"')
  node = await NodeProcess.start(network.homes[0]!)
  const second = await TestNetwork.prepare(1)
  const port = new URL(network.urls[0]!).port
  const taken = new NodeProcess(['--home', second.homes[0]!, '--port', port])
  expect(await taken.exited).toBe(1)
  expect(taken.stderr.join('')).toContain(`Port ${port} is in use.`)
  const address = network.content.nodes[0]!.peer.replace(/\/p2p\/.*/, '')
  const peerTaken = new NodeProcess(['--home', second.homes[0]!, '--peer-listen', address])
  expect(await peerTaken.exited).toBe(1)
  expect(peerTaken.stderr.join('')).toContain('"code":"port_in_use"')
  await second.close()
})
