/**
 * A flood as a process of its own: `attacker.ts FLOOD URL PEER NETWORK-FILE`. It begins at once, ends
 * when its input does, and says then what became of all it tried.
 *
 * @module
 */
import { readFile } from 'node:fs/promises'

import { Network } from '@parley/protocol'

import { crypto } from '../client.ts'
import { floods } from './floods.ts'

const [name, url, peer, file] = process.argv.slice(2) as [string, string, string, string]
const network = await Network.read(crypto, JSON.parse(await readFile(file, 'utf8')))
const outcomes: Record<string, number> = {}
let isStopped = false
process.stdin.resume().once('end', () => {
  isStopped = true
  // What hangs then was the flood's own.
  process.stdout.write(`${JSON.stringify(outcomes)}\n`, () => process.exit(0))
})
const count = (outcome: string): void => {
  outcomes[outcome] = (outcomes[outcome] ?? 0) + 1
}
await floods[name]!({ url, peer, network, count, stopped: () => isStopped })
