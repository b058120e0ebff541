/**
 * A chain of its own with a registry contract, and nodes that come and go.
 *
 * @module
 */
import {
  addressesArgument,
  claimArgument,
  type Entrant,
  entryArgument,
  headerOf,
  type Hex,
  keyArguments,
  nodeRegistryAbi,
  nodeRegistryBytecode,
  registrationBody,
  type Signed,
} from '@parley/contracts'
import {
  concatBytes,
  createTestClient,
  hexToBytes,
  http,
  type HttpTransport,
  numberToBytes,
  numberToHex,
  type PublicActions,
  publicActions,
  sha256,
  stringToBytes,
  type TestClient,
  type WalletActions,
  walletActions,
  zeroAddress,
} from 'viem'
import { mnemonicToAccount } from 'viem/accounts'
import { foundry } from 'viem/chains'

import { type Anvil, startAnvil } from './Anvil.ts'

const operator = mnemonicToAccount('test test test test test test test test test test test junk')
const bond = 1_000_000n
const turnSeconds = 60
const exitDelay = 28
const shards = 4608
/** What one transaction has room for. */
const shardsPerCall = 768
const gas = 16_000_000n

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
export type Registrant = Entrant & {
  /** Signs with the node's key. */
  readonly sign: (message: Uint8Array) => Promise<Uint8Array>
}

export class TestChain {
  readonly client: Client
  readonly registry: Hex
  readonly #anvil: Anvil
  readonly #replicas: number
  /** All that were registered. */
  readonly #nodes = new Map<string, Registrant>()

  private constructor(
    client: Client,
    registry: Hex,
    { anvil, replicas }: { anvil: Anvil; replicas: number },
  ) {
    this.client = client
    this.registry = registry
    this.#anvil = anvil
    this.#replicas = replicas
  }

  /** A new chain with an empty registry of a local network. The caller stops it. */
  static async start(replicas = 1): Promise<TestChain> {
    const anvil = await startAnvil('osaka')
    try {
      const client = connect(anvil.url)
      const parameters = {
        bond,
        turnSeconds,
        forceSeconds: 2 * turnSeconds,
        lookahead: 1,
        classes: 1,
        seatsMax: 4096,
        feeDivisor: 0,
        firstReplicas: replicas,
        secondReplicas: replicas,
        forceTurns: 7,
        viewAge: 3,
        exitDelay,
        eager: true,
        tally: zeroAddress,
      }
      const hash = await client.deployContract({
        abi: nodeRegistryAbi,
        bytecode: nodeRegistryBytecode,
        args: ['chain test', parameters],
        account: operator,
      })
      const { contractAddress } = await client.waitForTransactionReceipt({ hash })
      return new TestChain(client, contractAddress!, { anvil, replicas })
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

  #idOf({ publicKey }: Registrant): Promise<Hex> {
    const args = keyArguments(publicKey)
    return this.client.readContract({ ...this.#contract, functionName: 'nodeId', args })
  }

  async summary() {
    const [summary] = await this.client.readContract({
      ...this.#contract,
      functionName: 'summary',
    })
    return summary
  }

  /** A statement of a node. */
  async #state(kind: string, node: Registrant, body: Uint8Array): Promise<Signed> {
    const functionName = 'networkId'
    const network = await this.client.readContract({ ...this.#contract, functionName })
    const bytes = concatBytes([
      stringToBytes(`parley/3 ${kind}\0`),
      hexToBytes(network),
      hexToBytes(await this.#idOf(node)),
      numberToBytes(0, { size: 8 }),
      sha256(body, 'bytes'),
    ])
    return { serial: 0, signature: await node.sign(bytes) }
  }

  /** Puts nodes into the queue. */
  async enter(...nodes: readonly Registrant[]): Promise<void> {
    for (const node of nodes) {
      const proof = await this.#state('registration', node, registrationBody(operator.address))
      const args = [entryArgument(node, operator.address, proof)] as const
      await this.#mined(
        this.client.writeContract({
          ...this.#contract,
          functionName: 'enter',
          args,
          value: bond,
        }),
      )
    }
    for (const node of nodes) this.#nodes.set(node.publicKey.join(), node)
  }

  /** The next turn, drawn. */
  async turn(): Promise<void> {
    await this.client.increaseTime({ seconds: turnSeconds })
    await this.#mined(this.client.writeContract({ ...this.#contract, functionName: 'open' }))
    const { drawBlock } = await this.summary()
    await this.client.mine({ blocks: 1 })
    const block = await this.client.request({
      method: 'eth_getBlockByNumber',
      params: [numberToHex(drawBlock), false],
    } as never)
    const args = [headerOf(block)!] as const
    await this.#mined(this.client.writeContract({ ...this.#contract, functionName: 'draw', args }))
  }

  /** Registers nodes, all in one turn; four at most, but for the first ones. */
  async register(...nodes: readonly Registrant[]): Promise<void> {
    await this.enter(...nodes)
    await this.turn()
  }

  /** Installs the newest turn's sets of all shards, as its members hold everything. */
  async settle(): Promise<void> {
    const { turn, members } = await this.summary()
    const body = concatBytes([numberToBytes(turn, { size: 8 }), numberToBytes(0, { size: 2 })])
    const claims = []
    for (const node of this.#nodes.values()) {
      const args = [await this.#idOf(node)] as const
      const call = { ...this.#contract, functionName: 'node', args } as const
      const { seat, status } = await this.client.readContract(call)
      // Members, and those that have only asked to leave.
      if (status !== 2 && status !== 3) continue
      const signed = await this.#state('holds', node, body)
      claims.push(claimArgument({ stuck: false, seat, shards: [], ...signed }))
    }
    const all = Array.from({ length: shards }, (_, shard) => shard)
    const isWhole = members === this.#replicas
    for (let from = 0; from < shards; from += isWhole ? shards : shardsPerCall) {
      const some = isWhole ? [] : all.slice(from, from + shardsPerCall)
      const args = [BigInt(turn), some, claims] as const
      await this.#mined(
        this.client.writeContract({ ...this.#contract, functionName: 'settle', args, gas }),
      )
    }
  }

  async move(node: Registrant, url: string): Promise<void> {
    await this.client.increaseTime({ seconds: turnSeconds })
    const args = [await this.#idOf(node), addressesArgument({ ...node, url })] as const
    await this.#mined(
      this.client.writeContract({ ...this.#contract, functionName: 'update', args }),
    )
  }

  /** A node asks to leave, and the next turn ends its membership. */
  async leave(node: Registrant): Promise<void> {
    const args = [await this.#idOf(node)] as const
    await this.#mined(
      this.client.writeContract({ ...this.#contract, functionName: 'startLeaving', args }),
    )
    await this.turn()
  }
}
