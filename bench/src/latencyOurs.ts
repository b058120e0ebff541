/** Two wallets' clients in one process, so that one clock serves both: write, wait, write again. */
import { createClient, memoryStore } from '@parley/client'
import { nodeHost, sqliteStore } from '@parley/client/node'
import type { Network } from '@parley/protocol'

import { newSigner } from './newSigner.ts'

type Work = {
  file: Network.File
  count: number
  bytes: number
  folder: string
  /** Whether both allow direct links, over loopback. */
  direct?: boolean
}

const { file, count, bytes, folder, direct = false } = JSON.parse(process.argv[2]!) as Work
const store = async (name: string) =>
  folder === '' ? memoryStore() : sqliteStore({ directory: `${folder}/${name}` })
const host = nodeHost({ direct: { listen: ['/ip4/127.0.0.1/tcp/0'] } })
const client = async (name: string) =>
  createClient({ signer: newSigner(), network: file, store: await store(name), host, direct })
const alice = await client('a')
const bob = await client('b')
await Promise.all([alice.caughtUp(), bob.caughtUp()])
const { id } = await alice.open(bob.account)
let arrived = (_text: string): void => {}
bob.on('message', ({ text, state }) => {
  if (state === 'delivered') arrived(text)
})
/** Resolves when the direct link is up. */
const linked = new Promise<void>((resolve) => {
  bob.on('conversation', (conversation) => {
    if (conversation.direct) resolve()
  })
})
const times: number[] = []
for (let i = 0; i < count + 20; i++) {
  const text = `${i} `.padEnd(bytes, 'x')
  const started = performance.now()
  const got = new Promise<void>((resolve) => {
    arrived = (other) => {
      if (other === text) resolve()
    }
  })
  await alice.send(id, text)
  await got
  // The first ones make the group and warm the code.
  if (i >= 20) times.push(performance.now() - started)
  if (i === 0) await bob.accept(id)
  if (i === 19 && direct) await linked
}
console.log(JSON.stringify({ times }))
process.exit(0)
