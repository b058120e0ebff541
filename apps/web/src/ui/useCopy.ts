import { useEffect, useState } from 'react'
import { toast } from 'sonner'

/** Copies a text; `copied` is true for a moment afterwards. */
export function useCopy(text: string): { copied: boolean; copy: () => Promise<void> } {
  const [copied, setCopied] = useState(false)
  useEffect(() => {
    if (!copied) return
    const timer = setTimeout(() => setCopied(false), 1_600)
    return () => clearTimeout(timer)
  }, [copied])
  return {
    copied,
    async copy() {
      try {
        await navigator.clipboard.writeText(text)
        setCopied(true)
      } catch {
        toast.error('This browser does not let the page copy. Select the text instead.')
      }
    },
  }
}
