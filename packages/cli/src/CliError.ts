/**
 * What the command says when it cannot do what it was asked.
 *
 * @module
 */
import { Errors } from '@parley/protocol'

/** The command's own codes, each with what it tells its user. */
export const cliCodes = {
  usage: 'This is not how the command is used.',
  interrupted: 'Interrupted before it was done.',
  no_wallet: 'There is no wallet in this home.',
  wallet_exists: 'This home already holds a wallet.',
  invalid_wallet: 'The wallet file is damaged.',
  invalid_key: 'This is no secp256k1 private key.',
  passphrase_required: 'The wallet is encrypted.',
  wrong_passphrase: 'The passphrase does not open the wallet.',
  no_network: 'No network is known.',
  network_unreadable: 'The network file cannot be read.',
  not_stored: 'No quorum of nodes stored the message in time. It stays queued.',
  unknown_conversation: 'There is no such conversation on this device.',
  recipient_not_joined:
    'The recipient has not joined yet. The message waits here, encrypted, and leaves once they do.',
  evidence_refused: 'The registry did not take the evidence.',
  unknown_evidence: 'There is no such evidence here.',
  port_in_use: 'A port is in use.',
  home_in_use: 'Another process runs the network of this home.',
  home_mismatch: 'This home holds a network of another kind.',
  node_failed: 'A node did not start.',
  chain_missing: 'The embedded chain, anvil, is not installed.',
  chain_failed: 'The embedded chain did not start.',
  chain_lost: 'The chain of this home lost what it held.',
  chain_unreachable: 'The chain cannot be reached.',
  wrong_chain: 'The endpoint is of another chain.',
  registry_missing: 'The registry is not on its chain.',
  no_registry: 'The network has no registry on chain.',
  no_node: 'There is no node in this home.',
  no_operator_key: 'No operator key is given.',
  not_operator: 'Only the node’s operator may do this.',
  insufficient_funds: 'The account cannot pay for it.',
  wrong_node_status: 'The node’s status does not allow it.',
  bond_locked: 'The bond may not be withdrawn yet.',
  not_confirmed: 'Not enough members have confirmed the network’s version.',
  transaction_failed: 'The transaction failed.',
  web_missing: 'The web app is not part of this installation.',
  web_build_failed: 'The web app could not be built.',
} as const

/** A code of the command itself; others come from the client and the network. */
export type CliCode = keyof typeof cliCodes

/** An error of the command itself. */
export class CliError extends Errors.BaseError {
  override name = 'Cli.CliError'

  /** @param details what was found, and what to do about it */
  constructor(code: CliCode, details?: string, cause?: unknown) {
    super(cliCodes[code], { code, ...(details === undefined ? {} : { details }), cause })
  }
}

/** Thrown when what failed has said why already. */
export class ToldError extends Error {
  override name = 'Cli.ToldError'
}

/** An error as `--json` prints it. */
export type Failure = { code: string; message: string; docs: string }

function oneLine(text: string): string {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .join(' ')
}

/** What to tell about anything that was thrown: unexpected errors keep their insides to themselves. */
export function failureOf(error: unknown): Failure {
  if (error instanceof Errors.BaseError) {
    const message =
      error.details === undefined ? error.shortMessage : `${error.shortMessage} ${error.details}`
    return { code: error.code, message: oneLine(message), docs: error.docs }
  }
  return {
    code: 'internal',
    message: 'Something unexpected went wrong. Run again with PARLEY_DEBUG=1 to see what.',
    docs: 'docs/specs/errors.md#internal',
  }
}
