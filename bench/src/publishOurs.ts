/** A publisher process: envelopes signed beforehand, receipts verified, `depth` in flight or one by one. */
import type { Network } from '@parley/protocol'

import { connect, publisher, signedEnvelopes } from './ourLink.ts'
import { closedLoop, timesOf, warm } from './processes.ts'

type Work = {
  file: Network.File
  what: 'publish' | 'acknowledge'
  count: number
  bytes: number
  depth: number
  quorum: number
}

const { file, what, count, bytes, depth, quorum } = JSON.parse(process.argv[2]!) as Work
const { link, network } = await connect(file)
const { descriptor, envelopes } = await signedEnvelopes(count + warm + 1, bytes)
const publish = publisher(link, network, quorum)
// The first one creates the topic.
await publish(descriptor, envelopes.pop()!)
const next = () => publish(descriptor, envelopes.pop()!)
if (what === 'publish')
  console.log(JSON.stringify({ perSecond: await closedLoop(count, depth, next) }))
else console.log(JSON.stringify({ times: await timesOf(count, next) }))
process.exit(0)
