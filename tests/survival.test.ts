import { afterAll, beforeAll, describe, expect, test } from 'vitest'

import { type Outcome, TestNetwork } from './harness.ts'

type Sent = { id: string; conversation: string; state: string; receipts: number; replicas: number }
type Read = { id: string; from: string; text: string }

let network: TestNetwork
beforeAll(async () => {
  network = await TestNetwork.start()
})
afterAll(() => network[Symbol.asyncDispose]())

const lines = (from: number, count: number): string[] =>
  Array.from({ length: count }, (_, i) => `message ${from + i}`)

/** The messages that a send reported as stored. */
function stored({ stdout }: Outcome): Sent[] {
  return stdout
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Sent)
    .filter((sent) => sent.state === 'stored')
}

describe('offline delivery', () => {
  test('default: who starts after the sender has gone gets all, in order, once', async () => {
    const alice = await network.newWallet()
    const bob = await network.newWallet()
    const texts = lines(0, 30)
    const send = await network.run(
      alice.home,
      ['send', '--to', bob.address, '-'],
      `${texts.join('\n')}\n`,
    )
    expect(send.exitCode).toBe(0)
    expect(stored(send).every(({ receipts, replicas }) => receipts >= 3 && replicas === 4)).toBe(
      true,
    )
    const read = await network.ok<Read>(bob.home, ['read', alice.address, '--limit', '100'])
    expect(read.map(({ text }) => text)).toEqual(texts)
    expect(read.map(({ id }) => id)).toEqual(stored(send).map(({ id }) => id))
    expect(new Set(read.map(({ from }) => from))).toEqual(new Set([alice.account]))
    // And once only: reading again shows the same.
    const again = await network.ok<Read>(bob.home, ['read', alice.address, '--limit', '100'])
    expect(again.map(({ text }) => text)).toEqual(texts)
  })
})

describe('killed nodes', () => {
  test('default: any one killed while 1,000 messages are sent: all stored arrive, once', async () => {
    const alice = await network.newWallet()
    const bob = await network.newWallet()
    const all: Sent[] = []
    const round = 250
    for (let node = 0; node < 4; node++) {
      const send = network.command(alice.home, ['send', '--to', bob.address, '-'])
      send.stdin.end(`${lines(node * round, round).join('\n')}\n`)
      // Killed in the middle: some are stored, some on their way, some not begun.
      await send.line(round / 5)
      await network.kill(node)
      const outcome = await send.ended
      expect(outcome.exitCode, outcome.stdout + outcome.stderr).toBe(0)
      all.push(...stored(outcome))
      // Ready again means caught up: the next one is killed right after.
      await network.restart(node)
    }
    expect(all).toHaveLength(4 * round)
    // What the last one caught up with must be enough for a quorum without the first.
    await network.kill(0)
    const read = await network.ok<Read>(bob.home, ['read', alice.address, '--limit', '2000'])
    expect(read.map(({ id }) => id)).toEqual(all.map(({ id }) => id))
    await network.restart(0)
  })

  test('behavior: all four killed and restarted: everything stored is still there', async () => {
    const alice = await network.newWallet()
    const bob = await network.newWallet()
    const send = await network.run(
      alice.home,
      ['send', '--to', bob.address, '-'],
      `${lines(0, 50).join('\n')}\n`,
    )
    expect(send.exitCode).toBe(0)
    for (let node = 0; node < 4; node++) await network.kill(node)
    // Nobody answers: the message stays here, and says so.
    const unsent = await network.run(alice.home, [
      'send',
      '--to',
      bob.address,
      '--timeout',
      '1',
      'queued',
    ])
    expect(unsent.exitCode).toBe(1)
    expect(JSON.parse(unsent.stdout)).toMatchObject({ error: { code: 'not_stored' } })
    await Promise.all([0, 1, 2, 3].map((node) => network.restart(node)))
    const read = await network.ok<Read>(bob.home, ['read', alice.address, '--limit', '100'])
    expect(read.map(({ text }) => text)).toEqual(lines(0, 50))
    // It leaves by itself with whatever runs next.
    await network.ok(alice.home, ['inbox'])
    const later = await network.ok<Read>(bob.home, ['read', alice.address, '--limit', '100'])
    expect(later.at(-1)!.text).toBe('queued')
  })

  test('behavior: two of four are no quorum, and nothing is called stored', async () => {
    const alice = await network.newWallet()
    const bob = await network.newWallet()
    await network.ok(alice.home, ['send', '--to', bob.address, 'before'])
    await network.kill(1)
    await network.kill(2)
    const unsent = await network.run(alice.home, [
      'send',
      '--to',
      bob.address,
      '--timeout',
      '2',
      'meanwhile',
    ])
    expect(unsent.exitCode).toBe(1)
    expect(JSON.parse(unsent.stdout)).toMatchObject({ error: { code: 'not_stored' } })
    await network.restart(1)
    await network.restart(2)
    await network.ok(alice.home, ['inbox'])
    const read = await network.ok<Read>(bob.home, ['read', alice.address])
    expect(read.map(({ text }) => text)).toEqual(['before', 'meanwhile'])
  })
})
