/** mosquitto, QoS 1, persistent session: publishes to an offline reader, its drain, and latency. */
import mqtt from 'mqtt'

import { closedLoop } from '../processes.ts'

type Work = {
  port: number
  what: 'publish' | 'drain' | 'latency'
  count: number
  bytes: number
  depth: number
}

const { port, what, count, bytes, depth } = JSON.parse(process.argv[2]!) as Work
const url = `mqtt://127.0.0.1:${port}`
const name = Math.random().toString(36).slice(2)
const subscriber = () => mqtt.connectAsync(url, { clientId: `reader-${name}`, clean: false })
const reader = await subscriber()
await reader.subscribeAsync(name, { qos: 1 })
const writer = await mqtt.connectAsync(url, { clientId: `writer-${name}` })
const payload = Buffer.from(crypto.getRandomValues(new Uint8Array(bytes)))
const publish = () => writer.publishAsync(name, payload, { qos: 1 })

if (what === 'latency') {
  const times: number[] = []
  let arrived = (): void => {}
  reader.on('message', () => arrived())
  for (let i = 0; i < count + 20; i++) {
    const started = performance.now()
    const got = new Promise<void>((resolve) => (arrived = resolve))
    await Promise.all([publish(), got])
    if (i >= 20) times.push(performance.now() - started)
  }
  console.log(JSON.stringify({ times }))
} else {
  await reader.endAsync()
  const perSecond = await closedLoop(count, depth, publish)
  if (what === 'publish') console.log(JSON.stringify({ perSecond }))
  else {
    let got = 0
    const started = performance.now()
    const again = mqtt.connect(url, { clientId: `reader-${name}`, clean: false })
    await new Promise<void>((resolve) => {
      again.on('message', () => {
        if (++got === count) resolve()
      })
    })
    console.log(JSON.stringify({ perSecond: (count / (performance.now() - started)) * 1000 }))
  }
}
process.exit(0)
