import { LogOut } from 'lucide-react'
import { Switch, ToggleGroup } from 'radix-ui'

import { Address } from '../ui/Address.tsx'
import { inviteLink } from '../ui/address.ts'
import { Avatar } from '../ui/Avatar.tsx'
import { Button } from '../ui/Button.tsx'
import { CopyButton } from '../ui/CopyButton.tsx'
import { Section } from '../ui/Section.tsx'
import { Sheet } from '../ui/Sheet.tsx'
import { DemoChip } from '../wallet/DemoChip.tsx'
import type { Wallet } from '../wallet/wallets.ts'
import { BlockedList } from '../conversations/BlockedList.tsx'
import { canBeDirect, setDirect, useDirect } from './direct.ts'
import { signOut } from './session.ts'
import { setTheme, type Theme, themes, useTheme } from './theme.ts'
import { shortcuts } from './useShortcuts.ts'

const themeNames: Record<Theme, string> = { auto: 'Automatic', light: 'Light', dark: 'Dark' }

/** The own wallet, and the few settings there are. */
export function AccountSheet({
  wallet,
  open,
  onOpenChange,
}: {
  wallet: Wallet
  open: boolean
  onOpenChange: (open: boolean) => void
}) {
  const theme = useTheme()
  const direct = useDirect()
  return (
    <Sheet open={open} onOpenChange={onOpenChange} title="You">
      <div className="flex flex-col items-center gap-3 pt-2 pb-6 text-center">
        <Avatar account={wallet.address} size={72} />
        <div className="flex flex-col items-center gap-2 px-6">
          {wallet.kind === 'demo' ? (
            <DemoChip />
          ) : (
            <span className="text-small text-label-2">{wallet.name}</span>
          )}
          <Address account={wallet.address} full />
        </div>
        <CopyButton
          text={inviteLink(wallet.address)}
          label="Copy link to write to you"
          kind="primary"
        />
      </div>

      {wallet.kind === 'demo' && (
        <p className="mb-6 rounded-xl bg-warn-soft px-4 py-3 text-[13px] text-warn">
          A demo wallet: its key was made here and is kept in this browser alone. Clear the
          browser’s data and it is gone. Don’t send funds to it.
        </p>
      )}

      <Section title="Appearance">
        <ToggleGroup.Root
          type="single"
          value={theme}
          aria-label="Appearance"
          onValueChange={(value) => value !== '' && setTheme(value as Theme)}
          className="flex rounded-[10px] bg-hover p-1"
        >
          {themes.map((each) => (
            <ToggleGroup.Item
              key={each}
              value={each}
              className="h-9 flex-1 rounded-[7px] text-[13px] font-medium text-label-2 transition-colors duration-150 data-[state=on]:bg-canvas data-[state=on]:text-label data-[state=on]:shadow-[0_1px_2px_var(--shadow)]"
            >
              {themeNames[each]}
            </ToggleGroup.Item>
          ))}
        </ToggleGroup.Root>
      </Section>

      {canBeDirect && (
        <Section title="Direct connections">
          <label className="flex items-center justify-between gap-4">
            <span className="text-[13px] text-label-2">
              Faster. Shows your IP address to people you accepted who turned this on, too.
            </span>
            <Switch.Root
              checked={direct}
              onCheckedChange={setDirect}
              aria-label="Direct connections"
              data-testid="direct-switch"
              className="h-7 w-12 shrink-0 rounded-full bg-hover p-0.5 transition-colors duration-150 data-[state=checked]:bg-accent"
            >
              <Switch.Thumb className="block size-6 rounded-full bg-canvas shadow-[0_1px_2px_var(--shadow)] transition-transform duration-150 data-[state=checked]:translate-x-5" />
            </Switch.Root>
          </label>
        </Section>
      )}

      <BlockedList />

      <div className="hidden pointer-fine:block">
        <Section title="Keyboard">
          <dl className="flex flex-col gap-2 text-[13px]">
            {shortcuts.map(({ keys, what }) => (
              <div key={what} className="flex items-center justify-between">
                <dt className="text-label-2">{what}</dt>
                <dd className="flex gap-1">
                  {keys.map((key) => (
                    <kbd
                      key={key}
                      className="min-w-6 rounded-md border border-line px-1.5 text-center font-sans text-small leading-5 text-label-2"
                    >
                      {key}
                    </kbd>
                  ))}
                </dd>
              </div>
            ))}
          </dl>
        </Section>
      </div>

      <Button className="mt-2 w-full" onClick={() => void signOut()} data-testid="sign-out">
        <LogOut size={16} aria-hidden="true" />
        Sign out or switch wallet
      </Button>
      <p className="mt-2 text-center text-small text-balance text-label-2">
        Your conversations stay on this device for the next time.
      </p>
    </Sheet>
  )
}
