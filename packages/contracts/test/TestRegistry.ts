/** A registry deployed on a chain of its own, its operators, and nodes with real keys. */
import { Bytes, ChainNetwork, Crypto, Network } from '@parley/protocol'
import {
  type Abi,
  type Account,
  type Address,
  BaseError,
  createTestClient,
  decodeErrorResult,
  encodeFunctionData,
  getContract,
  getContractAddress,
  type GetContractReturnType,
  type Hex,
  http,
  type HttpTransport,
  isHex,
  numberToHex,
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
  addressesArgument,
  announcementOf,
  claimArgument,
  entryArgument,
  headerOf,
  nodeRegistryAbi,
  nodeRegistryBytecode,
  registrationBody,
} from '../src/index.ts'
import { type Anvil, type Hardfork, startAnvil } from '@parley/contracts/anvil'

export const bond = parseEther('10')
const day = 24 * 3600

/** What most tests deploy with: small sets, few classes, a draw's block that comes soon. */
export const parameters = {
  bond,
  turnSeconds: day,
  forceSeconds: 7200,
  lookahead: 3,
  classes: 4,
  seatsMax: 4096,
  feeDivisor: 64,
  firstReplicas: 4,
  secondReplicas: 7,
  forceTurns: 7,
  viewAge: 3,
  exitDelay: 28,
  eager: false,
  tally: zeroAddress as Address,
}
export type Parameters = typeof parameters
export const exitSeconds = BigInt(parameters.exitDelay * parameters.turnSeconds)

const mnemonic = 'test test test test test test test test test test test junk'
const accountOf = (addressIndex: number) => mnemonicToAccount(mnemonic, { addressIndex })

/** Who deploys, who runs nodes, who reports them. */
export const deployer = accountOf(0)
export const operator = accountOf(1)
export const stranger = accountOf(2)

/** The network of a registry that is deployed first of all: each test's. */
export const network = ChainNetwork.idOf(Crypto.pure, {
  chainId: foundry.id,
  registry: getContractAddress({ from: deployer.address, nonce: 0n }).toLowerCase(),
})

export type TestNode = {
  readonly id: Hex
  readonly idBytes: Uint8Array
  readonly keyPair: Crypto.KeyPair
  readonly publicKey: Uint8Array
  readonly url: string
  readonly peer: string
}

/** A node with a key of its own; the same number, the same node. */
export function testNode(number: number): TestNode {
  const seed = new Uint8Array(32)
  new DataView(seed.buffer).setUint32(0, number)
  const keyPair = Crypto.deriveKeyPair(seed, 'contract tests')
  const idBytes = Network.nodeId(Crypto.pure, keyPair.publicKey)
  return {
    id: `0x${Bytes.toHex(idBytes)}`,
    idBytes,
    keyPair,
    publicKey: keyPair.publicKey,
    url: `wss://node${number}.example`,
    peer: `/dns/node${number}.example/tcp/4001/p2p/16Uiu2HAmExample${number}`,
  }
}

/** What a node says of its shards. */
export type Said = { readonly shards?: readonly number[]; readonly stuck?: boolean }

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
  static async start(
    given: Partial<Parameters> = {},
    hardfork: Hardfork = 'osaka',
  ): Promise<TestRegistry> {
    const anvil = await startAnvil(hardfork)
    try {
      const client = connect(anvil.url)
      // What is burnt goes to the zero address: as elsewhere, it exists, and takes no fees.
      await client.setBalance({ address: zeroAddress, value: 1n })
      await client.setCoinbase({ address: '0x00000000000000000000000000000000000000fe' })
      const hash = await client.deployContract({
        abi: nodeRegistryAbi,
        bytecode: nodeRegistryBytecode,
        args: ['test', { ...parameters, ...given }],
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

  /** A statement of a node, as `Statement.sign` makes it. */
  async state(kind: string, node: TestNode, body: Uint8Array) {
    const serial = Uint8Array.of(0, 0, 0, 0, 0, 0, 0, 7)
    const hash = Crypto.pure.sha256(body)
    const label = Bytes.fromText(`parley/3 ${kind}\0`)
    const bytes = Bytes.concat(label, network, node.idBytes, serial, hash)
    return { serial: 7, signature: await Crypto.pure.sign(node.keyPair, bytes) }
  }

  /** A node in a call of `enter`. */
  async entry(node: TestNode, account: Address = operator.address) {
    return entryArgument(
      node,
      account,
      await this.state('registration', node, registrationBody(account)),
    )
  }

  /** Enters a node, for what it costs unless told otherwise. */
  async enter(
    node: TestNode,
    options: { account?: Account; value?: bigint } = {},
  ): Promise<TransactionReceipt> {
    const { account = operator } = options
    const value = options.value ?? bond + (await this.contract.read.fee())
    const entry = await this.entry(node, account.address)
    return this.mined(this.contract.write.enter([entry], { account, value }))
  }

  /** Begins the network with nodes, by its deployer. */
  async found(nodes: readonly TestNode[]): Promise<void> {
    for (const node of nodes) {
      const sent = { account: deployer, value: bond }
      await this.mined(this.contract.write.enter([await this.entry(node)], sent))
    }
    await this.open()
    await this.draw()
  }

  open(account: Account = deployer): Promise<TransactionReceipt> {
    return this.mined(this.contract.write.open({ account }))
  }

  async summary() {
    const [summary, lists] = await this.contract.read.summary()
    return { ...summary, ...lists }
  }

  /** The header of a block. */
  async header(number: number): Promise<Hex> {
    const block = await this.client.request({
      method: 'eth_getBlockByNumber',
      params: [numberToHex(number), false],
    } as never)
    return headerOf(block)!
  }

  /** Lets the draw's block come, and draws. */
  async draw(account: Account = stranger): Promise<TransactionReceipt> {
    const { drawBlock } = await this.summary()
    // Not by viem's own call: it may answer from before a test was undone.
    const newest = await this.client.request({ method: 'eth_blockNumber' } as never)
    const ahead = drawBlock - Number(newest)
    if (ahead > 0) await this.client.mine({ blocks: ahead })
    const header = await this.header(drawBlock)
    return this.mined(this.contract.write.draw([header], { account }))
  }

  /** The next turn, drawn. */
  async turn(): Promise<number> {
    await this.pass(BigInt(parameters.turnSeconds))
    await this.open()
    await this.draw()
    return (await this.summary()).turn
  }

  /** A node's word on its shards, as `settle` takes it. */
  async claim(node: TestNode, turn: number, { shards = [], stuck = false }: Said = {}) {
    const { seat } = await this.contract.read.node([node.id])
    const body = new Uint8Array(10 + 2 * shards.length)
    const view = new DataView(body.buffer)
    view.setBigUint64(0, BigInt(turn))
    view.setUint16(8, 2 * shards.length)
    shards.forEach((shard, i) => view.setUint16(10 + 2 * i, shard))
    const signed = await this.state(stuck ? 'stuck' : 'holds', node, body)
    return claimArgument({ stuck, seat, shards, ...signed })
  }

  /** Shows what nodes say of shards. */
  async settle(
    turn: number,
    shards: readonly number[],
    said: readonly (readonly [TestNode, Said?])[],
  ): Promise<TransactionReceipt> {
    const claims = await Promise.all(said.map(([node, what]) => this.claim(node, turn, what)))
    const args = [BigInt(turn), shards, claims] as const
    return this.mined(this.contract.write.settle(args, { account: stranger }))
  }

  /** Announces a call of the stranger's, lets blocks pass, and makes it. */
  async report(functionName: string, args: readonly unknown[]): Promise<TransactionReceipt> {
    const { address, client } = this
    const abi: Abi = nodeRegistryAbi
    const account = stranger
    const data = encodeFunctionData({ abi, functionName, args })
    const report = announcementOf(stranger.address, data)
    await this.mined(this.contract.write.announce([report], { account }))
    await client.mine({ blocks: 1 })
    return this.mined(client.writeContract({ address, abi, functionName, args, account }))
  }

  startLeaving(node: TestNode, account: Account = operator): Promise<TransactionReceipt> {
    return this.mined(this.contract.write.startLeaving([node.id], { account }))
  }

  update(node: TestNode, url: string): Promise<TransactionReceipt> {
    const args = [node.id, addressesArgument({ ...node, url })] as const
    return this.mined(this.contract.write.update(args, { account: operator }))
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
