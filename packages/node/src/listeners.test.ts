import type { Frame } from '@parley/protocol'
import { Limits } from '@parley/protocol'
import { expect, test } from 'vitest'

import { type Client, codeOf, Device, random } from '../test/client.ts'
import { Cores, settle } from '../test/cores.ts'

async function proven(cores: Cores, index: number, device: Device): Promise<Client> {
  const client = await cores.connect(index)
  await client.authenticate(device)
  return client
}

/** Listens; what is heard, and what ends it. */
function listen(client: Client): { heard: Uint8Array[]; stop: () => void; ended: Promise<string> } {
  const heard: Uint8Array[] = []
  const stop = new AbortController()
  const onData = (response: Frame.Response): void => {
    if (response.type === 'signal') heard.push(response.body.slice())
  }
  const options = { timeoutMs: Infinity, signal: stop.signal, onData }
  const ended = codeOf(client.link.call({ type: 'listen' }, options))
  return { heard, stop: () => stop.abort(), ended }
}

const signal = (client: Client, device: Uint8Array, body: Uint8Array): Promise<string> =>
  codeOf(client.link.call({ type: 'signal', device, body }))

test('a signal reaches the device at whichever node it listens, and only it', async () => {
  const cores = await Cores.create({ count: 4 })
  cores.linkAll()
  const [alice, bob, carol] = [new Device(), new Device(), new Device()]
  const writer = await proven(cores, 0, alice)
  for (const index of [0, 1, 2, 3]) {
    const listener = listen(await proven(cores, index, bob))
    const other = listen(await proven(cores, index, carol))
    await settle()
    const body = random()
    expect(await signal(writer, bob.id, body)).toBe('none')
    await settle()
    expect(listener.heard).toEqual([body])
    expect(other.heard).toEqual([])
    listener.stop()
    other.stop()
    await settle()
  }
})

test('who does not listen misses it: it is kept nowhere', async () => {
  const cores = await Cores.create({ count: 4 })
  cores.linkAll()
  const [alice, bob] = [new Device(), new Device()]
  const writer = await proven(cores, 0, alice)
  const reader = await proven(cores, 1, bob)
  expect(await signal(writer, bob.id, random())).toBe('unavailable')
  const { heard } = listen(reader)
  await settle()
  expect(heard).toEqual([])
  reader.close()
  await settle()
  expect(await signal(writer, bob.id, random())).toBe('unavailable')
})

test('only devices that proved themselves signal and listen', async () => {
  const cores = await Cores.create()
  const stranger = await cores.connect()
  expect(await signal(stranger, random(), random())).toBe('unauthenticated')
  expect(await listen(stranger).ended).toBe('unauthenticated')
})

test('a link listens once, signals at its rate, and no more than fits', async () => {
  const cores = await Cores.create({ limits: { link: { signals: { perSecond: 1, burst: 3 } } } })
  const device = new Device()
  const client = await proven(cores, 0, device)
  const first = listen(client)
  expect(await listen(client).ended).toBe('too_many_subscriptions')
  const codes: string[] = []
  for (let i = 0; i < 4; i++) codes.push(await signal(client, device.id, random()))
  expect(codes).toEqual(['none', 'none', 'none', 'quota_exceeded'])
  expect(first.heard).toHaveLength(3)
  cores.clock.advance(1_000)
  expect(await signal(client, device.id, random())).toBe('none')
  const tooLong = random(Limits.wire.signalBytesMax + 1)
  await expect(
    client.link.call({ type: 'signal', device: device.id, body: tooLong }),
  ).rejects.toThrow()
})

test('a device that does not keep up misses signals, and costs the node nothing', async () => {
  const cores = await Cores.create({
    limits: { link: { signals: { perSecond: 1, burst: 1_000 } } },
  })
  const [alice, bob] = [new Device(), new Device()]
  const writer = await proven(cores, 0, alice)
  const reader = await proven(cores, 0, bob)
  // It takes the first and never says that it is done with it, so that its credit runs out.
  const never = (): Promise<void> => new Promise(() => {})
  reader.link.call({ type: 'listen' }, { timeoutMs: Infinity, onData: never }).catch(() => {})
  await settle()
  const codes: string[] = []
  for (let i = 0; i < Limits.link.creditItems + 1; i++)
    codes.push(await signal(writer, bob.id, random(8)))
  expect(codes.slice(0, -1).every((code) => code === 'none')).toBe(true)
  expect(codes.at(-1)).toBe('unavailable')
})
