/**
 * Demo wallets: a key made in the browser, for trying Parley without a wallet. Loaded only when one
 * is made or has to sign.
 *
 * @module
 */
import type { Signer } from '@parley/client'
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts'

import type { Wallet } from './wallets.ts'

type Demo = Extract<Wallet, { kind: 'demo' }>

export function createDemoWallet(): Demo {
  const key = generatePrivateKey()
  return { kind: 'demo', address: privateKeyToAccount(key).address, key }
}

export function signTypedData(
  wallet: Demo,
  data: Parameters<Signer['signTypedData']>[0],
): Promise<string> {
  return privateKeyToAccount(wallet.key).signTypedData(data)
}
