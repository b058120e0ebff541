import { FlaskConical, KeyRound, LockKeyhole, ShieldCheck, Wallet2 } from 'lucide-react'
import { lazy, Suspense, useState } from 'react'

import { useRoute } from '../app/route.ts'
import { signIn, useSession } from '../app/session.ts'
import { shortAddress } from '../ui/address.ts'
import { Avatar } from '../ui/Avatar.tsx'
import { Button } from '../ui/Button.tsx'
import { errorText } from '../ui/errors.ts'
import { Mark } from '../ui/Mark.tsx'
import { Notice } from '../ui/Notice.tsx'
import { DemoChip } from './DemoChip.tsx'
import { knownWallets, type Wallet } from './wallets.ts'

const WalletPicker = lazy(async () => ({
  default: (await import('./WalletPicker.tsx')).WalletPicker,
}))

const facts = [
  { icon: LockKeyhole, text: 'Encrypted on your device. Nodes carry what they cannot read.' },
  {
    icon: ShieldCheck,
    text: 'Kept by independent nodes. “Stored” means a quorum of them signed for it.',
  },
  { icon: KeyRound, text: 'Your wallet is your account. Nothing else to sign up for.' },
] as const

/** Where everybody starts: with a wallet, or with one made on the spot. */
export function Welcome() {
  const session = useSession()
  const route = useRoute()
  const [picking, setPicking] = useState(false)
  const [making, setMaking] = useState(false)
  const [error, setError] = useState<unknown>()
  const known = knownWallets()
  const busy = making || session.state === 'starting'
  const failure = error ?? (session.state === 'failed' ? session.error : undefined)

  async function enter(wallet: Wallet) {
    setPicking(false)
    setError(undefined)
    await signIn(wallet)
  }

  async function tryDemo() {
    setMaking(true)
    setError(undefined)
    try {
      await enter((await import('./demo.ts')).createDemoWallet())
    } catch (reason) {
      setError(reason)
    } finally {
      setMaking(false)
    }
  }

  return (
    <main className="flex h-full animate-fade flex-col items-center overflow-y-auto px-6 py-10">
      <div className="my-auto flex w-full max-w-[360px] flex-col items-center gap-8">
        <div className="flex flex-col items-center gap-4 text-center">
          <Mark size={56} />
          <h1 className="text-title font-semibold text-balance">
            {route.page === 'conversation'
              ? 'You are invited to talk'
              : 'Private messages between wallets'}
          </h1>
          {route.page === 'conversation' && (
            <p className="flex items-center gap-2 text-label-2">
              <span>with</span>
              <Avatar account={route.address} size={24} />
              <span className="tabular">{shortAddress(route.address)}</span>
            </p>
          )}
        </div>

        <div className="flex w-full flex-col gap-3">
          {known.length > 0 && (
            <ul className="mb-1 flex flex-col gap-1" aria-label="Wallets on this device">
              {known.map((wallet) => (
                <li key={wallet.address}>
                  <button
                    type="button"
                    disabled={busy}
                    data-testid="known-wallet"
                    onClick={() => void enter(wallet)}
                    className="flex h-14 w-full items-center gap-3 rounded-xl bg-surface px-3 text-left transition-colors duration-150 hover:bg-selected disabled:opacity-45"
                  >
                    <Avatar account={wallet.address} size={36} />
                    <span className="min-w-0 flex-1">
                      <span className="block truncate font-medium tabular">
                        {shortAddress(wallet.address)}
                      </span>
                      <span className="block text-small text-label-2">
                        {wallet.kind === 'demo' ? 'Continue' : `Continue with ${wallet.name}`}
                      </span>
                    </span>
                    {wallet.kind === 'demo' && <DemoChip />}
                  </button>
                </li>
              ))}
            </ul>
          )}
          <Button
            kind="primary"
            size="large"
            data-testid="connect-wallet"
            disabled={busy}
            onClick={() => setPicking(true)}
          >
            <Wallet2 size={18} aria-hidden="true" />
            Connect wallet
          </Button>
          <Button
            size="large"
            data-testid="demo-wallet"
            disabled={busy}
            onClick={() => void tryDemo()}
          >
            <FlaskConical size={18} aria-hidden="true" />
            Try with a demo wallet
          </Button>
          <p
            className="min-h-8 text-center text-small text-label-2 text-balance"
            aria-live="polite"
          >
            {session.state === 'starting' && session.wallet.kind === 'browser'
              ? `Confirm in ${session.wallet.name}: one signature lets this device speak for you.`
              : 'One signature, no fee. It cannot move funds.'}
          </p>
          {failure !== undefined && <Notice>{errorText(failure)}</Notice>}
        </div>

        <ul className="flex w-full flex-col gap-3 border-t border-line pt-6">
          {facts.map(({ icon: Icon, text }) => (
            <li key={text} className="flex items-start gap-3 text-[13px] text-pretty text-label-2">
              <Icon size={16} className="mt-0.5 shrink-0" aria-hidden="true" />
              {text}
            </li>
          ))}
        </ul>
        <p className="text-caption text-label-2">Parley is young and not audited yet.</p>
      </div>
      {picking && (
        <Suspense>
          <WalletPicker onClose={() => setPicking(false)} onPicked={enter} />
        </Suspense>
      )}
    </main>
  )
}
