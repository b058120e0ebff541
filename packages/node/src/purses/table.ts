/**
 * All numbers of the budget: who may cost this node how much of what. Operators change them under
 * `limits.purses`.
 *
 * @module
 */
import * as z from 'zod'

import { aDay, aMinute, held, per, spent } from './Row.ts'

const kib = 1024
const mib = 1024 * kib
/** Memory for links: what is half received, what is not read yet. */
const memory = 1024 * mib
/** Nothing: a member's link has bounds of its own elsewhere, or the thing is not for it. */
const none = per(0, 0)
/** As much as there is. */
const all = Number.MAX_SAFE_INTEGER
const unbounded = per(all, all)

export const heldRows = {
  links: held(
    {
      code: 'overloaded',
      link: [1, 1, 1, 1],
      holder: [64, 64, 64, 2],
      prefix: 1_024,
      strangers: 5_000,
      node: 10_000,
      kept: 500,
    },
    'Links, about 30 kB of memory each. An office behind one address has some tens; strangers never hold more than half.',
  ),
  connections: held(
    {
      code: 'overloaded',
      link: [1, 1, 1, 1],
      holder: [16, 16, 16, 16],
      prefix: 64,
      strangers: 256,
      node: 256,
    },
    'Connections that are no link (yet): a browser opens six.',
  ),
  unfinished: held(
    {
      code: 'frame_too_large',
      link: [64 * kib, mib, mib, mib],
      holder: [2 * mib, 4 * mib, 8 * mib, mib],
      prefix: 8 * mib,
      strangers: memory / 32,
      node: memory / 8,
    },
    'Bytes of messages that are not whole yet: memory for whoever stops a byte before the end.',
  ),
  unread: held(
    {
      code: 'slow_consumer',
      link: [mib + 256 * kib, 2 * mib, 3 * mib, 17 * mib],
      holder: [2 * mib, 4 * mib, 8 * mib, 17 * mib],
      prefix: 8 * mib,
      strangers: memory / 16,
      node: memory / 4,
    },
    'Bytes that wait for a link to read them: a whole message, beside what it is waited for at.',
  ),
  requests: held(
    {
      code: 'too_many_requests',
      link: [64, 256, 1_024, 8_192],
      holder: [256, 512, 2_048, 8_192],
      prefix: 1_024,
      strangers: 4_096,
      node: 8_192,
      kept: 1_024,
    },
    'Requests being answered: what fills a pipe; more is only a queue.',
  ),
  follows: held(
    {
      code: 'too_many_subscriptions',
      link: [64, 1_024, 8_192, 500_000],
      holder: [512, 2_048, 32_768, 500_000],
      prefix: 4_096,
      strangers: 250_000,
      node: 1_000_000,
    },
    'Topics followed, about 100 bytes each: a known account follows all its conversations on one link.',
  ),
} as const

export const spentRows = {
  asks: spent(
    {
      code: 'quota_exceeded',
      holder: [per(500, 2_500), per(2_000, 10_000), per(2_000, 10_000), per(50_000, 200_000)],
    },
    'Requests: a busy client pipelines a few hundred; of a member, what a node can forward at most.',
  ),
  received: spent(
    {
      code: 'quota_exceeded',
      holder: [per(mib, 8 * mib), per(2 * mib, 32 * mib), per(2 * mib, 32 * mib), per(all, all)],
      prefix: per(8 * mib, 64 * mib),
    },
    'Bytes received: a home line, and a large attachment at once.',
  ),
  delivered: spent(
    {
      code: 'quota_exceeded',
      holder: [per(mib, 16 * mib), per(4 * mib, 64 * mib), per(4 * mib, 64 * mib), per(all, all)],
      prefix: per(16 * mib, 128 * mib),
    },
    'Bytes of envelopes delivered: a month of a busy account at once, then a stream.',
  ),
  envelopes: spent(
    {
      code: 'quota_exceeded',
      holder: [per(50, 500), per(250, 2_500), per(500, 5_000), unbounded],
      prefix: per(500, 5_000),
    },
    'Each costs a signature check and a share of a disk sync.',
  ),
  topics: spent(
    {
      code: 'quota_exceeded',
      holder: [aDay(4), aDay(32), aDay(500, 2_000), per(500, 20_000)],
      prefix: aDay(256),
    },
    'Topics made: each is a row on n nodes. A newcomer needs a handful; who moves house brings thousands.',
  ),
  stored: spent(
    {
      code: 'quota_exceeded',
      holder: [aDay(4 * mib), aDay(32 * mib), aDay(1_024 * mib), unbounded],
      prefix: aDay(256 * mib),
    },
    'Bytes written: free storage is what others fill.',
  ),
  authentications: spent(
    {
      code: 'overloaded',
      holder: [aMinute(10), aMinute(10), aMinute(20), none],
      prefix: aMinute(120),
      node: per(75, 150),
    },
    'Certificates shown that are not known yet: 2 ms of the main thread each. Half of all wallet checks.',
  ),
  walletChecks: spent(
    {
      code: 'overloaded',
      holder: [aMinute(10), aMinute(10), aMinute(20), none],
      prefix: aMinute(120),
      node: per(37, 75),
    },
    'Wallet signatures in identity entries: a quarter of all wallet checks.',
  ),
  memberWalletChecks: spent(
    { code: 'overloaded', holder: [none, none, none, per(37, 75)], node: per(37, 75) },
    'Wallet signatures that other nodes bring: the last quarter.',
  ),
  falseWalletChecks: spent(
    { code: 'overloaded', holder: [aMinute(3), aMinute(3), aMinute(3), aMinute(20)] },
    'False ones among them, before whoever brings them waits: an honest client or node brings none.',
  ),
  sealChecks: spent(
    {
      code: 'quota_exceeded',
      holder: [per(100, 500), per(300, 1_500), per(1_000, 5_000), per(5_000, 20_000)],
      prefix: per(500, 2_500),
      node: per(10_000, 20_000),
      kept: 0.5,
    },
    'Signatures in requests that decide a slot: some sixty in the largest.',
  ),
  heads: spent(
    {
      code: 'quota_exceeded',
      holder: [per(5, 200), per(20, 2_048), per(100, 8_192), per(500, 8_192)],
      prefix: per(100, 2_000),
    },
    'Signed heads of logs: all topics of a client that starts, and some.',
  ),
  signals: spent(
    {
      code: 'quota_exceeded',
      holder: [none, per(1, 50), per(5, 200), per(2_000, 20_000)],
      node: per(5_000, 20_000),
    },
    'Two devices meet by a handful of signals; at once by all of a busy account’s friends. Each goes to n nodes.',
  ),
  signalled: spent(
    {
      code: 'quota_exceeded',
      holder: [per(20, 400), per(20, 400), per(20, 400), per(20, 400)],
    },
    'Signals to one device: what a busy account’s friends send it at once.',
  ),
  http: spent(
    {
      code: 'quota_exceeded',
      holder: [per(2, 20), per(2, 20), per(2, 20), per(2, 20)],
      prefix: per(20, 200),
    },
    'Requests over HTTP: a page reads one file when it starts.',
  ),
  handshakes: spent(
    {
      code: 'quota_exceeded',
      holder: [aMinute(10), aMinute(10), aMinute(10), aMinute(10)],
      prefix: aMinute(60),
      node: per(100, 2_048),
    },
    'Encrypted handshakes at the nodes’ port: 2 ms each. A member dials once and stays.',
  ),
} as const

/** The schema of `limits.purses`. */
export const schema = z.strictObject({ ...heldRows, ...spentRows }).prefault({})
export type Table = z.output<typeof schema>
export type HeldName = keyof typeof heldRows
export type SpentName = keyof typeof spentRows
