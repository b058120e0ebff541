/** A chain of its own with a registry contract, its nodes, and an endpoint in front that can fail. */
import { once } from 'node:events'
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

import {
  type Hex,
  nodeRegistryAbi,
  nodeRegistryBytecode,
  registrationArgument,
  registrationMessage,
} from '@parley/contracts'
import { type Anvil, startAnvil } from '@parley/contracts/anvil'
import { Bytes, Crypto, Network } from '@parley/protocol'
import {
  createTestClient,
  http,
  type HttpTransport,
  type PublicActions,
  publicActions,
  type TestClient,
  type WalletActions,
  walletActions,
} from 'viem'
import { mnemonicToAccount } from 'viem/accounts'
import { foundry } from 'viem/chains'

const operator = mnemonicToAccount('test test test test test test test test test test test junk')
const bond = 1_000_000n
const exitDelay = 3600

type Client = TestClient<'anvil', HttpTransport, typeof foundry> &
  PublicActions<HttpTransport, typeof foundry> &
  WalletActions<typeof foundry>

function connect(url: string): Client {
  return createTestClient({
    chain: foundry,
    mode: 'anvil',
    transport: http(url),
    pollingInterval: 10,
  })
    .extend(publicActions)
    .extend(walletActions)
}

export type ChainNode = {
  readonly keyPair: Crypto.KeyPair
  readonly id: Uint8Array
  readonly url: string
  readonly peer: string
}

/** A node with a key of its own; the same number, the same node. */
export function chainNode(number: number): ChainNode {
  const keyPair = Crypto.deriveKeyPair(new Uint8Array(32).fill(number), 'chain tests')
  const id = Network.nodeId(Crypto.pure, keyPair.publicKey)
  return { keyPair, id, url: `ws://node${number}`, peer: `/dns/node${number}/tcp/1/p2p/${number}` }
}

export class TestChain {
  readonly client: Client
  readonly registry: Hex
  readonly #anvil: Anvil

  private constructor(client: Client, registry: Hex, anvil: Anvil) {
    this.client = client
    this.registry = registry
    this.#anvil = anvil
  }

  /** A new chain with an empty registry of 3 replicas. The caller stops it. */
  static async start(): Promise<TestChain> {
    const anvil = await startAnvil('osaka')
    try {
      const client = connect(anvil.url)
      const hash = await client.deployContract({
        abi: nodeRegistryAbi,
        bytecode: nodeRegistryBytecode,
        args: ['chain test', 3, bond, BigInt(exitDelay)],
        account: operator,
      })
      const { contractAddress } = await client.waitForTransactionReceipt({ hash })
      return new TestChain(client, contractAddress!, anvil)
    } catch (error) {
      await anvil.stop()
      throw error
    }
  }

  get url(): string {
    return this.#anvil.url
  }

  stop(): Promise<void> {
    return this.#anvil.stop()
  }

  get #contract() {
    return { abi: nodeRegistryAbi, address: this.registry, account: operator } as const
  }

  async #mined(sent: Promise<Hex>): Promise<void> {
    await this.client.waitForTransactionReceipt({ hash: await sent })
  }

  /** Registers nodes, all in one version. */
  async register(...nodes: readonly Omit<ChainNode, 'id'>[]): Promise<void> {
    const message = registrationMessage({
      chainId: foundry.id,
      registry: this.registry,
      operator: operator.address,
    })
    const registrations = await Promise.all(
      nodes.map(async ({ keyPair, url, peer }) =>
        registrationArgument(
          { publicKey: keyPair.publicKey, url, peer },
          await Crypto.pure.sign(keyPair, message),
        ),
      ),
    )
    await this.#mined(
      this.client.writeContract({
        ...this.#contract,
        functionName: 'register',
        args: [registrations],
        value: bond * BigInt(nodes.length),
      }),
    )
  }

  /** Settles the newest version: as time allows, without confirmations. */
  async settle(): Promise<void> {
    await this.client.increaseTime({ seconds: exitDelay })
    const version = await this.client.readContract({ ...this.#contract, functionName: 'version' })
    const args = [version, [], []] as const
    await this.#mined(
      this.client.writeContract({ ...this.#contract, functionName: 'settle', args }),
    )
  }

  async move({ id, peer }: ChainNode, url: string): Promise<void> {
    const args = [`0x${Bytes.toHex(id)}`, url, peer] as const
    await this.#mined(
      this.client.writeContract({ ...this.#contract, functionName: 'update', args }),
    )
  }

  async startLeaving({ id }: ChainNode): Promise<void> {
    const args = [`0x${Bytes.toHex(id)}`] as const
    await this.#mined(
      this.client.writeContract({ ...this.#contract, functionName: 'startLeaving', args }),
    )
  }
}

/** An endpoint that passes calls on to a chain, unless it is told otherwise. */
export class Endpoint {
  readonly url: string
  /** `down` cuts every call off; `silent` never answers one. */
  state: 'up' | 'down' | 'silent' = 'up'
  /** Awaited before a call is passed on. */
  before: (call: string) => Promise<void> = async () => {}
  /** How many calls wait for an answer that never comes. */
  waiting = 0
  readonly #server: ReturnType<typeof createServer>

  private constructor(server: ReturnType<typeof createServer>, target: string) {
    this.#server = server
    this.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    server.on('request', (request, response) => {
      const chunks: Buffer[] = []
      request.on('data', (chunk: Buffer) => chunks.push(chunk))
      request.on('end', () => void this.#answer(Buffer.concat(chunks).toString(), target, response))
    })
  }

  static async open(target: string): Promise<Endpoint> {
    const server = createServer().listen(0, '127.0.0.1')
    await once(server, 'listening')
    return new Endpoint(server, target)
  }

  async #answer(call: string, target: string, response: ServerResponse): Promise<void> {
    if (this.state === 'down') return void response.destroy()
    if (this.state === 'silent') {
      this.waiting++
      response.on('close', () => this.waiting--)
      return
    }
    await this.before(call)
    const headers = { 'content-type': 'application/json' }
    const answer = await fetch(target, { method: 'POST', headers, body: call })
    response.writeHead(answer.status, headers).end(await answer.text())
  }

  async close(): Promise<void> {
    this.#server.close()
    this.#server.closeAllConnections()
    await once(this.#server, 'close')
  }
}
