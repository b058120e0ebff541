/**
 * The route of this page; see `parseRoute.ts`.
 *
 * @module
 */
import { createCell } from '../hooks/cell.ts'
import { useCell } from '../hooks/useCell.ts'
import { conversationHash } from '../ui/address.ts'
import { parseRoute, type Route } from './parseRoute.ts'

const route = createCell(parseRoute(location.hash))
addEventListener('hashchange', () => route.set(parseRoute(location.hash)))

export function useRoute(): Route {
  return useCell(route)
}

export function goHome(): void {
  location.hash = ''
}

export function goTo(account: string): void {
  location.hash = conversationHash(account)
}
