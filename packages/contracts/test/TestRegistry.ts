/** A registry deployed on a chain of its own, its operators, and nodes with real keys. */
import { Bytes, ChainNetwork, Confirmation, Crypto, Network } from '@parley/protocol'
import {
  type Account,
  type Address,
  BaseError,
  createTestClient,
  decodeErrorResult,
  getContract,
  type GetContractReturnType,
  type Hex,
  http,
  type HttpTransport,
  isHex,
  parseEther,
  type PublicActions,
  publicActions,
  type TestClient,
  type TransactionReceipt,
  type WalletActions,
  walletActions,
  zeroAddress,
} from 'viem'
import { mnemonicToAccount } from 'viem/accounts'
import { foundry } from 'viem/chains'

import {
  keyArguments,
  nodeRegistryAbi,
  nodeRegistryBytecode,
  registrationMessage,
  signatureArgument,
} from '../src/index.ts'
import { type Anvil, type Hardfork, startAnvil } from '@parley/contracts/anvil'

export const bond = parseEther('10')
export const exitDelay = 7n * 24n * 3600n

const mnemonic = 'test test test test test test test test test test test junk'
const accountOf = (addressIndex: number) => mnemonicToAccount(mnemonic, { addressIndex })

/** Who deploys, who runs nodes, who reports them. */
export const deployer = accountOf(0)
export const operator = accountOf(1)
export const stranger = accountOf(2)

export type TestNode = {
  readonly id: Hex
  readonly idBytes: Uint8Array
  readonly keyPair: Crypto.KeyPair
  readonly url: string
  readonly peer: string
}

/** A node with a key of its own; the same number, the same node. */
export function testNode(number: number): TestNode {
  const keyPair = Crypto.deriveKeyPair(new Uint8Array(32).fill(number), 'contract tests')
  const idBytes = Network.nodeId(Crypto.pure, keyPair.publicKey)
  return {
    id: `0x${Bytes.toHex(idBytes)}`,
    idBytes,
    keyPair,
    url: `wss://node${number}.example`,
    peer: `/dns/node${number}.example/tcp/4001/p2p/16Uiu2HAmExample${number}`,
  }
}

type Client = TestClient<'anvil', HttpTransport, typeof foundry> &
  PublicActions<HttpTransport, typeof foundry> &
  WalletActions<typeof foundry>
type Contract = GetContractReturnType<typeof nodeRegistryAbi, Client>

/** Connects to a chain: what reads, sends and turns its clock. */
function connect(url: string): Client {
  return createTestClient({
    chain: foundry,
    mode: 'anvil',
    transport: http(url),
    // Ours mines at once; there is nothing to wait for.
    pollingInterval: 10,
  })
    .extend(publicActions)
    .extend(walletActions)
}

/** The name of the contract's error that a call ends in, with its arguments. */
export async function revertOf(call: Promise<unknown>): Promise<[string, ...unknown[]]> {
  try {
    await call
  } catch (error) {
    if (!(error instanceof BaseError)) throw error
    const data = (
      error.walk((cause) => isHex((cause as { data?: unknown }).data)) as {
        data?: Hex
      } | null
    )?.data
    if (data === undefined) throw error
    const decoded: { errorName: string; args?: readonly unknown[] | undefined } = decodeErrorResult(
      { abi: nodeRegistryAbi, data },
    )
    return [decoded.errorName, ...(decoded.args ?? [])]
  }
  return ['none']
}

export class TestRegistry {
  readonly client: Client
  readonly address: Address
  readonly contract: Contract
  readonly deployed: TransactionReceipt
  readonly #anvil: Anvil

  private constructor(client: Client, anvil: Anvil, deployed: TransactionReceipt) {
    this.client = client
    this.#anvil = anvil
    this.deployed = deployed
    this.address = deployed.contractAddress!
    this.contract = getContract({ abi: nodeRegistryAbi, address: this.address, client })
  }

  /** A new chain with an empty registry. The caller stops it. */
  static async start(hardfork: Hardfork = 'osaka'): Promise<TestRegistry> {
    const anvil = await startAnvil(hardfork)
    try {
      const client = connect(anvil.url)
      // What is burnt goes to the zero address: as elsewhere, it exists, and takes no fees.
      await client.setBalance({ address: zeroAddress, value: 1n })
      await client.setCoinbase({ address: '0x00000000000000000000000000000000000000fe' })
      const hash = await client.deployContract({
        abi: nodeRegistryAbi,
        bytecode: nodeRegistryBytecode,
        args: ['test', 4, bond, exitDelay],
        account: deployer,
      })
      return new TestRegistry(client, anvil, await client.waitForTransactionReceipt({ hash }))
    } catch (error) {
      await anvil.stop()
      throw error
    }
  }

  stop(): Promise<void> {
    return this.#anvil.stop()
  }

  /** The receipt of a transaction that succeeded. */
  async mined(sent: Promise<Hex>): Promise<TransactionReceipt> {
    const receipt = await this.client.waitForTransactionReceipt({ hash: await sent })
    if (receipt.status !== 'success') throw new Error(`${receipt.transactionHash} reverted`)
    return receipt
  }

  /** A key's proof that `account` may register its node. */
  async proof(keyPair: Crypto.KeyPair, account: Address = operator.address) {
    const message = registrationMessage({
      chainId: foundry.id,
      registry: this.address,
      operator: account,
    })
    return signatureArgument(await Crypto.pure.sign(keyPair, message))
  }

  /** Registers nodes as their operator would, all at once. */
  async register(
    nodes: TestNode | readonly TestNode[],
    account: Account = operator,
  ): Promise<TransactionReceipt> {
    const list = [nodes].flat() as readonly TestNode[]
    const registrations = await Promise.all(
      list.map((node) => this.registration(node, account.address)),
    )
    const value = bond * BigInt(list.length)
    return this.mined(this.contract.write.register([registrations], { account, value }))
  }

  /** A node in a call of `register`. */
  async registration(node: TestNode, account: Address = operator.address) {
    const { keyPair, url, peer } = node
    const [x, y] = keyArguments(keyPair.publicKey)
    return { x, y, url, peer, proof: await this.proof(keyPair, account) }
  }

  /** Arguments of `settle`: the nodes' confirmations of a version. */
  async confirmations(nodes: readonly TestNode[], version: bigint) {
    const network = ChainNetwork.idOf(Crypto.pure, {
      chainId: foundry.id,
      registry: this.address.toLowerCase(),
    })
    const ordered = nodes.toSorted((a, b) => Bytes.compare(a.idBytes, b.idBytes))
    const signatures = await Promise.all(
      ordered.map(async ({ keyPair }) =>
        signatureArgument(
          await Confirmation.sign(Crypto.pure, { network, version: Number(version) }, keyPair),
        ),
      ),
    )
    return [version, ordered.map(({ id }) => id), signatures] as const
  }

  startLeaving(node: TestNode): Promise<TransactionReceipt> {
    return this.mined(this.contract.write.startLeaving([node.id], { account: operator }))
  }

  withdraw(node: TestNode, to: Address): Promise<TransactionReceipt> {
    return this.mined(this.contract.write.withdraw([node.id, to], { account: operator }))
  }

  /** Lets time pass on the chain. */
  async pass(seconds: bigint): Promise<void> {
    await this.client.increaseTime({ seconds: Number(seconds) })
    await this.client.mine({ blocks: 1 })
  }

  /** The registry's events of one transaction: names and arguments. */
  async events(receipt: TransactionReceipt): Promise<{ eventName: string; args: object }[]> {
    const { blockNumber, transactionHash } = receipt
    const events = await this.client.getContractEvents({
      abi: nodeRegistryAbi,
      address: this.address,
      fromBlock: blockNumber,
      toBlock: blockNumber,
      strict: true,
    })
    return events
      .filter((event) => event.transactionHash === transactionHash)
      .map(({ eventName, args }) => ({ eventName, args }))
  }

  /** Runs `test`, and takes back what it did. */
  async undoing(test: () => Promise<void>): Promise<void> {
    const id = await this.client.snapshot()
    try {
      await test()
    } finally {
      await this.client.revert({ id })
    }
  }

  balance(address: Address = this.address): Promise<bigint> {
    return this.client.getBalance({ address })
  }
}
