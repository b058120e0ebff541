/**
 * A chain of its own with a registry contract, and nodes that come and go.
 *
 * @module
 */
import {
  type Hex,
  keyArguments,
  nodeRegistryAbi,
  nodeRegistryBytecode,
  registrationArgument,
  registrationMessage,
} from '@parley/contracts'
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

import { type Anvil, startAnvil } from './Anvil.ts'

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

/** A node that can be registered. */
export type Registrant = {
  readonly publicKey: Uint8Array
  readonly url: string
  readonly peer: string
  /** Signs with the node's key. */
  readonly sign: (message: Uint8Array) => Promise<Uint8Array>
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

  /** A new chain with an empty registry. The caller stops it. */
  static async start(replicas = 3): Promise<TestChain> {
    const anvil = await startAnvil('osaka')
    try {
      const client = connect(anvil.url)
      const hash = await client.deployContract({
        abi: nodeRegistryAbi,
        bytecode: nodeRegistryBytecode,
        args: ['chain test', replicas, bond, BigInt(exitDelay)],
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

  #idOf(publicKey: Uint8Array): Promise<Hex> {
    const args = keyArguments(publicKey)
    return this.client.readContract({ ...this.#contract, functionName: 'nodeId', args })
  }

  /** Registers nodes, all in one version. */
  async register(...nodes: readonly Registrant[]): Promise<void> {
    const message = registrationMessage({
      chainId: foundry.id,
      registry: this.registry,
      operator: operator.address,
    })
    const registrations = await Promise.all(
      nodes.map(async (node) => registrationArgument(node, await node.sign(message))),
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

  async move({ publicKey, peer }: Registrant, url: string): Promise<void> {
    const args = [await this.#idOf(publicKey), url, peer] as const
    await this.#mined(
      this.client.writeContract({ ...this.#contract, functionName: 'update', args }),
    )
  }

  async startLeaving({ publicKey }: Registrant): Promise<void> {
    const args = [await this.#idOf(publicKey)] as const
    await this.#mined(
      this.client.writeContract({ ...this.#contract, functionName: 'startLeaving', args }),
    )
  }
}
