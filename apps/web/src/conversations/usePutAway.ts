import { toast } from 'sonner'

import { goHome } from '../app/route.ts'
import { useStore } from '../hooks/context.ts'
import { shortAddress } from '../ui/address.ts'
import { errorText } from '../ui/errors.ts'

/** Time to think again. */
const undoMs = 6_000

/** What can be done with a request; `again` is what another message of its writer means meanwhile. */
const decisions = {
  reject: { done: 'Declined', again: 'undo' },
  block: { done: 'Blocked', again: 'decide' },
} as const

/**
 * Puts a request out of sight, and says so with a way back. It is decided when the time for that is
 * over; a page that is closed before that leaves it undecided.
 */
export function usePutAway(): (
  decision: keyof typeof decisions,
  conversation: { readonly id: string; readonly peer: string },
) => void {
  const store = useStore()
  return (decision, { id, peer }) => {
    const { done, again } = decisions[decision]
    let isDecided = false
    const decide = () => {
      if (isDecided) return
      isDecided = true
      store.client[decision](id)
        .catch((error: unknown) => toast.error(errorText(error)))
        .finally(show)
    }
    const undo = () => {
      isDecided = true
      clearTimeout(timer)
      show()
    }
    const show = store.putAway(id, () => {
      if (again === 'undo') undo()
      else decide()
      toast.dismiss(shown)
    })
    const shown = toast(`${done} ${shortAddress(peer)}`, {
      // It would stay for as long as the pointer rests on it.
      duration: Infinity,
      action: { label: 'Undo', onClick: undo },
      onDismiss: decide,
    })
    const timer = setTimeout(() => {
      decide()
      toast.dismiss(shown)
    }, undoMs)
    goHome()
  }
}
