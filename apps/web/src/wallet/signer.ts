import type { Signer } from '@parley/client'

import type { Wallet } from './wallets.ts'

/**
 * The wallet as the client needs it. It signs once for each device, so its code loads only then.
 *
 * @param onSign hears that the wallet is asked
 */
export function signerOf(wallet: Wallet, onSign: () => void): Signer {
  return {
    address: wallet.address,
    async signTypedData(data) {
      onSign()
      if (wallet.kind === 'demo') return (await import('./demo.ts')).signTypedData(wallet, data)
      return (await import('./browser.ts')).signTypedData(wallet, data)
    },
  }
}
