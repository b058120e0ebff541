import { useState } from 'react'
import { toast } from 'sonner'

import { errorText } from '../ui/errors.ts'

/** Runs one thing at a time, and says when it did not work. */
export function useAction(): {
  busy: boolean
  run: (action: () => Promise<unknown>) => Promise<void>
} {
  const [busy, setBusy] = useState(false)
  return {
    busy,
    async run(action) {
      if (busy) return
      setBusy(true)
      try {
        await action()
      } catch (error) {
        toast.error(errorText(error))
      } finally {
        setBusy(false)
      }
    },
  }
}
