import type { Conversation } from '@parley/client'

import { useStore } from './context.ts'
import type { Resource } from './resource.ts'
import { useCell } from './useCell.ts'

/** All conversations, the most recently active first. */
export function useConversations(): Resource<readonly Conversation[]> {
  return useCell(useStore().conversations)
}
