import { afterAll, beforeAll, describe, expect, test } from 'vitest'

import { floods } from './floods.ts'
import { Subject } from './measure.ts'

let subject: Subject
beforeAll(async () => {
  subject = await Subject.start()
})
afterAll(() => subject[Symbol.asyncDispose]())

/** What each is told once it has used up what its addresses have. */
const told: Readonly<Record<string, string>> = {
  links: 'overloaded',
  unfinished: 'frame_too_large',
  requests: 'too_many_requests',
  follows: 'too_many_subscriptions',
  stored: 'quota_exceeded',
  topics: 'quota_exceeded',
  wallets: 'bad_identity',
  seals: 'bad_seal_request',
  heads: 'quota_exceeded',
  http: '429',
  handshakes: 'link_closed',
}
/** The node's memory may grow by what it sets aside for all links together, half of it. */
const memoryMax = 512 * 1024 ** 2

describe('a flood from many addresses is told so, costs little memory, and others are served', () => {
  test.each(Object.keys(floods))('%s', async (flood) => {
    const code = told[flood]!
    const { outcomes, memory, p50 } = await subject.measure(800, flood, code)
    expect(Object.keys(outcomes)).toContain(code)
    expect(memory).toBeLessThan(memoryMax)
    // Whatever the machine does meanwhile: an honest envelope gets its receipt.
    expect(p50).toBeLessThan(5_000)
  })
})
