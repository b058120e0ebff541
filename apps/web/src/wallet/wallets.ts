/**
 * The wallets this browser knows, and the one each tab uses. Signing out forgets neither: a wallet's
 * messages stay on the device, and come back with it.
 *
 * @module
 */
import { sameAddress } from '../ui/address.ts'
import { shared, tab } from './storage.ts'

export type Wallet =
  /** A key made and kept in this browser. */
  | { readonly kind: 'demo'; readonly address: string; readonly key: `0x${string}` }
  /** A wallet that announced itself to the page; it keeps its key and signs when asked. */
  | {
      readonly kind: 'browser'
      readonly address: string
      readonly connector: string
      readonly name: string
    }

const listKey = 'parley.wallets'
const currentKey = 'parley.wallet'

function isWallet(value: unknown): value is Wallet {
  if (typeof value !== 'object' || value === null) return false
  const { kind, address, key, connector, name } = value as Record<string, unknown>
  if (typeof address !== 'string') return false
  return kind === 'demo'
    ? typeof key === 'string'
    : kind === 'browser' && typeof connector === 'string' && typeof name === 'string'
}

/** The most recently used first. */
export function knownWallets(): readonly Wallet[] {
  try {
    const list: unknown = JSON.parse(shared.getItem(listKey) ?? '[]')
    return Array.isArray(list) ? list.filter(isWallet) : []
  } catch {
    return []
  }
}

/** The wallet of this tab; a new tab takes the one used last. */
export function currentWallet(): Wallet | undefined {
  const address = tab.getItem(currentKey) ?? shared.getItem(currentKey)
  if (address === null) return undefined
  return knownWallets().find((wallet) => sameAddress(wallet.address, address))
}

export function enterWallet(wallet: Wallet): void {
  const others = knownWallets().filter(({ address }) => !sameAddress(address, wallet.address))
  shared.setItem(listKey, JSON.stringify([wallet, ...others]))
  shared.setItem(currentKey, wallet.address)
  tab.setItem(currentKey, wallet.address)
}

export function leaveWallet(): void {
  shared.removeItem(currentKey)
  // Empty, not removed: a reload must not take the wallet another tab uses.
  tab.setItem(currentKey, '')
}
