import { Check, Copy } from 'lucide-react'

import { addressOf, shortAddress } from './address.ts'
import { classes } from './classes.ts'
import { FullAddress } from './FullAddress.tsx'
import { useCopy } from './useCopy.ts'

/** An address to copy with a click: shortened, or in full and broken where it fits. */
export function Address({ account, full = false }: { account: string; full?: boolean }) {
  const { copied, copy } = useCopy(addressOf(account))
  const Icon = copied ? Check : Copy
  return (
    <button
      type="button"
      onClick={copy}
      title="Copy address"
      aria-label={copied ? 'Copied' : `Copy address ${addressOf(account)}`}
      className={classes(
        'group/address inline-flex max-w-full items-center gap-2 rounded-md text-left text-label-2 hover:text-label',
        full ? 'font-mono text-[13px] leading-5' : 'text-small',
      )}
    >
      <span className={full ? 'max-w-[200px] text-center' : 'truncate tabular'}>
        {full ? <FullAddress account={account} /> : shortAddress(account)}
      </span>
      <Icon size={full ? 16 : 13} className="shrink-0" aria-hidden="true" />
    </button>
  )
}
