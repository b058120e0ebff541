/**
 * Wallets of the browser: those that announce themselves by EIP-6963, or else `window.ethereum`.
 * Loaded only when one is to be chosen or has to sign.
 *
 * @module
 */
import type { Signer } from '@parley/client'
import { defineChain } from 'viem'
import { createConfig, http, injected, type Connector } from 'wagmi'
import { connect, signTypedData as sign, watchConnectors } from 'wagmi/actions'

import { sameAddress, shortAddress } from '../ui/address.ts'
import type { Wallet } from './wallets.ts'

type Browser = Extract<Wallet, { kind: 'browser' }>

export type Found = { readonly id: string; readonly name: string; readonly icon?: string }

/** wagmi wants a chain. It is never asked anything: a certificate is signed for all chains alike. */
const chain = defineChain({
  id: 1,
  name: 'Ethereum',
  nativeCurrency: { name: 'Ether', symbol: 'ETH', decimals: 18 },
  rpcUrls: { default: { http: [] } },
})

const config = createConfig({
  chains: [chain],
  connectors: [injected()],
  transports: { [chain.id]: http() },
  // Which wallet a tab uses is the app's to remember.
  storage: null,
})

/** Wallets announce themselves when asked, some a little later. */
const announceMs = 1_500

function found(connectors: readonly Connector[]): readonly Found[] {
  const announced = connectors.filter(({ id }) => id !== 'injected')
  const usable = announced.length === 0 && 'ethereum' in globalThis ? connectors : announced
  return usable.map(({ id, name, icon }) => ({
    id,
    name: id === 'injected' ? 'Browser wallet' : name,
    // Icons come as data URLs; another address would be a request the page must not make.
    ...(icon?.trim().startsWith('data:image/') ? { icon: icon.trim() } : {}),
  }))
}

/** Tells which wallets there are, now and whenever another announces itself. */
export function watchWallets(onChange: (wallets: readonly Found[]) => void): () => void {
  onChange(found(config.connectors))
  return watchConnectors(config, { onChange: (connectors) => onChange(found(connectors)) })
}

function connectorOf(id: string): Promise<Connector> {
  return new Promise((resolve, reject) => {
    const look = (connectors: readonly Connector[]): void => {
      const connector = connectors.find((each) => each.id === id)
      if (connector === undefined) return
      clearTimeout(timer)
      stop()
      resolve(connector)
    }
    const stop = watchConnectors(config, { onChange: look })
    const timer = setTimeout(() => {
      stop()
      reject(new Error('The wallet is not there. Unlock or enable it, then reload the page.'))
    }, announceMs)
    look(config.connectors)
  })
}

async function addressesOf(connector: Connector): Promise<readonly string[]> {
  const connection = config.state.connections.get(connector.uid)
  if (connection !== undefined) return connection.accounts
  return (await connect(config, { connector })).accounts
}

/** Asks the wallet which account it will speak for. */
export async function connectWallet(id: string): Promise<Browser> {
  const connector = await connectorOf(id)
  const [address] = await addressesOf(connector)
  if (address === undefined) throw new Error('The wallet gave no account.')
  return { kind: 'browser', address, connector: id, name: connector.name }
}

export async function signTypedData(
  wallet: Browser,
  data: Parameters<Signer['signTypedData']>[0],
): Promise<string> {
  const connector = await connectorOf(wallet.connector)
  const account = (await addressesOf(connector)).find((each) => sameAddress(each, wallet.address))
  if (account === undefined)
    throw new Error(
      `${wallet.name} is on another account. Switch it to ${shortAddress(wallet.address)}.`,
    )
  return sign(config, { ...data, account: account as `0x${string}`, connector })
}
