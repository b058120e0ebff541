/**
 * A node that lies, as a process: `node.ts LIE [--at-once] …`, then the flags of a node. All but its
 * store is the production node; it lies from SIGUSR2 on, or from the start.
 *
 * @module
 */
import { Config, createNode, sqliteStore, systemHost } from '@parley/node'

import { lies } from './lies.ts'

const [name, ...flags] = process.argv.slice(2)
const lie = lies[name!]
if (lie === undefined) throw new Error(`There is no lie ${name}.`)
let lying = flags[0] === '--at-once'
if (lying) flags.shift()

const say = (line: object): void => void process.stdout.write(`${JSON.stringify(line)}\n`)
process.on('SIGUSR2', () => {
  lying = true
  say({ lying })
})
const config = await Config.load(flags, process.env)
const node = await createNode(config, systemHost(), async (options) => {
  const store = await sqliteStore(options)
  return lie(store, () => lying)
})
// It ends with the test that started it, however that ends.
process.stdin.resume().on('end', () => process.exit(0))
say({ listening: true, id: node.id, url: node.url, pid: process.pid })
