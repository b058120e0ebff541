/**
 * What a local network keeps between runs: its authority's key, its network file, its nodes' homes.
 *
 * @module
 */
import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { DatabaseSync } from 'node:sqlite'

import { initNode } from '@parley/node'
import { Bytes, Crypto, Network } from '@parley/protocol'

import { CliError } from '../CliError.ts'
import { loopback, type Ports } from './ports.ts'

/** A node of the local network. */
export type LocalNode = {
  /** `node-1` and so on. */
  readonly name: string
  /** Its id in hex. */
  readonly id: string
  readonly home: string
  /** Where clients connect. */
  readonly url: string
  /** Where it says whether it is ready. */
  readonly readyUrl: string
}

/** How many replicas a topic has in a local network, if there are as many nodes: f = 1. */
const replicasDefault = 4

const networkFileOf = (home: string): string => path.join(home, 'network.json')
const nodeHomeOf = (home: string, index: number): string => path.join(home, `node-${index + 1}`)

async function readJson(file: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(file, 'utf8'))
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}

/** All or nothing: who reads meanwhile sees the old file or the new one. */
async function writeJson(file: string, value: object): Promise<void> {
  await writeFile(`${file}.new`, `${JSON.stringify(value, null, 2)}\n`, {
    mode: 0o600,
    flush: true,
  })
  await rename(`${file}.new`, file)
}

/** The network that a home already holds. */
export async function existing(
  home: string,
): Promise<{ file: Network.File; basePort: number } | undefined> {
  const file = (await readJson(networkFileOf(home))) as Network.File | undefined
  if (file === undefined) return undefined
  await Network.read(Crypto.pure, file)
  return { file, basePort: Number(new URL(file.nodes[0]!.url).port) }
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

async function authorityOf(home: string): Promise<Crypto.KeyPair> {
  const file = path.join(home, 'authority.json')
  const stored = (await readJson(file)) as { publicKey: string; secretKey: string } | undefined
  if (stored !== undefined)
    return {
      publicKey: Bytes.fromHex(stored.publicKey),
      secretKey: Bytes.fromHex(stored.secretKey),
    }
  const made = Crypto.deriveKeyPair(randomBytes(32), 'network authority')
  await writeJson(file, {
    publicKey: Bytes.toHex(made.publicKey),
    secretKey: Bytes.toHex(made.secretKey),
  })
  return made
}

/** Whether two network files name the same members at the same places. */
function sameMembers(a: Network.File, b: Network.File): boolean {
  return JSON.stringify(a.nodes) === JSON.stringify(b.nodes) && a.replicas === b.replicas
}

/**
 * Makes what is missing in a home, and signs a new version of the network file if anything in it
 * changed.
 */
export async function prepare(
  home: string,
  ports: Ports,
): Promise<{ networkFile: string; nodes: readonly LocalNode[] }> {
  const networkFile = networkFileOf(home)
  const authority = await authorityOf(home)
  const before = await existing(home)
  const entries = await Promise.all(
    ports.link.map(async (port, i) => {
      const { publicKey, id, peerId } = await prepareNode(nodeHomeOf(home, i))
      return {
        id,
        publicKey,
        url: `ws://${loopback}:${port}`,
        peer: `/ip4/${loopback}/tcp/${ports.peer[i]!}/p2p/${peerId}`,
        since: 1,
        until: 0,
      }
    }),
  )
  const content: Network.Content = {
    name: 'local',
    version: (before?.file.version ?? 0) + 1,
    settled: 1,
    replicas: Math.min(replicasDefault, entries.length),
    authority: authority.publicKey,
    nodes: entries,
  }
  const file = await Network.sign(Crypto.pure, content, authority)
  if (before === undefined || !sameMembers(before.file, file)) await writeJson(networkFile, file)
  const nodes = entries.map((entry, i): LocalNode => ({
    name: `node-${i + 1}`,
    id: Bytes.toHex(entry.id),
    home: nodeHomeOf(home, i),
    url: entry.url,
    readyUrl: `http://${loopback}:${ports.link[i]!}/readyz`,
  }))
  return { networkFile, nodes }
}

/** A node's home, made if it is missing; one that is there keeps its configuration. */
function prepareNode(home: string): ReturnType<typeof initNode> {
  return existsSync(home) ? initNode(home) : initNode(home, { network: '../network.json' })
}
