/**
 * An operator's key: the account on chain that posts a node's bond. It is read from a file or the
 * environment, never from an argument, and never shown.
 *
 * @module
 */
import { readFile } from 'node:fs/promises'

import { Bytes } from '@parley/protocol'
import { type PrivateKeyAccount, privateKeyToAccount } from 'viem/accounts'

import { CliError } from '../CliError.ts'
import type { World } from '../Terminal.ts'
import { parseSecretKey } from '../Wallet.ts'

/** The account of a secret key. */
export function accountOf(secretKey: Uint8Array): PrivateKeyAccount {
  return privateKeyToAccount(`0x${Bytes.toHex(secretKey)}`)
}

/**
 * The operator: of the file, else of `PARLEY_OPERATOR_KEY`.
 *
 * @throws CliError `no_operator_key`, `invalid_key`
 */
export async function operatorOf(
  file: string | undefined,
  env: World['env'],
): Promise<PrivateKeyAccount> {
  const text = file === undefined ? env['PARLEY_OPERATOR_KEY'] : await readKey(file)
  if (!text)
    throw new CliError(
      'no_operator_key',
      'Give its file with --operator-key, or the key as PARLEY_OPERATOR_KEY. That of parley up is operator.key in its home.',
    )
  return accountOf(parseSecretKey(text))
}

async function readKey(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8')
  } catch (error) {
    throw new CliError('no_operator_key', `${file} cannot be read.`, error)
  }
}
