/**
 * Evidence on its way to the registry: the call that takes a node's bond.
 *
 * @module
 */
import { type Hex, nodeRegistryAbi, type SignedEvidence, slashingCall } from '@parley/contracts'
import { Bytes, Errors, Evidence, Seal } from '@parley/protocol'
import {
  type Abi,
  BaseError,
  ContractFunctionRevertedError,
  createPublicClient,
  createWalletClient,
  defineChain,
  http,
  HttpRequestError,
  parseEventLogs,
  TimeoutError,
} from 'viem'
import { privateKeyToAccount } from 'viem/accounts'

/** An endpoint that takes longer is as good as down. */
const requestMs = 10_000
/** How often it is asked whether the transaction is in a block; chains have seconds to a block. */
const pollMs = 500
/** A transaction that is in no block by then is left to itself. */
const minedMs = 180_000

export type SubmissionOptions = {
  /** The chain's JSON-RPC endpoint. */
  readonly rpc: string
  /** The registry contract's address. */
  readonly registry: Hex
  /** Whose transaction it is, and whose reward: 32 bytes. */
  readonly secretKey: Uint8Array
  readonly evidence: Evidence.Evidence
}

export type Submitted = {
  readonly transaction: Hex
  /** Who received the reward. */
  readonly reporter: Hex
  /** In wei. */
  readonly reward: bigint
}

const messages = {
  evidence_refused: 'The registry did not take the evidence.',
  chain_unreachable: 'The chain cannot be reached.',
  transaction_refused: 'The chain did not take the transaction.',
} as const

/** What kept evidence from its effect. */
type SubmissionErrorCode = 'evidence_refused' | 'chain_unreachable' | 'transaction_refused'

export class SubmissionError extends Errors.BaseError {
  override name = 'Node.SubmissionError'
  constructor(code: SubmissionErrorCode, details: string, cause?: unknown) {
    super(messages[code], { code, details, cause, retryable: code === 'chain_unreachable' })
  }
}

/** Evidence as the contract is shown it. */
function signed(evidence: Evidence.Evidence): SignedEvidence {
  if (evidence.type !== 'seals') return evidence
  const statement = (value: Seal.Statement) => ({
    bytes: Seal.statementBytes(value),
    signature: value.signature,
  })
  return { type: 'seals', one: statement(evidence.one), other: statement(evidence.other) }
}

/**
 * Submits evidence, and waits until the node is slashed.
 *
 * @throws SubmissionError `evidence_refused` with the contract's reason: nothing was sent then, or
 * somebody else was faster; `chain_unreachable`; `transaction_refused`, most often for want of means
 */
export async function submitEvidence(options: SubmissionOptions): Promise<Submitted> {
  const { rpc, registry, secretKey } = options
  const call = slashingCall(signed(options.evidence))
  const transport = http(rpc, { timeout: requestMs, retryCount: 1 })
  try {
    const client = createPublicClient({ transport, pollingInterval: pollMs })
    const chain = defineChain({
      id: await client.getChainId(),
      name: 'the registry’s',
      nativeCurrency: { name: 'Ether', symbol: 'ETH', decimals: 18 },
      rpcUrls: { default: { http: [rpc] } },
    })
    const account = privateKeyToAccount(`0x${Bytes.toHex(secretKey)}`)
    // The calls differ in their arguments: what fits the ABI is what `slashingCall` makes.
    const abi: Abi = nodeRegistryAbi
    const request = { account, chain, abi, address: registry, ...call } as const
    // First without sending: a refusal costs nothing, and says why.
    await client.simulateContract(request)
    const wallet = createWalletClient({ transport, chain, account })
    const transaction = await wallet.writeContract(request)
    const receipt = await client.waitForTransactionReceipt({ hash: transaction, timeout: minedMs })
    const [event] = parseEventLogs({
      abi: nodeRegistryAbi,
      eventName: 'NodeSlashed',
      logs: receipt.logs.filter(({ address }) => address === registry.toLowerCase()),
    })
    if (receipt.status !== 'success' || event === undefined)
      throw new SubmissionError('evidence_refused', `Transaction ${transaction} failed.`)
    return { transaction, reporter: event.args.reporter, reward: event.args.reward }
  } catch (error) {
    if (!(error instanceof BaseError)) throw error
    const reverted = error.walk((cause) => cause instanceof ContractFunctionRevertedError)
    if (reverted instanceof ContractFunctionRevertedError) {
      const { errorName, args = [] } = reverted.data ?? { errorName: reverted.reason }
      throw new SubmissionError('evidence_refused', `${errorName}(${args.join(', ')})`, error)
    }
    const isUnreachable = error.walk(
      (cause) => cause instanceof HttpRequestError || cause instanceof TimeoutError,
    )
    const code = isUnreachable === null ? 'transaction_refused' : 'chain_unreachable'
    throw new SubmissionError(code, error.shortMessage, error)
  }
}
