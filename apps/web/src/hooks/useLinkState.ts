import type { LinkState } from '@parley/client'

import { useStore } from './context.ts'
import { useCell } from './useCell.ts'

/** The truth about the connection. */
export function useLinkState(): LinkState {
  return useCell(useStore().link)
}
