/**
 * Taking an archive in: each envelope is admitted as one of another replica's is, and nothing is
 * signed for it.
 *
 * @module
 */
import { existsSync } from 'node:fs'
import { join } from 'node:path'

import * as Codec from '@parley/codec'
import { Bytes, Envelope, Errors, type Network } from '@parley/protocol'

import type { Admitted } from '../admission.ts'
import * as Config from '../config.ts'
import { files, loadKeys } from '../home.ts'
import type { NodeHost } from '../host.ts'
import { noMetrics } from '../metrics.ts'
import { openRegistry } from '../registry.ts'
import { Replica } from '../replica.ts'
import { sqliteStore } from '../store/sqlite.ts'
import { type Archived, readArchive } from './Archive.ts'
import { Witness } from '../witness.ts'
import { OperationError } from './OperationError.ts'
import { assertNotLost } from './restore.ts'
import { openStopped } from './StoppedStore.ts'

/** Admitted and written at once. */
const batchMax = 512

/** An envelope that was not taken, and the code of the reason. */
export type Refusal = {
  readonly refused: string
  readonly topic: string
  readonly envelope: string
}

export type Imported = {
  /** New here. */
  readonly taken: number
  /** Here already. */
  readonly known: number
  /** By code; `wrong_shard`: the network has other nodes store it. */
  readonly refused: Readonly<Record<string, number>>
}

export type ImportOptions = {
  host: NodeHost
  home: string
  from: string
  onRefusal: (refusal: Refusal) => void
}

/**
 * Takes an archive into the store of a node that is stopped. Again and again gives the same.
 *
 * @throws OperationError `store_missing` if there is no archive, `archive_damaged` or
 * `archive_version`, and then nothing was taken; `node_running`, `store_lost`
 * @throws StoreError, ConfigError, KeyFileError or InvalidNetworkError
 * @throws WireError `storage_full`: what was taken before it is there
 */
export async function importArchive(options: ImportOptions): Promise<Imported> {
  const { host, home, from } = options
  if (!existsSync(from)) throw new OperationError('store_missing', `${from} is not there.`)
  await check(from)
  assertNotLost(home)
  const path = join(home, files.store)
  if (existsSync(path)) openStopped(path).close()
  const config = await Config.load(['--home', home], {})
  const { keyPair, id } = await loadKeys(home)
  const registry = await openRegistry(config, host)
  const store = await sqliteStore({ path, bytesMax: config.storageBytesMax })
  try {
    const network = (): Network.Network => registry.network()
    const replica: Replica = new Replica({
      host,
      // The limits of what strangers may cost are not the operator's own.
      limits: { ...config.limits, walletChecks: { perSecond: 1e9, burst: 1e9 } },
      store,
      node: { keyPair, id },
      network,
      metrics: noMetrics,
      witness: new Witness({ host, network, keep: (evidence) => replica.keep(evidence) }),
    })
    return await new Import(replica, options).run()
  } finally {
    await store.close()
    registry.close()
  }
}

/** Reads it to the end: only then is it known to be whole. */
async function check(path: string): Promise<void> {
  const items = readArchive(path)
  while (!(await items.next()).done);
}

class Import {
  readonly #replica: Replica
  readonly #options: ImportOptions
  readonly #refused: Record<string, number> = {}
  #taken = 0
  #known = 0

  constructor(replica: Replica, options: ImportOptions) {
    this.#replica = replica
    this.#options = options
  }

  async run(): Promise<Imported> {
    let batch: Archived[] = []
    for await (const item of readArchive(this.#options.from)) {
      batch.push(item)
      if (batch.length < batchMax) continue
      await this.#take(batch)
      batch = []
    }
    await this.#take(batch)
    return { taken: this.#taken, known: this.#known, refused: this.#refused }
  }

  /** In the order they were stored, so that what an envelope stands on comes before it. */
  async #take(batch: readonly Archived[]): Promise<void> {
    let left = batch
    while (left.length > 0) {
      const later: Archived[] = []
      const tried = await Promise.all(left.map((item) => this.#admit(item, later)))
      await this.#store(tried.filter((each) => each !== undefined))
      if (later.length === left.length) {
        for (const item of left) this.#refuse(item, 'unknown_epoch')
        return
      }
      left = later
    }
  }

  async #admit(item: Archived, later: Archived[]): Promise<Admitted | undefined> {
    try {
      const admitted = await this.#replica.admit(item.envelope, item.descriptor, 'replica')
      if (this.#replica.holds(admitted.topic.id)) return admitted
      this.#refuse(item, 'wrong_shard')
    } catch (error) {
      if (!(error instanceof Errors.WireError) || error.code === 'storage_full') throw error
      if (error.code === 'unknown_epoch') later.push(item)
      else this.#refuse(item, error.code)
    }
    return undefined
  }

  async #store(admitted: readonly Admitted[]): Promise<void> {
    if (admitted.length === 0) return
    const statuses = await this.#replica.storeAll(admitted)
    for (const [i, status] of statuses.entries()) {
      if (status === 'stored') this.#taken++
      else if (status === 'known') this.#known++
      else {
        const { topic, bytes } = admitted[i]!
        this.#refuse({ descriptor: topic.descriptor, envelope: bytes }, 'topic_full')
      }
    }
  }

  #refuse({ envelope }: Archived, code: string): void {
    this.#refused[code] = (this.#refused[code] ?? 0) + 1
    this.#options.onRefusal({ refused: code, ...this.#nameOf(envelope) })
  }

  #nameOf(bytes: Uint8Array): { topic: string; envelope: string } {
    try {
      const { content } = Codec.decode(Envelope.codec, bytes)
      const id = Envelope.idOf(this.#options.host.crypto, content)
      return { topic: Bytes.toHex(content.topic), envelope: Bytes.toHex(id) }
    } catch (error) {
      if (!(error instanceof Codec.CodecError)) throw error
      return { topic: '', envelope: '' }
    }
  }
}
