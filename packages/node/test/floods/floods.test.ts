import { afterAll, beforeAll, describe, expect, test } from 'vitest'

import { floods } from './floods.ts'
import { Subject } from './measure.ts'

let subject: Subject
beforeAll(async () => {
  subject = await Subject.start()
})
afterAll(() => subject[Symbol.asyncDispose]())

/** What is refused of each, and what the node may grow by: half of what it sets aside for links. */
const told: Readonly<Record<string, readonly string[]>> = {
  links: ['overloaded'],
  unfinished: ['frame_too_large'],
  requests: ['too_many_requests'],
  follows: ['too_many_subscriptions'],
  topics: ['quota_exceeded'],
  // Four megabytes a day each: more than fits a second.
  stored: ['none'],
  wallets: ['bad_identity', 'quota_exceeded', 'overloaded', 'link_closed'],
  seals: ['bad_seal_request', 'quota_exceeded', 'link_closed'],
  heads: ['quota_exceeded'],
  http: ['429'],
  handshakes: ['link_closed'],
}
const memoryMax = 256 * 1024 ** 2

describe('a flood from many addresses is told so, costs little memory, and others are served', () => {
  test.each(Object.keys(floods))('%s', async (flood) => {
    const { outcomes, tried, memory, p50 } = await subject.measure(800, flood)
    expect(tried).toBeGreaterThan(20)
    expect(Object.keys(outcomes)).toEqual(expect.arrayContaining([told[flood]![0]]))
    expect(memory).toBeLessThan(memoryMax)
    // Whatever the machine does meanwhile: an honest envelope gets its receipt.
    expect(p50).toBeLessThan(5_000)
  })
})
