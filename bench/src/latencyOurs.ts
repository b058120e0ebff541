/** Two wallets' clients in one process, so that one clock serves both: write, wait, write again. */
import { createClient, memoryStore } from '@parley/client'
import { sqliteStore } from '@parley/client/node'
import type { Network } from '@parley/protocol'

import { newSigner } from './newSigner.ts'

type Work = { file: Network.File; count: number; bytes: number; folder: string }

const { file, count, bytes, folder } = JSON.parse(process.argv[2]!) as Work
const store = async (name: string) =>
  folder === '' ? memoryStore() : sqliteStore({ directory: `${folder}/${name}` })
const alice = await createClient({ signer: newSigner(), network: file, store: await store('a') })
const bob = await createClient({ signer: newSigner(), network: file, store: await store('b') })
await Promise.all([alice.caughtUp(), bob.caughtUp()])
const { id } = await alice.open(bob.account)
let arrived = (_text: string): void => {}
bob.on('message', ({ text, state }) => {
  if (state === 'delivered') arrived(text)
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
}
console.log(JSON.stringify({ times }))
process.exit(0)
