/**
 * A network's registry contract: what it says, and what an operator tells it.
 *
 * @module
 */
import {
  type Hex,
  nodeRegistryAbi,
  nodeRegistryBytecode,
  registrationArgument,
  registrationMessage,
  signatureArgument,
  type SignedEvidence,
  slashingCall,
} from '@parley/contracts'
import { registryReader } from '@parley/contracts/reader'
import { Bytes, ChainNetwork, Crypto, type Evidence, type Network, Seal } from '@parley/protocol'
import {
  type Abi,
  type Account,
  BaseError,
  type Client,
  ContractFunctionRevertedError,
  createClient,
  http,
  HttpRequestError,
  InsufficientFundsError,
  parseEventLogs,
  TimeoutError,
  type TransactionReceipt,
} from 'viem'
import {
  deployContract,
  getChainId,
  getCode,
  readContract,
  waitForTransactionReceipt,
  writeContract,
} from 'viem/actions'

import { CliError, type CliCode } from '../CliError.ts'
import type { Confirmed } from './confirmations.ts'

/** An endpoint that takes longer is as good as down. */
const requestMs = 10_000
/** Between two looks whether a transaction is mined. */
const pollMs = 250

const statuses = ['unknown', 'active', 'leaving', 'withdrawn', 'slashed'] as const

/** A node as the registry knows it. */
export type Registered = {
  readonly status: (typeof statuses)[number]
  readonly operator: Hex
  readonly since: number
  readonly until: number
  readonly url: string
  readonly peer: string
  /** When its bond may be withdrawn, in milliseconds since the Unix epoch; 0 unless it leaves. */
  readonly withdrawableAt: number
}

/** What the registry says of its network. */
export type Facts = {
  readonly name: string
  readonly version: number
  readonly settled: number
  readonly members: number
  readonly replicas: number
  /** In wei. */
  readonly bond: bigint
  readonly exitDelaySeconds: number
  readonly confirmationsRequired: number
}

/** A node to be registered. */
export type Registrant = {
  readonly keyPair: Crypto.KeyPair
  readonly url: string
  readonly peer: string
}

/** What the contract's errors mean to who called. */
const refusals: Readonly<Record<string, CliCode>> = {
  NotOperator: 'not_operator',
  WrongStatus: 'wrong_node_status',
  TooEarly: 'bond_locked',
  NotConfirmed: 'not_confirmed',
}

/** The same, where evidence was shown. */
const evidenceRefusals: Readonly<Record<string, CliCode>> = {
  ...refusals,
  NoConflict: 'evidence_refused',
  InvalidPath: 'evidence_refused',
  InvalidSignature: 'evidence_refused',
}

function failureOf(error: unknown, codes: Readonly<Record<string, CliCode>>): CliError {
  if (!(error instanceof BaseError)) return new CliError('transaction_failed', undefined, error)
  const is = (test: (cause: unknown) => boolean): boolean => error.walk(test) !== null
  const reverted = error.walk((cause) => cause instanceof ContractFunctionRevertedError)
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
 * Deploys a registry.
 *
 * @returns its address
 */
export function deploy(
  rpc: string,
  deployer: Account,
  options: { name: string; replicas: number; bond: bigint; exitDelaySeconds: number },
): Promise<Hex> {
  const { name, replicas, bond, exitDelaySeconds } = options
  const client = clientOf(rpc)
  const deployed = async (): Promise<Hex> => {
    const hash = await deployContract(client, {
      abi: nodeRegistryAbi,
      bytecode: nodeRegistryBytecode,
      args: [name, replicas, bond, BigInt(exitDelaySeconds)],
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
    bytes: Seal.statementBytes(value),
    signature: value.signature,
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
    const read = async (functionName: 'version' | 'settled' | 'exitDelay' | 'bond') =>
      readContract(this.#client, { ...this.#contract, functionName })
    const [name, version, settled, members, replicas, bond, exitDelay, required] = await telling(
      Promise.all([
        readContract(this.#client, { ...this.#contract, functionName: 'name' }),
        read('version'),
        read('settled'),
        readContract(this.#client, { ...this.#contract, functionName: 'active' }),
        readContract(this.#client, { ...this.#contract, functionName: 'replicas' }),
        read('bond'),
        read('exitDelay'),
        readContract(this.#client, { ...this.#contract, functionName: 'confirmationsRequired' }),
      ]),
    )
    return {
      name,
      version: Number(version),
      settled: Number(settled),
      members,
      replicas,
      bond,
      exitDelaySeconds: Number(exitDelay),
      confirmationsRequired: Number(required),
    }
  }

  async node(id: Uint8Array): Promise<Registered> {
    const args = [idArgument(id)] as const
    const found = await telling(
      readContract(this.#client, { ...this.#contract, functionName: 'node', args }),
    )
    const { operator, since, until, url, peer, withdrawableAt } = found
    return {
      status: statuses[found.status]!,
      operator,
      since: Number(since),
      until: Number(until),
      url,
      peer,
      withdrawableAt: Number(withdrawableAt) * 1000,
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

  /** Registers nodes, all in one version, with a bond for each. */
  async register(operator: Account, nodes: readonly Registrant[]): Promise<void> {
    const { bond } = await this.facts()
    const { id, registry } = this.locator.chain
    const message = registrationMessage({
      chainId: id,
      registry: registry as Hex,
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
      writeContract(this.#client, {
        ...this.#from(operator),
        functionName: 'register',
        args: [registrations],
        value: bond * BigInt(nodes.length),
      }),
    )
  }

  /** Changes where a node is reached. */
  async update(operator: Account, id: Uint8Array, url: string, peer: string): Promise<void> {
    const args = [idArgument(id), url, peer] as const
    const call = { ...this.#from(operator), functionName: 'update', args } as const
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
      const transaction = await writeContract(this.#client, request)
      const receipt = await mined(this.#client, transaction)
      const eventName = 'NodeSlashed'
      const [slashed] = parseEventLogs({ abi: nodeRegistryAbi, eventName, logs: receipt.logs })
      return { transaction, reward: slashed!.args.reward }
    }
    return telling(whole(), evidenceRefusals)
  }

  /** Settles a version by its members' confirmations, or by time if none are given. */
  async settle(account: Account, version: number, confirmed: readonly Confirmed[]): Promise<void> {
    // The contract takes them in this order.
    const ordered = confirmed.toSorted((a, b) => Bytes.compare(a.node.id, b.node.id))
    const args = [
      BigInt(version),
      ordered.map(({ node }) => idArgument(node.id)),
      ordered.map(({ signature }) => signatureArgument(signature)),
    ] as const
    const call = { ...this.#from(account), functionName: 'settle', args } as const
    await this.#mined(writeContract(this.#client, call))
  }
}
