/**
 * SDK clients in the test's own process, talking to a real network.
 *
 * @module
 */
import { readFile } from 'node:fs/promises'

import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts'

import {
  type Client,
  type ClientHost,
  createClient,
  globalHost,
  memoryStore,
  type Message,
  type Signer,
  type Store,
} from '@parley/client'
import { nodeHost } from '@parley/client/node'
import { type Hex } from '@parley/contracts'
import { registryReader } from '@parley/contracts/reader'
import { ChainNetwork, Crypto, type Host, Network } from '@parley/protocol'

/** A wallet of viem's: what it signs is what real wallets sign. */
export function newSigner(): Signer {
  return privateKeyToAccount(generatePrivateKey())
}

/** Who is in a network, by its file or its registry. */
export async function readMembers(networkPath: string): Promise<Network.Network> {
  const json: unknown = JSON.parse(await readFile(networkPath, 'utf8'))
  const locator = ChainNetwork.locatorOf(json)
  if (locator === undefined) return Network.read(Crypto.pure, json)
  const { chain } = locator
  const reader = registryReader({ ...chain, registry: chain.registry as Hex })
  return ChainNetwork.of(Crypto.pure, await reader.state())
}

export type PersonOptions = {
  signer?: Signer
  store?: Store
  host?: Partial<ClientHost>
  /** Allows direct links, over loopback. */
  direct?: boolean
}

/** Direct links over loopback. */
export const loopback = { direct: { listen: ['/ip4/127.0.0.1/tcp/0'] } }

/** A client; caught up, so that others can write to it. */
export async function newPerson(
  networkPath: string,
  options: PersonOptions = {},
): Promise<Client & AsyncDisposable> {
  const network = JSON.parse(await readFile(networkPath, 'utf8')) as Network.File
  const direct = options.direct ?? false
  const host = direct ? nodeHost(loopback) : globalHost()
  const client = await createClient({
    signer: options.signer ?? newSigner(),
    network,
    store: options.store ?? memoryStore(),
    host: { ...host, ...options.host },
    direct,
  })
  await client.caughtUp({ timeoutMs: 30_000 })
  // A proxy keeps the class's private fields working, which a spread would lose.
  return Object.assign(client, { [Symbol.asyncDispose]: () => client.close() })
}

/** The next message, or state of one, that fits. */
export function nextMessage(client: Client, fits: (message: Message) => boolean): Promise<Message> {
  return new Promise((resolve) => {
    const stop = client.on('message', (message) => {
      if (!fits(message)) return
      stop()
      resolve(message)
    })
  })
}

/** Sends and waits until it is stored. */
export async function say(client: Client, to: string, text: string): Promise<Message> {
  const { id } = await client.open(to)
  const sent = await client.send(id, text)
  return client.settled(sent.id, { timeoutMs: 30_000 })
}

/** A dial that shows every message, both ways, and lets a test change those that arrive. */
export function tappedDial(tap: {
  onSend?: (url: string, message: Uint8Array) => void
  /** What arrives instead; `undefined` swallows it. */
  onReceive?: (url: string, message: Uint8Array) => Uint8Array | undefined
}): Host.Dial {
  const { dial } = globalHost()
  return async (url, options) => {
    const inner = await dial(url, options)
    const outer: Host.Duplex = {
      send: (message) => {
        tap.onSend?.(url, message)
        inner.send(message)
      },
      bufferedBytes: () => inner.bufferedBytes(),
      close: (reason) => inner.close(reason),
      onMessage: () => {},
      onDrain: () => {},
      onClose: () => {},
    }
    inner.onMessage = (message) => {
      const shown = tap.onReceive ? tap.onReceive(url, message) : message
      if (shown) outer.onMessage(shown)
    }
    inner.onDrain = () => outer.onDrain()
    inner.onClose = (reason) => outer.onClose(reason)
    return outer
  }
}
