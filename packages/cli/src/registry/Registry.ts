/**
 * A network's registry contract: what it says, and what an operator tells it.
 *
 * @module
 */
import { setTimeout as delay } from 'node:timers/promises'

import {
  addressesArgument,
  announcementOf,
  claimArgument,
  entryArgument,
  headerOf,
  type Hex,
  nodeRegistryAbi,
  nodeRegistryBytecode,
  registrationBody,
  type SignedEvidence,
  slashingCall,
} from '@parley/contracts'
import { registryReader } from '@parley/contracts/reader'
import {
  Bytes,
  ChainNetwork,
  Crypto,
  type Evidence,
  Network,
  Seal,
  Statement,
} from '@parley/protocol'
import {
  type Abi,
  type Account,
  BaseError,
  type Client,
  ContractFunctionRevertedError,
  createClient,
  encodeFunctionData,
  http,
  HttpRequestError,
  InsufficientFundsError,
  numberToHex,
  parseEventLogs,
  TimeoutError,
  type TransactionReceipt,
  zeroAddress,
} from 'viem'
import {
  deployContract,
  getBlockNumber,
  getChainId,
  getCode,
  readContract,
  sendTransaction,
  simulateContract,
  waitForTransactionReceipt,
  writeContract,
} from 'viem/actions'

import { CliError, type CliCode } from '../CliError.ts'
import type { Confirmed } from './confirmations.ts'

/** An endpoint that takes longer is as good as down. */
const requestMs = 10_000
/** Between two looks whether a transaction is mined. */
const pollMs = 250

/** Anvil makes blocks when there are transactions, and else none. */
const chainOnDemand = 31_337

const statuses = [
  'unknown',
  'waiting',
  'member',
  'leaving',
  'left',
  'withdrawn',
  'slashed',
] as const

/** A node as the registry knows it. */
export type Registered = {
  readonly status: (typeof statuses)[number]
  readonly operator: Hex
  readonly seat: number
  readonly since: number
  readonly until: number
  readonly url: string
  readonly peer: string
  /** When its bond may be withdrawn, in milliseconds since the Unix epoch; 0 before it left. */
  readonly withdrawableAt: number
}

/** What the registry says of its network. */
export type Facts = {
  readonly name: string
  readonly turn: number
  readonly drawn: boolean
  readonly members: number
  /** How many are in the queue. */
  readonly waiting: number
  readonly replicas: { readonly first: number; readonly second: number }
  /** In wei: what a node posts, and what entering costs beside that. */
  readonly bond: bigint
  readonly fee: bigint
  readonly turnSeconds: number
  readonly exitDelaySeconds: number
}

/** Where the newest turn stands. */
export type Turn = {
  readonly turn: number
  readonly drawn: boolean
  readonly drawBlock: number
  /** In milliseconds since the Unix epoch. */
  readonly openedAt: number
  readonly turnMs: number
}

/** A node to be registered. */
export type Registrant = {
  readonly keyPair: Crypto.KeyPair
  readonly url: string
  readonly peer: string
}

/** What a network is deployed with. */
export type Settings = {
  readonly name: string
  readonly bond: bigint
  /** A set of a topic: 3f+1. */
  readonly replicas: number
  readonly turnSeconds: number
}

/** What the contract's errors mean to who called. */
const refusals: Readonly<Record<string, CliCode>> = {
  NotOperator: 'not_operator',
  WrongStatus: 'wrong_node_status',
  TooEarly: 'bond_locked',
}

/** The same, where evidence was shown. */
const evidenceRefusals: Readonly<Record<string, CliCode>> = {
  ...refusals,
  NoConflict: 'evidence_refused',
  InvalidPath: 'evidence_refused',
  InvalidSignature: 'evidence_refused',
}

const isRevert = (cause: unknown): boolean => cause instanceof ContractFunctionRevertedError

function failureOf(error: unknown, codes: Readonly<Record<string, CliCode>>): CliError {
  if (!(error instanceof BaseError)) return new CliError('transaction_failed', undefined, error)
  const is = (test: (cause: unknown) => boolean): boolean => error.walk(test) !== null
  const reverted = error.walk(isRevert)
  const name =
    reverted instanceof ContractFunctionRevertedError ? reverted.data?.errorName : undefined
  const code = name === undefined ? undefined : codes[name]
  if (code !== undefined) return new CliError(code, undefined, error)
  // Never viem's whole message: it names the endpoint, which may carry a key.
  const details = name === undefined ? error.shortMessage : `The registry says ${name}.`
  if (is((cause) => cause instanceof InsufficientFundsError))
    return new CliError('insufficient_funds', details, error)
  if (is((cause) => cause instanceof HttpRequestError || cause instanceof TimeoutError))
    return new CliError('chain_unreachable', details, error)
  return new CliError('transaction_failed', details, error)
}

/** What `work` comes to; viem's errors become the command's. */
async function telling<T>(work: Promise<T>, codes = refusals): Promise<T> {
  try {
    return await work
  } catch (error) {
    throw error instanceof CliError ? error : failureOf(error, codes)
  }
}

/** More than `settle` uses (`gas.md` of the contracts), also where signatures are checked in Solidity. */
const gasOf = { call: 300_000n, shard: 25_000n, claim: 300_000n, most: 16_777_216n }

/** A client of a chain's endpoint. */
function clientOf(rpc: string): Client {
  return createClient({
    transport: http(rpc, { timeout: requestMs, retryCount: 1 }),
    pollingInterval: pollMs,
    ccipRead: false,
  })
}

/** Waits until a transaction is mined. */
async function mined(client: Client, hash: Hex): Promise<TransactionReceipt> {
  const receipt = await waitForTransactionReceipt(client, { hash })
  if (receipt.status !== 'success') throw new CliError('transaction_failed', `${hash} reverted.`)
  return receipt
}

/**
 * Deploys the registry of a local network: turns open for changes, and at once.
 *
 * @returns its address
 */
export function deploy(rpc: string, deployer: Account, settings: Settings): Promise<Hex> {
  const { name, bond, replicas, turnSeconds } = settings
  const client = clientOf(rpc)
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
    exitDelay: 28,
    eager: true,
    tally: zeroAddress,
  }
  const deployed = async (): Promise<Hex> => {
    const hash = await deployContract(client, {
      abi: nodeRegistryAbi,
      bytecode: nodeRegistryBytecode,
      args: [name, parameters],
      account: deployer,
      chain: null,
    })
    const { contractAddress } = await mined(client, hash)
    return contractAddress!.toLowerCase() as Hex
  }
  return telling(deployed())
}

/** Evidence as the contract is shown it. */
function signedEvidence(evidence: Evidence.Evidence): SignedEvidence {
  if (evidence.type !== 'seals') return evidence
  const statement = (value: Seal.Statement) => ({
    ...value,
    body: Seal.bodyBytes(value.body),
  })
  return { type: 'seals', one: statement(evidence.one), other: statement(evidence.other) }
}

const idArgument = (id: Uint8Array): Hex => `0x${Bytes.toHex(id)}`

export class Registry {
  readonly locator: ChainNetwork.Locator
  readonly #client: Client
  readonly #contract: { readonly abi: typeof nodeRegistryAbi; readonly address: Hex }

  private constructor(locator: ChainNetwork.Locator, client: Client) {
    this.locator = locator
    this.#client = client
    this.#contract = { abi: nodeRegistryAbi, address: locator.chain.registry as Hex }
  }

  /**
   * @throws CliError `chain_unreachable`; `wrong_chain`; `registry_missing` if there is no contract at
   * the address
   */
  static async connect(locator: ChainNetwork.Locator): Promise<Registry> {
    const { id, registry, rpc } = locator.chain
    const client = clientOf(rpc)
    const [chainId, code] = await telling(
      Promise.all([getChainId(client), getCode(client, { address: registry as Hex })]),
    )
    if (chainId !== id)
      throw new CliError('wrong_chain', `The endpoint is of chain ${chainId}, not ${id}.`)
    if (code === undefined)
      throw new CliError('registry_missing', `Nothing is at ${registry} of chain ${id}.`)
    return new Registry(locator, client)
  }

  /** The id of an endpoint's chain. */
  static async chainOf(rpc: string): Promise<number> {
    return telling(getChainId(clientOf(rpc)))
  }

  /** The network as it is now, on the newest block. */
  async network(): Promise<Network.Network> {
    const { rpc, registry } = this.locator.chain
    const reader = registryReader({ rpc, registry: registry as Hex, block: 'latest' })
    return ChainNetwork.of(Crypto.pure, await telling(reader.state()))
  }

  async facts(): Promise<Facts> {
    const [[name, given], [summary, { waiting }], fee] = await telling(
      Promise.all([
        readContract(this.#client, { ...this.#contract, functionName: 'parameters' }),
        readContract(this.#client, { ...this.#contract, functionName: 'summary' }),
        readContract(this.#client, { ...this.#contract, functionName: 'fee' }),
      ]),
    )
    const { bond, turnSeconds, exitDelay, firstReplicas: first, secondReplicas: second } = given
    const { turn, drawn, members } = summary
    return {
      name,
      turn,
      drawn,
      members,
      waiting,
      replicas: { first, second },
      bond,
      fee,
      turnSeconds,
      exitDelaySeconds: exitDelay * turnSeconds,
    }
  }

  async turn(): Promise<Turn> {
    const [[, { turnSeconds }], [{ turn, drawn, drawBlock, openedAt }]] = await telling(
      Promise.all([
        readContract(this.#client, { ...this.#contract, functionName: 'parameters' }),
        readContract(this.#client, { ...this.#contract, functionName: 'summary' }),
      ]),
    )
    return { turn, drawn, drawBlock, openedAt: openedAt * 1000, turnMs: turnSeconds * 1000 }
  }

  async node(id: Uint8Array): Promise<Registered> {
    const args = [idArgument(id)] as const
    const found = await telling(
      readContract(this.#client, { ...this.#contract, functionName: 'node', args }),
    )
    const { status, operator, seat, since, until, addresses, withdrawableAt } = found
    const { url, peer } = addresses
    return {
      status: statuses[status]!,
      operator,
      seat,
      since,
      until,
      url,
      peer,
      withdrawableAt: withdrawableAt * 1000,
    }
  }

  async #mined(sent: Promise<Hex>): Promise<void> {
    const whole = async (): Promise<void> => void (await mined(this.#client, await sent))
    await telling(whole())
  }

  /** What a call is sent with. */
  #from(account: Account) {
    return { ...this.#contract, account, chain: null } as const
  }

  /** Puts a node into the queue, with its bond and the fee. */
  async enter(operator: Account, { keyPair, url, peer }: Registrant): Promise<void> {
    const { bond, fee } = await this.facts()
    const { id: chainId, registry } = this.locator.chain
    const { publicKey } = keyPair
    const signer = {
      network: ChainNetwork.idOf(Crypto.pure, { chainId, registry }),
      id: Network.nodeId(Crypto.pure, publicKey),
      keyPair,
      serial: () => 0,
    }
    const body = registrationBody(operator.address)
    const proof = await Statement.sign(Crypto.pure, signer, { kind: 'registration', body })
    const args = [entryArgument({ publicKey, url, peer }, operator.address, proof)] as const
    const call = { ...this.#from(operator), functionName: 'enter', args } as const
    await this.#mined(writeContract(this.#client, { ...call, value: bond + fee }))
  }

  /** Changes where a node is reached. */
  async update(operator: Account, id: Uint8Array, url: string, peer: string): Promise<void> {
    const args = [idArgument(id), addressesArgument({ url, peer })] as const
    const call = { ...this.#from(operator), functionName: 'update', args } as const
    await this.#mined(writeContract(this.#client, call))
  }

  /** Takes a node out of the queue. */
  async cancel(operator: Account, id: Uint8Array): Promise<void> {
    const args = [idArgument(id)] as const
    const call = { ...this.#from(operator), functionName: 'cancel', args } as const
    await this.#mined(writeContract(this.#client, call))
  }

  async startLeaving(operator: Account, id: Uint8Array): Promise<void> {
    const args = [idArgument(id)] as const
    const call = { ...this.#from(operator), functionName: 'startLeaving', args } as const
    await this.#mined(writeContract(this.#client, call))
  }

  async withdraw(operator: Account, id: Uint8Array, to: Hex): Promise<void> {
    const args = [idArgument(id), to] as const
    const call = { ...this.#from(operator), functionName: 'withdraw', args } as const
    await this.#mined(writeContract(this.#client, call))
  }

  /**
   * Shows evidence: the node it is against loses its bond, the reporter gets a part of it.
   *
   * @returns the transaction, and the reward in wei
   * @throws CliError `evidence_refused`; `wrong_node_status` if the node has no bond here, or none
   * any more; `insufficient_funds`, `chain_unreachable`, `transaction_failed`
   */
  async slash(
    reporter: Account,
    evidence: Evidence.Evidence,
  ): Promise<{ transaction: Hex; reward: bigint }> {
    const { address } = this.#contract
    // The calls differ in their arguments: what fits the ABI is what `slashingCall` makes.
    const abi: Abi = nodeRegistryAbi
    const whole = async (): Promise<{ transaction: Hex; reward: bigint }> => {
      const call = slashingCall(signedEvidence(evidence))
      const request = { ...call, abi, address, account: reporter, chain: null }
      // What the registry refuses is not paid for.
      await simulateContract(this.#client, request as never)
      await this.#announce(reporter, encodeFunctionData({ ...call, abi }))
      const transaction = await writeContract(this.#client, request)
      const receipt = await mined(this.#client, transaction)
      const eventName = 'NodeSlashed'
      const [slashed] = parseEventLogs({ abi: nodeRegistryAbi, eventName, logs: receipt.logs })
      return { transaction, reward: slashed!.args.reward }
    }
    return telling(whole(), evidenceRefusals)
  }

  /** Says beforehand that a call is coming: who copies it then gets none of the reward. */
  async #announce(reporter: Account, data: Hex): Promise<void> {
    const args = [announcementOf(reporter.address, data)] as const
    const call = { ...this.#from(reporter), functionName: 'announce', args } as const
    const { blockNumber } = await mined(this.#client, await writeContract(this.#client, call))
    await this.#whenBlock(reporter, blockNumber + 1n)
  }

  /** Waits for a block. A chain that makes none by itself is given something to do. */
  async #whenBlock(account: Account, number: bigint): Promise<void> {
    while ((await getBlockNumber(this.#client, { cacheTime: 0 })) < number)
      if (this.locator.chain.id === chainOnDemand) {
        const sent = { account, to: account.address, value: 0n, chain: null } as const
        await mined(this.#client, await sendTransaction(this.#client, sent))
      } else await delay(pollMs)
  }

  /**
   * Whether the next turn may be opened now, and is worth it.
   *
   * @param isPending whether shards of the newest turn are not installed yet
   */
  async isDue(isPending: boolean): Promise<boolean> {
    const [[, { eager }], [, lists]] = await telling(
      Promise.all([
        readContract(this.#client, { ...this.#contract, functionName: 'parameters' }),
        readContract(this.#client, { ...this.#contract, functionName: 'summary' }),
      ]),
    )
    const isChanging =
      lists.waiting > 0 ||
      lists.leavingFirst < lists.leavingEnd ||
      lists.endingFirst < lists.endingEnd
    // Where turns pass for changes alone, another one would only begin anew what is under way.
    if (eager && isPending && !isChanging) return false
    try {
      await simulateContract(this.#client, { ...this.#contract, functionName: 'open' })
      return true
    } catch (error) {
      if (error instanceof BaseError && error.walk(isRevert) !== null) return false
      throw failureOf(error, refusals)
    }
  }

  /** Opens the next turn. */
  async open(account: Account): Promise<void> {
    const call = { ...this.#from(account), functionName: 'open' } as const
    await this.#mined(writeContract(this.#client, call))
  }

  /** Draws the newest turn, once its block is there. */
  async draw(account: Account, drawBlock: number): Promise<void> {
    const drawn = async (): Promise<Hex> => {
      await this.#whenBlock(account, BigInt(drawBlock))
      const block = await this.#client.request({
        method: 'eth_getBlockByNumber',
        params: [numberToHex(drawBlock), false],
      } as never)
      const header = headerOf(block)
      if (header === undefined)
        throw new CliError('transaction_failed', `Block ${drawBlock} has a header unknown here.`)
      const call = { ...this.#from(account), functionName: 'draw', args: [header] } as const
      return writeContract(this.#client, call)
    }
    await this.#mined(drawn())
  }

  /**
   * Shows the registry what members hold.
   *
   * @param shards ascending; none where every set is all members
   */
  async settle(
    account: Account,
    turn: number,
    { shards, confirmed }: { shards: readonly number[]; confirmed: readonly Confirmed[] },
  ): Promise<void> {
    const claims = confirmed.map(({ node, ...signed }) =>
      claimArgument({ stuck: false, seat: node.seat, ...signed }),
    )
    const args = [BigInt(turn), shards, claims] as const
    const call = { ...this.#from(account), functionName: 'settle', args } as const
    // Trying out how much it takes takes many times as long as doing it.
    const wanted =
      gasOf.call + gasOf.shard * BigInt(shards.length) + gasOf.claim * BigInt(claims.length)
    const gas = wanted < gasOf.most ? wanted : gasOf.most
    await this.#mined(writeContract(this.#client, { ...call, gas }))
  }
}
