/**
 * Whether this browser makes direct links. Off until somebody turns it on: they show IP addresses.
 *
 * @module
 */
import type { Client } from '@parley/client'

import { createCell } from '../hooks/cell.ts'
import { useCell } from '../hooks/useCell.ts'
import { shared } from '../wallet/storage.ts'

const key = 'parley.direct'
const isOn = (): boolean => shared.getItem(key) === 'on'
const direct = createCell(isOn())
// Another tab turned it on or off.
addEventListener('storage', (event) => {
  if (event.key === key || event.key === null) direct.set(isOn())
})

export function useDirect(): boolean {
  return useCell(direct)
}

export function setDirect(on: boolean): void {
  shared.setItem(key, on ? 'on' : 'off')
  direct.set(on)
}

/** Whether direct links can be made here at all. */
export const canBeDirect = 'RTCPeerConnection' in globalThis

/** What a client starts with. */
export function allowsDirect(): boolean {
  return canBeDirect && direct.get()
}

/** Lets a client follow the setting; the function returned stops. */
export function followDirect(client: Client): () => void {
  const follow = (): void => {
    client.allowDirect(allowsDirect()).catch((error: unknown) => reportError(error))
  }
  // It may have changed while the client started.
  follow()
  return direct.subscribe(follow)
}
