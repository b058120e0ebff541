import { useStore } from './context.ts'
import type { Resource } from './resource.ts'
import type { Page } from './thread.ts'
import { useCell } from './useCell.ts'

/** The messages of a conversation, and a way to read older ones. */
export function useMessages(
  conversation: string,
): Resource<Page> & { readonly loadEarlier: () => Promise<void> } {
  const thread = useStore().thread(conversation)
  return { ...useCell(thread.page), loadEarlier: thread.loadEarlier }
}
