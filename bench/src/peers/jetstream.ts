/** NATS JetStream, file store: durable publishes, fetches and end-to-end latency. */
import { AckPolicy, connect, DeliverPolicy, nanos, StorageType } from 'nats'

import { closedLoop, timesOf, untilItWorks } from '../processes.ts'

type Work = {
  port: number
  /** Servers that hold it; one unless given. */
  replicas?: number
  what: 'publish' | 'drain' | 'latency' | 'acknowledge'
  count: number
  bytes: number
  depth: number
}

const { port, replicas = 1, what, count, bytes, depth } = JSON.parse(process.argv[2]!) as Work
const connection = await connect({ servers: `127.0.0.1:${port}` })
const manager = await connection.jetstreamManager()
const stream = `bench${Math.random().toString(36).slice(2)}`
// Servers that have only just met choose who leads first.
await untilItWorks(() =>
  manager.streams.add({
    name: stream,
    subjects: [`${stream}.>`],
    storage: StorageType.File,
    num_replicas: replicas,
  }),
)
const jetstream = connection.jetstream({ timeout: 60_000 })
const payload = crypto.getRandomValues(new Uint8Array(bytes))
const publish = () => jetstream.publish(`${stream}.x`, payload)

if (what === 'publish') {
  console.log(JSON.stringify({ perSecond: await closedLoop(count, depth, publish) }))
} else if (what === 'acknowledge') {
  console.log(JSON.stringify({ times: await timesOf(count, publish) }))
} else if (what === 'drain') {
  await closedLoop(count, depth, publish)
  await manager.consumers.add(stream, {
    durable_name: 'reader',
    ack_policy: AckPolicy.None,
    deliver_policy: DeliverPolicy.All,
  })
  const consumer = await jetstream.consumers.get(stream, 'reader')
  const started = performance.now()
  const messages = await consumer.consume({ max_messages: 1000 })
  let got = 0
  for await (const _ of messages) if (++got === count) break
  console.log(JSON.stringify({ perSecond: (count / (performance.now() - started)) * 1000 }))
} else {
  await manager.consumers.add(stream, {
    durable_name: 'reader',
    ack_policy: AckPolicy.Explicit,
    ack_wait: nanos(60_000),
  })
  const consumer = await jetstream.consumers.get(stream, 'reader')
  const messages = await consumer.consume()
  const times: number[] = []
  let arrived = (): void => {}
  const reading = (async () => {
    for await (const message of messages) {
      message.ack()
      arrived()
    }
  })()
  for (let i = 0; i < count + 20; i++) {
    const started = performance.now()
    const got = new Promise<void>((resolve) => (arrived = resolve))
    await Promise.all([publish(), got])
    if (i >= 20) times.push(performance.now() - started)
  }
  messages.stop()
  await reading
  console.log(JSON.stringify({ times }))
}
process.exit(0)
