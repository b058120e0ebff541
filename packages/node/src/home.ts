/**
 * A node's home: the folder with its keys, its configuration and its store.
 *
 * @module
 */
import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

import { generateKeyPair, privateKeyFromProtobuf, privateKeyToProtobuf } from '@libp2p/crypto/keys'
import type { PrivateKey } from '@libp2p/interface'
import { peerIdFromPrivateKey } from '@libp2p/peer-id'
import { Bytes, Crypto, Errors, Network } from '@parley/protocol'
import * as z from 'zod'

import { systemHost } from './host.ts'

/** Files of a home. */
export const files = {
  key: 'node.key',
  config: 'node.json',
  store: 'store.sqlite',
  /** What was last read of the registry on chain. */
  registry: 'registry.json',
  /** What one shows to read the metrics. */
  metricsToken: 'metrics.token',
  /** There from when the key is made until the node first runs: nothing was signed with it yet. */
  unused: 'node.unused',
} as const

/** A node's secrets, and what follows from them. */
export type NodeKeys = {
  /** Signs welcomes, receipts and statements. */
  readonly keyPair: Crypto.KeyPair
  /** 32 bytes: the hash of the public key. */
  readonly id: Uint8Array
  /** Proves the node to other nodes. */
  readonly peerKey: PrivateKey
  readonly peerId: string
}

/** Thrown for a key file that cannot be used. */
export class KeyFileError extends Errors.BaseError {
  override name = 'Node.KeyFileError'
  constructor(path: string, details: string) {
    super(`The key file ${path} cannot be used.`, { code: 'bad_key_file', details })
  }
}

const keyFile = z.strictObject({
  version: z.literal(1),
  /** P-256 secret scalar's seed, 32 bytes in hex. */
  seed: z.string().regex(/^[0-9a-f]{64}$/),
  /** libp2p private key as its protobuf, in hex. */
  peerKey: z.string().regex(/^([0-9a-f]{2})+$/),
})

async function read(path: string): Promise<NodeKeys> {
  const text = await readFile(path, 'utf8')
  const parsed = keyFile.safeParse(parseJson(text))
  // The message never quotes the file.
  if (!parsed.success) throw new KeyFileError(path, 'It is no key file of version 1.')
  const keyPair = Crypto.deriveKeyPair(Bytes.fromHex(parsed.data.seed), 'node')
  const peerKey = privateKeyFromProtobuf(Bytes.fromHex(parsed.data.peerKey))
  return {
    keyPair,
    id: Network.nodeId(systemHost().crypto, keyPair.publicKey),
    peerKey,
    peerId: peerIdFromPrivateKey(peerKey).toString(),
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

async function create(path: string): Promise<void> {
  const file: z.output<typeof keyFile> = {
    version: 1,
    seed: Bytes.toHex(systemHost().random.bytes(32)),
    peerKey: Bytes.toHex(privateKeyToProtobuf(await generateKeyPair('Ed25519'))),
  }
  // `wx`: two processes that start at once do not overwrite each other's key.
  await writeFile(path, `${JSON.stringify(file, null, 2)}\n`, { mode: 0o600, flag: 'wx' })
}

/**
 * The keys in a home, made when there are none.
 *
 * @throws KeyFileError
 */
export async function loadKeys(home: string): Promise<NodeKeys> {
  const path = join(home, files.key)
  await mkdir(home, { recursive: true, mode: 0o700 })
  try {
    await create(path)
    await writeFile(join(home, files.unused), '')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    // Copied homes often lose their modes.
    await chmod(path, 0o600)
  }
  return read(path)
}

/** What one shows to read a node's metrics, made when there is none: 64 hex digits. */
export async function metricsTokenOf(home: string): Promise<string> {
  const path = join(home, files.metricsToken)
  try {
    await writeFile(path, Bytes.toHex(systemHost().random.bytes(32)), { mode: 0o600, flag: 'wx' })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  }
  const token = (await readFile(path, 'utf8')).trim()
  if (token.length < 16) throw new KeyFileError(path, 'It is shorter than 16 characters.')
  return token
}

/**
 * Prepares a home, so that a network file can name the node before it has run.
 *
 * @param config written to the home's `node.json` if given
 * @returns the node's public key (65 bytes), its id (32 bytes) and its libp2p peer id
 */
export async function initNode(
  home: string,
  config?: object,
): Promise<{ publicKey: Uint8Array; id: Uint8Array; peerId: string }> {
  const { keyPair, id, peerId } = await loadKeys(home)
  if (config !== undefined)
    await writeFile(join(home, files.config), `${JSON.stringify(config, null, 2)}\n`)
  return { publicKey: keyPair.publicKey, id, peerId }
}
