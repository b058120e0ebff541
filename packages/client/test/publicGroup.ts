/**
 * A group of two accounts on the real engine, whose commits stand in the open.
 *
 * @module
 */
import * as node from 'node:crypto'

import { sha256 } from '@noble/hashes/sha2.js'
import * as Codec from '@parley/codec'
import {
  adoptCommit,
  commit,
  type CommitOptions,
  createGroup,
  cryptoProvider,
  generateKeyPackage,
  generateSignatureKeyPair,
  type GroupState,
  joinFromWelcome,
  type Member,
  nodePrimitives,
  type OwnKeyPackage,
  processMessage,
  type Proposal,
  publicGroup,
} from '@parley/mls'
import { Account, Crypto } from '@parley/protocol'

import * as Act from '../src/group/Act.ts'
import * as Agreed from '../src/group/Agreed.ts'
import * as Leaf from '../src/group/Leaf.ts'
import { committersOf, first, hashOf, type PublicState } from '../src/group/PublicState.ts'
import { type Claim, type Given, type Judge, step, type Wanted } from '../src/group/step.ts'

export const start = 1_800_000_000_000
const provider = cryptoProvider(nodePrimitives(node))
const suite = provider.cipherSuite(3)
const lifetime = { notBefore: start / 1000 - 86_400, notAfter: start / 1000 + 90 * 86_400 }

const claim = Codec.struct({
  account: Account.codec,
  keyIssuedAt: Codec.uint53,
  device: Codec.fixed(32),
})
/** What stands in these tests for an identity log's entry: what it would prove. */
const entry = Codec.struct({
  account: Account.codec,
  device: Codec.optional(Codec.fixed(32)),
  keyIssuedAt: Codec.optional(Codec.uint53),
})

export const account = (number: number): Account.Account =>
  Account.fromAddressBytes(new Uint8Array(20).fill(number))

export const judge: Judge = {
  crypto: { sha256 },
  authenticate: (requests) => requests.map(() => true),
  claimOf({ credential }: Member): Claim {
    if (credential.type !== 'basic') throw new Error('a credential of these tests is basic')
    return Codec.decode(claim, credential.identity)
  },
  wanted(warrant) {
    try {
      const { account: of, device, keyIssuedAt } = Codec.decode(entry, warrant.entry)
      return {
        account: of,
        ...(device === undefined ? {} : { device }),
        ...(keyIssuedAt === undefined ? {} : { keyIssuedAt }),
      }
    } catch {
      return undefined
    }
  },
}

/** A warrant that holds. */
export function warrantOf({ account: of, device, keyIssuedAt }: Wanted): Act.Warrant {
  const bytes = Codec.encode(entry, { account: of, device, keyIssuedAt })
  return { type: device === undefined ? 'key' : 'revoked', entry: bytes }
}

const slotKeyPair = (): Crypto.KeyPair =>
  Crypto.deriveKeyPair(new Uint8Array(node.randomBytes(32)), 'slot key')

const leafExtension = (
  slotKey: Uint8Array,
  at: number,
): { extensionType: number; data: Uint8Array } => ({
  extensionType: Leaf.extensionType,
  data: Codec.encode(Leaf.codec, { type: 'v1' as const, slotKey, at }),
})

/** What a device would add to a group to be a member. */
export type Newcomer = {
  readonly claim: Claim
  readonly own: OwnKeyPackage
  readonly slotKey: Uint8Array
}

export function newcomer(
  of: Account.Account,
  options: Partial<Claim> & { at?: number; slotKey?: Uint8Array; bare?: boolean } = {},
): Newcomer {
  const { at = start, bare = false, slotKey = slotKeyPair().publicKey, ...rest } = options
  const who = {
    account: of,
    keyIssuedAt: start,
    device: new Uint8Array(node.randomBytes(32)),
    ...rest,
  }
  const own = generateKeyPackage({
    crypto: provider,
    cipherSuite: suite.id,
    credential: { type: 'basic', identity: Codec.encode(claim, who) },
    signatureKeyPair: generateSignatureKeyPair(suite),
    lifetime,
    capabilities: { extensions: [Agreed.extensionType, Leaf.extensionType] },
    leafExtensions: bare ? [] : [leafExtension(slotKey, at)],
  })
  return { claim: who, own, slotKey }
}

/** A member: its state, its key for the next slot, and the public state as it has it. */
export type Party = {
  readonly claim: Claim
  state: GroupState
  slotKey: Uint8Array
  seen: PublicState
}

/** What a commit is made of; each can be told otherwise than it is, as a liar would. */
export type Change = {
  readonly proposals?: readonly Proposal[]
  readonly warrants?: readonly Act.Warrant[]
  readonly at: number
  readonly withPath?: boolean
  readonly lie?: Partial<{
    act: Partial<Act.Act>
    key: Uint8Array
    committers: Uint8Array
    sentAt: number
    leaf: { slotKey?: Uint8Array; at?: number }
    claim: Partial<Claim>
    commit: (bytes: Uint8Array) => Uint8Array
    options: Partial<CommitOptions>
  }>
}

export type Made = {
  readonly given: Given
  readonly state: GroupState
  readonly slotKey: Uint8Array
  readonly welcome: Uint8Array | undefined
}

/** A commit of a member, lies and all; the committers are those that the group after it has. */
export function make(party: Party, change: Change): Made {
  const { proposals = [], warrants = [], at, lie = {} } = change
  const withPath =
    change.withPath ?? (proposals.length === 0 || proposals.some(({ type }) => type !== 'add'))
  const act: Act.Act = {
    type: 'v1',
    at,
    before: hashOf(judge.crypto, party.seen),
    warrants: [...warrants],
    ...lie.act,
  }
  const slotKey = lie.leaf?.slotKey ?? slotKeyPair().publicKey
  const leaf = {
    extensions: [leafExtension(slotKey, lie.leaf?.at ?? at)],
    ...(lie.claim === undefined
      ? {}
      : {
          credential: {
            type: 'basic' as const,
            identity: Codec.encode(claim, { ...party.claim, ...lie.claim }),
          },
        }),
  }
  const made = commit(
    party.state,
    {
      wireFormat: 'public',
      proposals,
      references: [],
      authenticatedData: Codec.encode(Act.codec, act),
      ...(withPath ? { leaf } : {}),
      ...lie.options,
    },
    { authenticate: judge.authenticate, now: Math.floor(at / 1000) },
  )
  const after = { group: publicGroup(made.state), ledger: party.seen.ledger }
  return {
    given: {
      key: lie.key ?? party.slotKey,
      committers: lie.committers ?? committersOf(judge.crypto, after).root,
      sentAt: lie.sentAt ?? at,
      commit: lie.commit === undefined ? made.commit : lie.commit(made.commit),
    },
    state: made.state,
    slotKey: withPath ? slotKey : party.slotKey,
    welcome: made.welcome,
  }
}

/** A group of one device of the first account, for the pair. */
export function founded(pair: readonly Account.Account[] = [account(1), account(2)]): Party {
  const founder = newcomer(pair[0]!)
  const state = createGroup({
    crypto: provider,
    own: founder.own,
    groupId: new Uint8Array(node.randomBytes(32)),
    extensions: [
      {
        extensionType: Agreed.extensionType,
        data: Codec.encode(Agreed.codec, {
          type: 'v1',
          rules: Agreed.rules,
          conversation: new Uint8Array(32),
          kind: pair.length === 1 ? 'self' : 'direct',
          pad: new Uint8Array(node.randomBytes(32)),
          pair: [...pair],
        }),
      },
    ],
  })
  const topic = new Uint8Array(32).fill(9)
  return {
    claim: founder.claim,
    state,
    slotKey: founder.slotKey,
    seen: first(publicGroup(state), topic, start),
  }
}

/** A member takes in a commit that was sealed: the judge's answer, then the group's secrets. */
export function take(party: Party, given: Given): void {
  party.seen = step(party.seen, given, judge)
  party.state = processMessage(party.state, given.commit, {
    authenticate: judge.authenticate,
    now: Math.floor(given.sentAt / 1000),
  }).state
}

/** The committer goes on, and those it added join. */
export function settle(
  party: Party,
  made: Made,
  others: readonly Party[],
  added: readonly Newcomer[] = [],
): Party[] {
  const after = step(party.seen, made.given, judge)
  party.state = adoptCommit(party.state, made.state)
  party.slotKey = made.slotKey
  party.seen = after
  for (const other of others) take(other, made.given)
  return added.map((one) => ({
    claim: one.claim,
    slotKey: one.slotKey,
    seen: after,
    state: joinFromWelcome(
      { crypto: provider, welcome: made.welcome!, own: one.own },
      { authenticate: judge.authenticate, now: Math.floor(made.given.sentAt / 1000) },
    ),
  }))
}

export const addOf = ({ own }: Newcomer): Proposal => ({ type: 'add', keyPackage: own.keyPackage })
export const removeOf = ({ state }: Party): Proposal => ({
  type: 'remove',
  removed: state.ownLeafIndex,
})

/** Two accounts with two devices each, in a group that the first device made. */
export function pairOfPairs(): Party[] {
  const founder = founded()
  const newcomers = [newcomer(account(1)), newcomer(account(2)), newcomer(account(2))]
  const made = make(founder, { proposals: newcomers.map(addOf), at: start })
  return [founder, ...settle(founder, made, [], newcomers)]
}
