/**
 * What a local network keeps between runs: its network file, its nodes' homes.
 *
 * @module
 */
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { DatabaseSync } from 'node:sqlite'

import { loadKeys } from '@parley/node'
import { Bytes, ChainNetwork, Crypto, Network } from '@parley/protocol'

import { CliError } from '../CliError.ts'
import { loopback, type Ports } from './ports.ts'

/** A node of the local network. */
export type LocalNode = {
  /** `node-1` and so on. */
  readonly name: string
  /** Its id in hex. */
  readonly id: string
  readonly home: string
  readonly keyPair: Crypto.KeyPair
  /** Where clients connect. */
  readonly url: string
  /** Where nodes connect. */
  readonly peer: string
  /** Where it says whether it is ready. */
  readonly readyUrl: string
}

/** How many replicas a topic has in a local network, if there are as many nodes: f = 1. */
export const replicasDefault = 4

export const networkFileOf = (home: string): string => path.join(home, 'network.json')

export async function readJson(file: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(file, 'utf8'))
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}

/** All or nothing: who reads meanwhile sees the old file or the new one. */
export async function writeJson(file: string, value: object): Promise<void> {
  await writeFile(`${file}.new`, `${JSON.stringify(value, null, 2)}\n`, {
    mode: 0o600,
    flush: true,
  })
  await rename(`${file}.new`, file)
}

/** What a home's network is like, beside what the network file says. */
const upFile = (home: string): string => path.join(home, 'up.json')

/** The network that a home already holds. */
export type Existing = {
  /** Whether its members are in a signed file, or in a registry on chain. */
  readonly kind: 'chain' | 'file'
  readonly nodes: number
  readonly basePort: number
}

/**
 * The network that a home already holds.
 *
 * @throws Network.InvalidNetworkError
 */
export async function existing(home: string): Promise<Existing | undefined> {
  const file = await readJson(networkFileOf(home))
  if (file === undefined) return undefined
  if (ChainNetwork.locatorOf(file) !== undefined)
    return { kind: 'chain', ...((await readJson(upFile(home))) as Omit<Existing, 'kind'>) }
  await Network.read(Crypto.pure, file)
  const { nodes } = file as Network.File
  return { kind: 'file', nodes: nodes.length, basePort: Number(new URL(nodes[0]!.url).port) }
}

/** Keeps what {@link existing} says of a network with a registry. */
export async function keep(home: string, { nodes, basePort }: Omit<Existing, 'kind'>) {
  await writeJson(upFile(home), { nodes, basePort })
}

/**
 * Takes a home for this process; the operating system gives it back when the process ends, however
 * it ends.
 *
 * @throws CliError `home_in_use`
 */
export async function lock(home: string): Promise<() => void> {
  await mkdir(home, { recursive: true, mode: 0o700 })
  const held = new DatabaseSync(path.join(home, 'up.lock'))
  try {
    held.exec('PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE')
  } catch (error) {
    held.close()
    throw new CliError('home_in_use', `Stop it, or choose another home than ${home}.`, error)
  }
  return () => {
    held.close()
  }
}

/** The nodes' homes, ids and addresses at these ports; keys are made where there are none. */
export async function prepareNodes(home: string, ports: Ports): Promise<LocalNode[]> {
  return Promise.all(
    ports.link.map(async (port, i): Promise<LocalNode> => {
      const nodeHome = path.join(home, `node-${i + 1}`)
      const { keyPair, id, peerId } = await loadKeys(nodeHome)
      return {
        name: `node-${i + 1}`,
        id: Bytes.toHex(id),
        home: nodeHome,
        keyPair,
        url: `ws://${loopback}:${port}`,
        peer: `/ip4/${loopback}/tcp/${ports.peer[i]!}/p2p/${peerId}`,
        readyUrl: `http://${loopback}:${port}/readyz`,
      }
    }),
  )
}

/** Sets what a node's configuration must say; what else is in it stays. */
export async function configure(node: LocalNode, config: object): Promise<void> {
  const file = path.join(node.home, 'node.json')
  const before = (await readJson(file)) as object | undefined
  await writeJson(file, { ...before, ...config })
}
