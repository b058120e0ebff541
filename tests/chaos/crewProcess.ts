/**
 * A process of clients, as `crew.ts` starts it: they write to each other until they are told to stop,
 * and tell what they were told.
 *
 * @module
 */
import path from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'

import { type Client, createClient, globalHost, memoryStore, type Store } from '@parley/client'
import { sqliteStore } from '@parley/client/node'
import * as Records from '@parley/client/records'
import type { Network } from '@parley/protocol'
import { privateKeyToAccount } from 'viem/accounts'

import type { Command, Device, Listing, Report } from './crew.ts'

const tell = (report: Report): void => void process.send!(report)

/** What of a device's store says where messages belong and which keys were derived. */
const isTelling = (key: string): boolean =>
  key.startsWith(Records.keys.groups) || key.startsWith('out/')

/** A store whose writes are told of once they are durable. */
function observed(device: string, store: Store): Store {
  return {
    ...store,
    async write(changes) {
      await store.write(changes)
      for (const change of changes)
        if (isTelling(change.key)) tell({ type: 'change', device, change })
    },
  }
}

class Person {
  readonly #device: Device
  readonly #client: Client
  #texts = 0

  private constructor(device: Device, client: Client) {
    this.#device = device
    this.#client = client
    client.on('message', (message) => tell({ type: 'message', device: device.name, message }))
    client.on('fault', (fault) => tell({ type: 'fault', device: device.name, fault }))
    client.on('conversation', ({ id, consent }) => {
      if (consent === 'request') void client.accept(id).catch(failed)
    })
  }

  static async start(
    device: Device,
    file: Network.File,
    folder: string | undefined,
  ): Promise<Person> {
    const own = folder && (await sqliteStore({ directory: path.join(folder, device.name) }))
    const store = own || memoryStore()
    // What was written before the last end, if it was told to nobody any more.
    for (const prefix of [Records.keys.groups, 'out/'])
      for (const change of await store.list(prefix))
        tell({ type: 'change', device: device.name, change })
    const client = await createClient({
      signer: privateKeyToAccount(device.secret),
      network: file,
      store: observed(device.name, store),
      host: globalHost(),
    })
    return new Person(device, client)
  }

  get name(): string {
    return this.#device.name
  }

  /** Writes in one of its conversations; where it has none, it begins one. */
  async write(random: number): Promise<string | undefined> {
    const known = await this.#client.conversations()
    for (const { id, consent } of known) if (consent === 'request') await this.#client.accept(id)
    const { peers, name } = this.#device
    const all = new Set(known.map(({ id }) => id))
    for (const peer of peers) all.add((await this.#client.open(peer)).id)
    if (all.size === 0) return undefined
    const conversation = [...all][Math.floor(random * all.size)]!
    const text = `${this.#device.mark} ${name} ${process.pid} ${this.#texts++}`
    return (await this.#client.send(conversation, text)).id
  }

  /** Whether something written now is stored within the time. */
  async probe(random: number, timeoutMs: number): Promise<string | undefined> {
    const deadline = performance.now() + timeoutMs
    let id: string | undefined
    // A new device waits until the others have taken it in.
    while ((id = await this.write(random)) === undefined) {
      if (performance.now() > deadline) return `${this.name} has nobody to write to`
      await delay(100)
    }
    // `waiting` is for a reader who has not joined yet: here everybody does.
    let message = await this.#client.settled(id, { timeoutMs })
    while (message.state === 'waiting' && performance.now() < deadline) {
      await delay(100)
      message = await this.#client.settled(id, { timeoutMs: deadline - performance.now() })
    }
    const stored = ['stored', 'delivered', 'read'].includes(message.state)
    return stored ? undefined : `${this.name}: a message is ${message.state} ${message.error ?? ''}`
  }

  async list(): Promise<Listing> {
    const messages = []
    for (const { id } of await this.#client.conversations())
      messages.push(...(await this.#client.messages(id, { limit: 1_000_000 })))
    return { device: this.name, link: this.#client.linkState(), messages }
  }

  close(): Promise<void> {
    return this.#client.close()
  }
}

function failed(error: unknown): void {
  tell({ type: 'failed', error: String((error as Error)?.stack ?? error) })
}

const people: Person[] = []
let writing: { everyMs: number } | undefined

/** Each writes at times of its own: those are not the seed's to say. */
async function keepWriting(person: Person): Promise<void> {
  for (;;) {
    const pauseMs = -Math.log(1 - Math.random()) * (writing?.everyMs ?? 1000)
    await delay(pauseMs)
    if (writing) await person.write(Math.random())
  }
}

async function join(
  devices: readonly Device[],
  command: Command & { type: 'join' },
): Promise<void> {
  const started = await Promise.all(
    devices.map((device) => Person.start(device, command.file, command.folder)),
  )
  people.push(...started)
  for (const person of started) keepWriting(person).catch(failed)
}

async function perform(command: Command): Promise<unknown> {
  switch (command.type) {
    case 'join':
      return join(command.devices, command)
    case 'write':
      writing = command.everyMs === undefined ? undefined : { everyMs: command.everyMs }
      return undefined
    case 'probe': {
      const { timeoutMs } = command
      const answers = people.map((person) => person.probe(Math.random(), timeoutMs))
      return (await Promise.all(answers)).filter((problem) => problem !== undefined)
    }
    case 'list':
      return Promise.all(people.map((person) => person.list()))
    case 'close':
      await Promise.all(people.map((person) => person.close()))
      process.disconnect()
      return process.exit(0)
  }
}

process.on('message', ({ id, command }: { id: number; command: Command }) => {
  perform(command).then(
    (value) => tell({ type: 'answer', id, value }),
    (error: unknown) => failed(error),
  )
})
process.on('unhandledRejection', failed)
// Whoever started it is gone.
process.on('disconnect', () => process.exit(0))
