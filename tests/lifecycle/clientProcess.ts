/**
 * A process that starts clients and ends them in a certain way. It ends by itself, and says `done` when nothing of
 * it should be left.
 *
 * @module
 */
import { readFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'

import { type Client, createClient, type CreateClientOptions, globalHost } from '@parley/client'
import { nodeHost, sqliteStore } from '@parley/client/node'
import type { Network } from '@parley/protocol'

import { newSigner } from '../people.ts'

/** How clients end: each a life of its own. */
const lives: Record<string, (options: Given) => Promise<void>> = {
  async 'direct links cannot be made'({ start }) {
    for (let i = 0; i < 10; i++) await refused(start({ direct: true }))
  },
  async 'the wallet refuses'({ start }) {
    const signTypedData = () => Promise.reject(new Error('The person said no.'))
    await refused(start({ signer: { ...newSigner(), signTypedData } }))
  },
  async 'closed at once, or a little later'({ start, home }) {
    for (const ms of [0, 1, 5, 20, 100, 300]) {
      const client = await start({ store: await sqliteStore({ directory: `${home}/${ms}` }) })
      if (ms > 0) await delay(ms)
      await client.close()
    }
  },
  async 'closed while everything waits'({ start }) {
    const client = await start({})
    const { id } = await client.open(newSigner().address)
    const sent = await client.send(id, 'to nobody yet')
    const waits = [
      client.caughtUp({ timeoutMs: 60_000 }),
      client.flushed({ timeoutMs: 60_000 }),
      client.status(),
      client.settled(sent.id),
      client.open(newSigner().address),
      client.messages(id),
      client.markRead(id),
    ]
    await Promise.all([client.close(), Promise.allSettled(waits)])
  },
  async 'closed with direct links, also while they are opened'({ start }) {
    const host = nodeHost({ direct: { listen: ['/ip4/127.0.0.1/tcp/0'] } })
    const client = await start({ host, direct: true })
    await client.caughtUp()
    await client.close()
    const other = await start({ host })
    const opening = refused(other.allowDirect(true))
    await other.close()
    await opening
  },
  async 'the nodes take connections and are silent'({ start }) {
    const silent = createServer(() => {})
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve))
    const { port } = silent.address() as { port: number }
    const { dial } = globalHost()
    const host = {
      ...globalHost(),
      dial: (_: string, options: Parameters<typeof dial>[1]) =>
        dial(`ws://127.0.0.1:${port}`, options),
    }
    const client = await start({ host })
    await delay(200)
    await client.close()
    silent.close()
  },
}

type Given = {
  readonly start: (options: Partial<CreateClientOptions>) => Promise<Client>
  readonly home: string
}

async function refused(promise: Promise<unknown>): Promise<void> {
  const result = await promise.then(
    () => undefined,
    (error: unknown) => error,
  )
  if (result === undefined) throw new Error('It was not refused.')
}

const [name, networkPath, home] = process.argv.slice(2)
const network = JSON.parse(await readFile(networkPath!, 'utf8')) as Network.File
await lives[name!]!({
  start: (options) => createClient({ signer: newSigner(), network, ...options }),
  home: home!,
})
process.stdout.write('done\n')
