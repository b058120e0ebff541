/** RabbitMQ, a quorum queue: confirmed publishes, many at once or one after the other. */
import { Connection } from 'rabbitmq-client'

import { closedLoop, timesOf } from '../processes.ts'

type Work = {
  port: number
  replicas: number
  what: 'publish' | 'acknowledge'
  count: number
  bytes: number
  depth: number
}

const { port, replicas, what, count, bytes, depth } = JSON.parse(process.argv[2]!) as Work
const connection = new Connection(`amqp://guest:guest@127.0.0.1:${port}`)
const queue = `bench-${Math.random().toString(36).slice(2)}`
await connection.queueDeclare({
  queue,
  durable: true,
  arguments: { 'x-queue-type': 'quorum', 'x-quorum-initial-group-size': replicas },
})
const publisher = connection.createPublisher({ confirm: true })
const payload = Buffer.from(crypto.getRandomValues(new Uint8Array(bytes)))
const publish = () => publisher.send({ routingKey: queue, durable: true }, payload)

if (what === 'publish')
  console.log(JSON.stringify({ perSecond: await closedLoop(count, depth, publish) }))
else console.log(JSON.stringify({ times: await timesOf(count, publish) }))
process.exit(0)
