import { Wallet2 } from 'lucide-react'
import { useEffect, useState } from 'react'

import { Empty } from '../ui/Empty.tsx'
import { errorText } from '../ui/errors.ts'
import { Notice } from '../ui/Notice.tsx'
import { Window } from '../ui/Sheet.tsx'
import { connectWallet, type Found, watchWallets } from './browser.ts'
import type { Wallet } from './wallets.ts'

/** The wallets installed in this browser, to choose one. */
export function WalletPicker({
  onClose,
  onPicked,
}: {
  onClose: () => void
  onPicked: (wallet: Wallet) => void
}) {
  const [wallets, setWallets] = useState<readonly Found[]>([])
  const [asked, setAsked] = useState<string>()
  const [error, setError] = useState<unknown>()
  useEffect(() => watchWallets(setWallets), [])

  async function pick({ id }: Found) {
    setAsked(id)
    setError(undefined)
    try {
      onPicked(await connectWallet(id))
    } catch (reason) {
      setError(reason)
      setAsked(undefined)
    }
  }

  return (
    <Window open onOpenChange={onClose} title="Connect a wallet" className="max-w-[380px]">
      {wallets.length === 0 ? (
        <Empty
          picture={<Wallet2 size={28} className="text-label-3" aria-hidden="true" />}
          title="No wallet found in this browser"
        >
          <p className="text-[13px] text-label-2 text-balance">
            Install a wallet extension and reload, or open this page in your wallet’s own browser.
            To look around first, try a demo wallet.
          </p>
        </Empty>
      ) : (
        <ul className="flex flex-col gap-1">
          {wallets.map((wallet) => (
            <li key={wallet.id}>
              <button
                type="button"
                disabled={asked !== undefined}
                onClick={() => void pick(wallet)}
                className="flex h-14 w-full items-center gap-3 rounded-xl px-3 text-left transition-colors duration-150 hover:bg-hover disabled:opacity-60"
              >
                {wallet.icon === undefined ? (
                  <Wallet2 size={32} className="p-1 text-label-2" aria-hidden="true" />
                ) : (
                  <img src={wallet.icon} alt="" className="size-8 rounded-lg" />
                )}
                <span className="flex-1 font-medium">{wallet.name}</span>
                {asked === wallet.id && (
                  <span className="text-small text-label-2" role="status">
                    Confirm in the wallet
                  </span>
                )}
              </button>
            </li>
          ))}
        </ul>
      )}
      {error !== undefined && (
        <div className="mt-3">
          <Notice>{errorText(error)}</Notice>
        </div>
      )}
    </Window>
  )
}
