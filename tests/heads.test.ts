import {
  memoryDatabase,
  type MemoryDatabase,
  memoryStore,
  type Fault,
  globalHost,
} from '@parley/client'
import * as Records from '@parley/client/records'
import {
  Bytes,
  Duplex,
  Errors,
  Evidence,
  type Frame,
  Head,
  type Host,
  type Network as Members,
} from '@parley/protocol'
import { describe, expect, test } from 'vitest'

import { Database } from '../packages/client/src/database.ts'
import { Network } from '../packages/client/src/network.ts'
import { memoryStore as nodeStore, type Store } from '@parley/node'
import { Device, Log } from '../packages/node/test/client.ts'
import { Cores } from '../packages/node/test/cores.ts'
import { lies } from './byzantine/lies.ts'
import { mapResponses } from './frames.ts'
import { eventually } from './harness.ts'

/** What a client's network reads of one topic, from nodes that are real but for their carriers. */
class Reader implements AsyncDisposable {
  readonly faults: Fault[] = []
  readonly positions: number[] = []
  readonly replicas = new Set<Members.Node>()
  readonly network: Network
  readonly #database: Database
  readonly #stop: () => void

  constructor(cores: Cores, log: Log, options: ReaderOptions = {}) {
    const { memory = memoryDatabase(), after = 0, reaches = () => true } = options
    const { change = (_, response) => response } = options
    const device = new Device()
    this.#database = new Database(memoryStore(memory))
    this.network = new Network({
      host: {
        ...globalHost(),
        dial: (url) => {
          const index = cores.network.nodes.findIndex((node) => node.url === url)
          if (!reaches(cores.network.nodes[index]!))
            return Promise.reject(new Errors.WireError('unavailable'))
          const [near, far] = Duplex.pair()
          cores.cores[index]!.accept(far, 'reader')
          const changed: Host.Duplex = {
            ...near,
            onMessage: () => {},
            onDrain: () => {},
            onClose: () => {},
          }
          near.onMessage = (message) =>
            changed.onMessage(mapResponses(message, (response) => change(url, response)))
          near.onDrain = () => changed.onDrain()
          near.onClose = (reason) => changed.onClose(reason)
          return Promise.resolve(changed)
        },
      },
      members: cores.network,
      source: { read: () => Promise.resolve(cores.network) },
      onMembers: () => {},
      device,
      database: this.#database,
      proven: [],
      onState: () => {},
      onFault: (fault) => this.faults.push(fault),
    })
    this.#stop = this.network.reading.subscribe(
      log.id,
      () => Promise.resolve(after),
      ({ position, replica }) => {
        this.replicas.add(replica)
        this.positions.push(position)
        return Promise.resolve()
      },
    )
  }

  /** Waits until what was read of a node's log, up to a position, agreed with the node's head. */
  async agrees(log: Log, node: Members.Node, position: number): Promise<void> {
    const key = Records.keys.log(Bytes.toHex(log.id), node.name)
    const record = await eventually(async () => {
      const found = await this.#database.get(Records.log, key)
      return found?.signed?.statement.position === position ? found : undefined
    })
    expect(record.point).toEqual({ position, hash: record.signed!.statement.hash })
    expect(this.faults).toEqual([])
  }

  /** Waits for what is proved against a node. */
  async proved(node: Members.Node): Promise<Evidence.Evidence> {
    const found = await eventually(async () => this.faults.find(({ evidence }) => evidence))
    expect(this.faults.every((fault) => fault.node === node.name)).toBe(true)
    const evidence = Evidence.decode(found.evidence!)
    await Evidence.verify(globalHost().crypto, evidence, node.publicKey)
    return evidence
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stop()
    await this.network.close()
  }
}

/** A store in a life of its own: its positions are above a base. */
function living(store: Store, base: () => number): Store {
  const outer = (position: number): number => base() + position
  return {
    ...store,
    commit: async (writes) =>
      (await store.commit(writes)).map((outcome) => ({
        ...outcome,
        position: outer(outcome.position),
      })),
    page: async (topic, after, max) =>
      (await store.page(topic, Math.max(after - base(), 0), max)).map((item) => ({
        ...item,
        position: outer(item.position),
      })),
    async head(topic, position) {
      if (position !== undefined && position < base()) return undefined
      const inner = position === undefined ? undefined : position - base()
      const head = await store.head(topic, inner)
      return head && { ...head, position: outer(head.position) }
    },
  }
}

type ReaderOptions = {
  memory?: MemoryDatabase
  /** The cursor. */
  after?: number
  /** What a node's answers are changed to on their way. */
  change?: (url: string, response: Frame.Response) => Frame.Response
  /** Which nodes can be linked. */
  reaches?: (node: Members.Node) => boolean
}

async function write(cores: Cores, log: Log, ...lifetimes: number[]): Promise<Frame.Response[]> {
  const client = await cores.connect()
  const answers: Frame.Response[] = []
  const now = cores.clock.now()
  for (const ms of lifetimes) {
    const envelope = await log.envelope({ sentAt: now, expiresAt: now + ms })
    answers.push(...(await client.publish(envelope, log.descriptor)))
  }
  client.close()
  return answers
}

describe('an honest node is not named', () => {
  const long = 3_600_000
  const short = 1_000

  test('where envelopes were swept, before and between what is read', async () => {
    const cores = await Cores.create()
    const [node] = cores.network.nodes
    const log = new Log()
    const memory = memoryDatabase()
    await write(cores, log, short, long, long, short, short, long)
    await cores.stores[0]!.sweep(cores.clock.now() + 2 * short, 100)
    {
      await using reader = new Reader(cores, log, { memory })
      await reader.agrees(log, node!, 6)
      expect(reader.positions).toEqual([2, 3, 6])
    }
    // Also a cursor that is behind, or before, what was hashed.
    await write(cores, log, short, long)
    await cores.stores[0]!.sweep(cores.clock.now() + 2 * short, 100)
    for (const after of [0, 3, 8]) {
      await using reader = new Reader(cores, log, { memory, after })
      await reader.agrees(log, node!, 8)
    }
    await using reader = new Reader(cores, log, { after: 3 })
    await reader.agrees(log, node!, 8)
  })

  test('while envelopes come', async () => {
    const cores = await Cores.create()
    const [node] = cores.network.nodes
    const log = new Log()
    await write(cores, log, long)
    await using reader = new Reader(cores, log)
    await reader.agrees(log, node!, 1)
    await write(cores, log, long, long, long)
    await reader.agrees(log, node!, 4)
  })

  test('that begins another life: its positions are others', async () => {
    const base = 2 ** 28
    let life = 0
    const cores = await Cores.create({
      store: () => living(nodeStore(), () => life * base),
    })
    const [node] = cores.network.nodes
    const log = new Log()
    const memory = memoryDatabase()
    await write(cores, log, long, long)
    {
      await using reader = new Reader(cores, log, { memory })
      await reader.agrees(log, node!, 2)
    }
    life = 3
    await write(cores, log, long)
    await using reader = new Reader(cores, log, { memory, after: 2 })
    await reader.agrees(log, node!, 3 * base + 3)
    expect(reader.positions).toEqual([1, 2, 3].map((position) => 3 * base + position))
  })

  test('whose log comes through a node that does not store the topic', async () => {
    const cores = await Cores.create({ count: 6 })
    cores.linkAll()
    const log = new Log()
    await write(cores, log, long, long)
    const replicas = cores.network.replicasOf(log.id)
    await using reader = new Reader(cores, log, { reaches: (node) => !replicas.includes(node) })
    await eventually(async () => (reader.positions.length >= 2 ? true : undefined))
    for (const replica of reader.replicas) {
      expect(replicas).toContain(replica)
      await reader.agrees(log, replica, 2)
    }
  })
})

describe('a node is convicted', () => {
  test('of what it leaves out of a log that nobody reads from it', async () => {
    const liar = 3
    const cores = await Cores.create({
      count: 4,
      store: (index) => (index === liar ? lies['omit']!(nodeStore(), () => true) : nodeStore()),
    })
    cores.linkAll()
    const node = cores.network.nodes[liar]!
    const log = new Log()
    await using reader = new Reader(cores, log, { reaches: ({ name }) => name !== node.name })
    const { publishing } = reader.network
    const { descriptor } = log
    const stop = setInterval(async () => {
      await publishing.publish(await log.envelope(), { descriptor }).catch(() => {})
    }, 200)
    const evidence = await reader.proved(node).finally(() => clearInterval(stop))
    expect(evidence.type).toBe('omission')
  })

  test('of two heads, by whoever asks through another node', async () => {
    // It shows its gateway's client another log than it shows other nodes.
    const cores = await Cores.create({ count: 2 })
    cores.linkAll()
    const [liar, honest] = cores.network.nodes
    const log = new Log()
    await write(cores, log, 3_600_000)
    const [key] = cores.keys
    const bent: Head.Statement = { node: liar!.id, topic: log.id, position: 1, hash: log.id }
    const head = await Head.sign(globalHost().crypto, bent, key!)
    await using reader = new Reader(cores, log, {
      change(url, response) {
        if (response.type !== 'head' || url !== honest!.url) return response
        return Bytes.equal(response.statement.node, liar!.id) ? { ...response, ...head } : response
      },
    })
    expect((await reader.proved(liar!)).type).toBe('heads')
  })
})
