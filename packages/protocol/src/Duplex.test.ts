import { expect, test } from 'vitest'

import { pair } from './Duplex.ts'

test('what was sent before the close arrives before it, what is sent after does not', async () => {
  const [near, far] = pair()
  const seen: string[] = []
  far.onMessage = (message) => seen.push(`message ${message[0]}`)
  const closed = new Promise<void>((resolve) => {
    far.onClose = (reason) => {
      seen.push(reason)
      resolve()
    }
  })
  near.send(Uint8Array.of(1))
  near.send(Uint8Array.of(2))
  near.close('draining')
  near.send(Uint8Array.of(3))
  await closed
  expect(seen).toEqual(['message 1', 'message 2', 'draining'])
})
