/**
 * What opens over the messenger.
 *
 * @module
 */
import { lazySheet } from '../ui/lazySheet.tsx'

export const AccountSheet = lazySheet(async () => (await import('./AccountSheet.tsx')).AccountSheet)
export const NetworkSheet = lazySheet(async () => (await import('./NetworkSheet.tsx')).NetworkSheet)
export const NewConversation = lazySheet(
  async () => (await import('../conversations/NewConversation.tsx')).NewConversation,
)
export const ConversationSheet = lazySheet(
  async () => (await import('../conversations/ConversationSheet.tsx')).ConversationSheet,
)
export const MessageSheet = lazySheet(
  async () => (await import('../messages/MessageSheet.tsx')).MessageSheet,
)

/** Reads their code while nothing else is to do. */
export function preloadSheets(): void {
  for (const sheet of [
    AccountSheet,
    NetworkSheet,
    NewConversation,
    ConversationSheet,
    MessageSheet,
  ])
    sheet.preload()
}
