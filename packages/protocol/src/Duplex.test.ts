import { expect, test } from 'vitest'

import { pair } from './Duplex.ts'

test('what was sent before the close arrives before it, what is sent after does not', async () => {
  const [near, far] = pair()
  const seen: string[] = []
  far.onMessage = (message) => seen.push(`message ${message[0]}`)
  far.onClose = (reason) => seen.push(reason)
  near.send(Uint8Array.of(1))
  near.send(Uint8Array.of(2))
  near.close('draining')
  near.send(Uint8Array.of(3))
  await new Promise((resolve) => setTimeout(resolve))
  expect(seen).toEqual(['message 1', 'message 2', 'draining'])
})
