/**
 * What callers hand in, checked before anything is done: each wrong argument is told by one code, and
 * by its name.
 *
 * @module
 */
import { Account } from '@parley/protocol'

import type { Client, Events } from './api.ts'
import { ClientError } from './errors.ts'
import type { Store } from './store/Store.ts'

/** More messages are asked for in pages: a page is held in memory whole. */
const limitMax = 10_000

/** Of each event, that there is one: the types would miss one that is left out of a list. */
const events: { readonly [Name in keyof Events]: true } = {
  message: true,
  conversation: true,
  link: true,
  clock: true,
  fault: true,
  devices: true,
  copied: true,
}
const consents = ['request', 'accepted', 'rejected', 'blocked']
const storeMethods = [
  ...(['get', 'list', 'write', 'exclusive'] as const),
  ...(['changedElsewhere', 'onChangeElsewhere', 'close'] as const),
] satisfies (keyof Store)[]

function refuse(what: string): never {
  throw new ClientError('invalid_argument', { details: what })
}

function expectThat(holds: boolean, what: string): void {
  if (!holds) refuse(what)
}

type Fields = Readonly<Record<string, unknown>>

function isObject(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null
}

/** An object of options, or none. */
function optionsOf(value: unknown, what: string): Fields {
  if (value === undefined) return {}
  return isObject(value) ? value : refuse(`${what} are an object.`)
}

function id(value: unknown, what: string): void {
  expectThat(
    typeof value === 'string' && /^[0-9a-f]{64}$/.test(value),
    `${what} is 64 hex digits, as the SDK gave it.`,
  )
}

function text(value: unknown, what: string): void {
  expectThat(typeof value === 'string', `${what} is a string.`)
}

function flag(value: unknown, what: string): void {
  expectThat(typeof value === 'boolean', `${what} is true or false.`)
}

function timeout(options: unknown): void {
  const { timeoutMs } = optionsOf(options, 'Options')
  if (timeoutMs === undefined) return
  expectThat(
    typeof timeoutMs === 'number' && timeoutMs >= 0,
    'timeoutMs is a number of milliseconds, 0 or more; Infinity for no end.',
  )
}

function page(options: unknown): void {
  const { before, limit } = optionsOf(options, 'Options')
  if (before !== undefined) id(before, 'before')
  if (limit === undefined) return
  expectThat(
    Number.isInteger(limit) && (limit as number) >= 1 && (limit as number) <= limitMax,
    `limit is a whole number from 1 to ${limitMax}.`,
  )
}

const ofConversation = ([given]: readonly unknown[]): void => id(given, 'The conversation')
const ofMessage = ([given]: readonly unknown[]): void => id(given, 'The message')
const ofWait = ([options]: readonly unknown[]): void => timeout(options)

/** What each call takes. */
const calls: { readonly [Name in keyof Client]?: (given: readonly unknown[]) => void } = {
  on([event, listener]) {
    expectThat(
      typeof event === 'string' && Object.hasOwn(events, event),
      `The event is one of ${Object.keys(events).join(', ')}.`,
    )
    expectThat(typeof listener === 'function', 'The listener is a function.')
  },
  conversations([filter]) {
    const { consent } = optionsOf(filter, 'The filter')
    expectThat(
      consent === undefined || consents.includes(consent as string),
      `consent is one of ${consents.join(', ')}.`,
    )
  },
  conversation: ofConversation,
  open: ([account]) => text(account, 'The account'),
  messages([conversation, options]) {
    id(conversation, 'The conversation')
    page(options)
  },
  message: ofMessage,
  send([conversation, content]) {
    id(conversation, 'The conversation')
    text(content, 'The text')
  },
  retry: ofMessage,
  settled([message, options]) {
    id(message, 'The message')
    timeout(options)
  },
  accept: ofConversation,
  reject: ofConversation,
  block: ofConversation,
  unblock: ofConversation,
  markRead: ofConversation,
  caughtUp: ofWait,
  flushed: ofWait,
  allowDirect: ([allow]) => flag(allow, 'What is said'),
}

/** A call of the client that checks what it is given. What answers by a promise rejects. */
export function checked<F extends (...given: never[]) => unknown>(
  name: keyof Client,
  call: F,
  answersAtOnce: boolean,
): F {
  const check = calls[name]
  if (check === undefined) return call
  const run = (...given: Parameters<F>): unknown => {
    try {
      check(given)
    } catch (error) {
      if (answersAtOnce) throw error
      return Promise.reject(error)
    }
    return call(...given)
  }
  return run as F
}

/**
 * Checks what a client is made of.
 *
 * @throws ClientError `invalid_argument`
 * @throws Account.InvalidAccountError
 */
export function checkOptions(options: unknown): void {
  if (!isObject(options)) refuse('createClient takes an object of options.')
  const { signer, network, store, host } = options
  expectThat(
    isObject(signer) &&
      typeof signer['address'] === 'string' &&
      typeof signer['signTypedData'] === 'function',
    'signer is an object with an address and a function signTypedData.',
  )
  Account.from((signer as { address: string }).address)
  expectThat(
    typeof network === 'string' || isObject(network),
    'network is a URL, or a network file or locator, parsed.',
  )
  if (store !== undefined)
    expectThat(
      isObject(store) && storeMethods.every((name) => typeof store[name] === 'function'),
      'store is what sqliteStore, indexedDbStore or memoryStore gives; the first two are awaited.',
    )
  if (host !== undefined)
    expectThat(
      isObject(host) && typeof host['dial'] === 'function' && isObject(host['clock']),
      'host is what globalHost or nodeHost gives.',
    )
  for (const name of ['direct', 'backUp', 'startOver'])
    if (options[name] !== undefined) flag(options[name], name)
}
