import { Check, Copy } from 'lucide-react'

import { Button } from './Button.tsx'
import { useCopy } from './useCopy.ts'

/** Copies `text`, and says so in place. */
export function CopyButton({
  text,
  label,
  kind = 'plain',
}: {
  text: string
  label: string
  kind?: 'plain' | 'primary' | 'quiet'
}) {
  const { copied, copy } = useCopy(text)
  return (
    <Button kind={kind} onClick={copy}>
      {copied ? <Check size={16} /> : <Copy size={16} />}
      <span aria-live="polite">{copied ? 'Copied' : label}</span>
    </Button>
  )
}
