/**
 * The judge of commits. Whether a commit is valid is a public question: it is asked of the public state
 * alone, so all who see the commit (members, devices that come back, those who join later) decide alike,
 * without votes and whatever their clocks say.
 *
 * @module
 */
import * as Codec from '@parley/codec'
import {
  type Authenticate,
  type Member,
  MlsError,
  observeCommit,
  type Observed,
  type Proposal,
} from '@parley/mls'
import { type Account, Bytes, Committers, type Crypto, Errors, Limits } from '@parley/protocol'

import * as Act from './Act.ts'
import * as Agreed from './Agreed.ts'
import {
  agreedOf,
  committersOf,
  hashOf,
  leavesOf,
  type Ledger,
  type PublicState,
  recentMax,
} from './PublicState.ts'

/** An account has no more devices in one group. */
const devicesMax = 16
/** A path alone refreshes keys: more often it is only work for the others. */
const renewalMs = 10 * 60_000
/** So many commits of an account in a day, but for those that a warrant asks for. */
const commitsADayMax = 8
const dayMs = 24 * 3_600_000

/** A device as its leaf's credential names it. */
export type Claim = {
  readonly account: Account.Account
  /** When the wallet certified the account key that certified the device. */
  readonly keyIssuedAt: number
  /** The device's id, 32 bytes. */
  readonly device: Uint8Array
}

/** What an account wants of its leaves, by an entry of its identity log. */
export type Wanted = {
  readonly account: Account.Account
  /** The device that was revoked. */
  readonly device?: Uint8Array
  /** Since when another account key holds. */
  readonly keyIssuedAt?: number
}

/** Cryptography and what a credential says. */
export type Judge = {
  readonly crypto: Pick<Crypto.Crypto, 'sha256'>
  readonly authenticate: Authenticate
  /** What a member's credential claims; it was authenticated. */
  readonly claimOf: (member: Member) => Claim
  /** What a warrant proves; `undefined` if its entry is not its account's. */
  readonly wanted: (warrant: Act.Warrant) => Wanted | undefined
}

/** A commit as its envelope carries it. */
export type Given = {
  /** The committer's key, 65 bytes. */
  readonly key: Uint8Array
  /** The root of who may end the next slot. */
  readonly committers: Uint8Array
  readonly sentAt: number
  /** The MLS commit, in the open. */
  readonly commit: Uint8Array
}

/** Thrown for a commit that is not valid, with the rule that it breaks. */
export class InvalidCommitError extends Errors.BaseError {
  override name = 'step.InvalidCommitError'
  constructor(details: string, cause?: unknown) {
    super('The commit is not valid.', { code: 'invalid_commit', details, cause })
  }
}

function ensure(condition: boolean, details: string): asserts condition {
  if (!condition) throw new InvalidCommitError(details)
}

/** All that the rules ask about, worked out once. */
type Case = {
  readonly judge: Judge
  readonly before: PublicState
  readonly observed: Observed
  readonly act: Act.Act
  readonly time: number
  readonly author: Claim
  readonly wanted: readonly Wanted[]
}

const isFor = (claim: Claim, { account, device, keyIssuedAt }: Wanted): boolean =>
  claim.account === account &&
  (device === undefined || Bytes.equal(claim.device, device)) &&
  (keyIssuedAt === undefined || claim.keyIssuedAt < keyIssuedAt)

const isWanted = ({ wanted }: Case, claim: Claim): boolean =>
  wanted.some((one) => isFor(claim, one))

const sameDevice = (a: Claim, b: Claim): boolean =>
  a.account === b.account && Bytes.equal(a.device, b.device)

/** The oldest account key of each account that still has a place, after what the warrants say. */
function floorsOf({
  before,
  wanted,
}: Pick<Case, 'before' | 'wanted'>): Map<Account.Account, number> {
  const floors = new Map(before.ledger.floors.map((one) => [one.account, one.keyIssuedAt]))
  for (const { account, keyIssuedAt } of wanted)
    if (keyIssuedAt !== undefined)
      floors.set(account, Math.max(floors.get(account) ?? 0, keyIssuedAt))
  return floors
}

/** Which changes a commit may make at all: members come and go, and nothing else. */
const changeable = new Set<Proposal['type']>(['add', 'remove'])

function checkProposals({ observed }: Case): void {
  for (const { type } of observed.changes.proposals)
    ensure(changeable.has(type), `a ${type} changes what nobody may change`)
  ensure(!observed.changes.external, 'nobody joins by itself')
}

/** A device may be added that belongs to the pair. */
function checkAdded(of: Case): void {
  const { observed, before, judge } = of
  const { pair } = agreedOf(before)
  for (const member of observed.changes.added) {
    const claim = judge.claimOf(member)
    ensure(pair.includes(claim.account), `${claim.account} does not belong into the group`)
    ensure(!isWanted(of, claim), 'a device is added that the commit’s warrant removes')
  }
}

/** A device may be removed by its own account, or by anyone with a warrant. */
function checkRemoved(of: Case): void {
  const { observed, author, judge } = of
  for (const member of observed.changes.removed) {
    const claim = judge.claimOf(member)
    ensure(
      claim.account === author.account || isWanted(of, claim),
      'a device of another account is removed without a warrant',
    )
  }
  const gone = new Set(observed.changes.removed.map(({ leafIndex }) => leafIndex))
  for (const { member } of leavesOf(of.before)) {
    const claim = judge.claimOf(member)
    ensure(
      gone.has(member.leafIndex) || !isWanted(of, claim),
      'a warrant asks for more than the commit removes',
    )
  }
  ensure(
    of.wanted.every((one) =>
      observed.changes.removed.some((member) => isFor(judge.claimOf(member), one)),
    ),
    'a warrant removes nobody',
  )
}

/** A new leaf says who may commit with which key, which serves once, under an account key that holds. */
function checkLeaves(of: Case): void {
  const { observed, before, judge, act, time } = of
  const floors = floorsOf(of)
  const known = leavesOf(before)
  const { changes } = observed
  const fresh = leavesOf({ ...before, group: observed.group }).filter(
    ({ member }) =>
      changes.updated.includes(member.leafIndex) ||
      changes.added.some(({ leafIndex }) => leafIndex === member.leafIndex),
  )
  const slotKeys = new Set(
    known.map(({ leaf }) => (leaf === undefined ? '' : Bytes.toHex(leaf.slotKey))),
  )
  for (const { member, leaf } of fresh) {
    ensure(leaf !== undefined, 'a leaf names no slot key')
    const key = Bytes.toHex(leaf.slotKey)
    ensure(!slotKeys.has(key), 'a slot key is used again')
    slotKeys.add(key)
    const claim = judge.claimOf(member)
    ensure(
      claim.keyIssuedAt >= (floors.get(claim.account) ?? 0),
      'a device rests on an account key that was replaced',
    )
    ensure(leaf.at <= time + Limits.time.futureMsMax, 'a leaf is of a time to come')
    if (changes.updated.includes(member.leafIndex)) {
      ensure(leaf.at === act.at, 'a new leaf is not of the commit’s time')
      const previous = known.find((one) => one.member.leafIndex === member.leafIndex)!
      ensure(sameDevice(claim, judge.claimOf(previous.member)), 'a leaf becomes another device’s')
    }
  }
}

/** No device twice, and no account with more than the others can bear. */
function checkSizes({ observed, before, judge }: Case): void {
  const claims = leavesOf({ ...before, group: observed.group }).map(({ member }) =>
    judge.claimOf(member),
  )
  const devices = new Set(claims.map(({ account, device }) => `${account} ${Bytes.toHex(device)}`))
  ensure(devices.size === claims.length, 'a device is a member twice')
  for (const [account, own] of Map.groupBy(claims, (claim) => claim.account))
    ensure(own.length <= devicesMax, `${account} would have ${own.length} devices in the group`)
}

/** How often an account may commit: nobody keeps the others busy for nothing. */
function checkPace({ observed, before, act, author, judge, time }: Case): void {
  const { changes } = observed
  if (changes.proposals.length === 0) {
    const newest = Math.max(
      ...leavesOf(before)
        .filter(({ member }) => judge.claimOf(member).account === author.account)
        .map(({ leaf }) => leaf?.at ?? 0),
    )
    ensure(newest + renewalMs <= time, 'an account renews its keys too often')
  }
  if (act.warrants.length > 0 || before.ledger.slot === 0) return
  const today = before.ledger.recent.filter(
    (one) => one.account === author.account && one.at > time - dayMs,
  )
  ensure(today.length < commitsADayMax, 'an account commits too often')
}

function ledgerAfter(of: Case): Ledger {
  const { before, time, author, act } = of
  const { topic, slot, recent } = before.ledger
  const counted =
    act.warrants.length > 0 || slot === 0
      ? recent
      : [...recent, { account: author.account, at: time }]
  return {
    topic,
    slot: slot + 1,
    time,
    floors: [...floorsOf(of)]
      .map(([account, keyIssuedAt]) => ({ account, keyIssuedAt }))
      .toSorted((a, b) => (a.account < b.account ? -1 : 1)),
    recent: counted.filter((one) => one.at > time - dayMs).slice(-recentMax),
  }
}

/** Reads what the rules ask about; the author's signature and key are seen to be right. */
function open(before: PublicState, given: Given, judge: Judge): Case {
  const agreed = agreedOf(before)
  ensure(agreed.rules === Agreed.rules, `the group goes by rules ${agreed.rules}`)
  const time = Math.max(given.sentAt, before.ledger.time)
  const observed = observeCommit(before.group, given.commit, {
    authenticate: judge.authenticate,
    // Lifetimes are judged by the time that all agree on, never by the reader's clock.
    now: Math.floor(time / 1000),
  })
  const act = Codec.decode(Act.codec, observed.authenticatedData)
  ensure(act.at === given.sentAt, 'the act is of another time than its envelope')
  ensure(Bytes.equal(act.before, hashOf(judge.crypto, before)), 'the act is on another state')
  const signer = leavesOf(before).find(
    ({ member }) => member.leafIndex === observed.author.leafIndex,
  )
  ensure(
    signer?.leaf !== undefined && Bytes.equal(signer.leaf.slotKey, given.key),
    'the envelope’s key is not the committer’s',
  )
  const wanted = act.warrants.map((warrant) => {
    const one = judge.wanted(warrant)
    ensure(one !== undefined, 'a warrant does not hold')
    return one
  })
  return { judge, before, observed, act, time, author: judge.claimOf(signer.member), wanted }
}

/**
 * The public state after a commit.
 *
 * @param before where the commit's slot begins
 * @param given the commit, as its envelope carries it
 * @throws InvalidCommitError for a commit that breaks a rule: all who judge it from the same state refuse it
 * @example
 * ```ts
 * import { type Given, type Judge, step } from './step.ts'
 * import type { PublicState } from './PublicState.ts'
 * const replay = (from: PublicState, commits: readonly Given[], judge: Judge): PublicState =>
 *   commits.reduce((state, commit) => step(state, commit, judge), from)
 * ```
 */
export function step(before: PublicState, given: Given, judge: Judge): PublicState {
  try {
    const of = open(before, given, judge)
    checkProposals(of)
    checkAdded(of)
    checkRemoved(of)
    checkLeaves(of)
    checkSizes(of)
    checkPace(of)
    const after = { group: of.observed.group, ledger: ledgerAfter(of) }
    const { root } = committersOf(judge.crypto, after)
    ensure(Bytes.equal(root, given.committers), 'the envelope names other committers')
    return after
  } catch (error) {
    if (error instanceof InvalidCommitError) throw error
    // What comes out of bytes that are no commit is a broken rule too. Anything else is our own fault.
    if (
      error instanceof MlsError ||
      error instanceof Codec.CodecError ||
      error instanceof Committers.CommittersError
    )
      throw new InvalidCommitError(error.message, error)
    throw error
  }
}
