/** A publisher process: envelopes signed beforehand, receipts verified, `depth` in flight. */
import type { Network } from '@parley/protocol'

import { connect, publisher, signedEnvelopes } from './ourLink.ts'
import { closedLoop } from './processes.ts'

type Work = { file: Network.File; count: number; bytes: number; depth: number; quorum: number }

const { file, count, bytes, depth, quorum } = JSON.parse(process.argv[2]!) as Work
const { link, network } = await connect(file)
const { descriptor, envelopes } = await signedEnvelopes(count + 1, bytes)
const publish = publisher(link, network, quorum)
// The first one creates the topic.
await publish(descriptor, envelopes[count]!)
const perSecond = await closedLoop(count, depth, (i) => publish(descriptor, envelopes[i]!))
console.log(JSON.stringify({ perSecond }))
process.exit(0)
