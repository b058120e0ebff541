/** The rules of the register: pure, and the same for replicas, clients and the model checker. */
import * as Bytes from '../Bytes.ts'
import type { Crypto } from '../Crypto.ts'
import * as Envelope from '../Envelope.ts'
import * as Limits from '../Limits.ts'
import * as Placement from '../Placement.ts'
import { SealError, type SealErrorCode } from './SealError.ts'
import type { Body, Certificate, Lock, RequestContent, Signer, Statement } from './wire.ts'

/** A node that decides a slot. */
export type Replica = {
  /** 32 bytes. */
  readonly id: Uint8Array
  /** SEC 1 uncompressed P-256 point, 65 bytes. */
  readonly publicKey: Uint8Array
}

/** One slot of a topic and who decides it. Made by {@link slotOf}. */
export type Slot = {
  readonly topic: Uint8Array
  readonly slot: number
  readonly replicas: readonly Replica[]
  /** `Placement.setHash` of the replicas. */
  readonly set: Uint8Array
  /** q: any two quorums share an honest replica. */
  readonly quorum: number
  /** f: how many replicas may lie or fail. */
  readonly faultsMax: number
  /** Replicas by the hex of their id. */
  readonly members: ReadonlyMap<string, Replica>
}

/**
 * A slot with what follows from its replica set.
 *
 * The rules hold for every n ≥ 1, not only 3f+1. With f = ⌊(n−1)/3⌋ and q = ⌈(n+f+1)/2⌉:
 * two quorums share 2q − n ≥ f+1 replicas, so an honest one (slow path, locks). If all n prepared x
 * in view 0, every bundle of q statuses has at least q − f ≥ f+1 honest ones that name x first, and
 * at most f that name anything else: rule (2) gives x and nothing but x. And q ≤ n − f: the honest
 * ones are a quorum by themselves.
 *
 * @throws SealError `bad_replica_set`
 * @example
 * ```ts
 * import { Crypto, Seal } from '@parley/protocol'
 * const { publicKey } = Crypto.deriveKeyPair(new Uint8Array(32), 'node')
 * const replicas = [{ id: new Uint8Array(32), publicKey }]
 * Seal.slotOf(Crypto.pure, { topic: new Uint8Array(32), slot: 0, replicas }).quorum // 1
 * ```
 */
export function slotOf(
  crypto: Crypto,
  options: { topic: Uint8Array; slot: number; replicas: readonly Replica[] },
): Slot {
  const { topic, slot, replicas } = options
  const n = replicas.length
  const members = new Map(replicas.map((replica) => [Bytes.toHex(replica.id), replica]))
  if (n === 0) throw new SealError('bad_replica_set', 'it is empty')
  if (n > Limits.wire.replicasMax)
    throw new SealError('bad_replica_set', `${n} replicas, at most ${Limits.wire.replicasMax}`)
  if (members.size !== n) throw new SealError('bad_replica_set', 'a node stands in it twice')
  const set = Placement.setHash(
    crypto,
    replicas.map((replica) => replica.id),
  )
  const [quorum, faultsMax] = [Placement.quorum(n), Placement.faultsMax(n)]
  return { topic, slot, replicas, set, quorum, faultsMax, members }
}

/** Two simplifications that fork. The model checker switches them on to show that it finds them. */
export type Rules = {
  /** A quorum of `prepared` in view 0 counts as a seal. */
  readonly unsafeSealOnQuorumForTesting?: boolean
  /** Rule (2) is left out. */
  readonly unsafeIgnoreFirstForTesting?: boolean
}

/** The rules as they are. */
export const safeRules: Rules = {}

/** How far one `advance` moves a replica: views must not be used up by a single request. */
export const viewStepMax = 1024

/** What a view's statuses say of the value it may have. */
type Claim = { readonly lock?: Lock | undefined; readonly first?: Envelope.Ref | undefined }

/** Adds up how often each value occurs. */
export function tally(values: Iterable<Envelope.Ref>): { value: Envelope.Ref; count: number }[] {
  const counts: { value: Envelope.Ref; count: number }[] = []
  for (const value of values) {
    const entry = counts.find((known) => Envelope.sameRef(known.value, value))
    if (entry) entry.count++
    else counts.push({ value, count: 1 })
  }
  return counts
}

/**
 * The values that a quorum's statuses leave: one or more, or `undefined` if any value will do.
 * More than one is left only where none of them can have been sealed.
 *
 * 1. If any carries a lock, the value of the lock of the highest view.
 * 2. Else, values that f+1 of them prepared in view 0.
 * 3. Else any.
 */
export function allowedValues(
  slot: Slot,
  claims: readonly Claim[],
  rules: Rules = safeRules,
): Envelope.Ref[] | undefined {
  const locks = claims.flatMap(({ lock }) => (lock === undefined ? [] : [lock]))
  if (locks.length > 0) {
    const highest = Math.max(...locks.map((lock) => lock.view))
    return tally(locks.filter((lock) => lock.view === highest).map((lock) => lock.value)).map(
      (entry) => entry.value,
    )
  }
  if (rules.unsafeIgnoreFirstForTesting) return undefined
  const firsts = claims.flatMap(({ first }) => (first === undefined ? [] : [first]))
  const supported = tally(firsts).filter((entry) => entry.count > slot.faultsMax)
  return supported.length > 0 ? supported.map((entry) => entry.value) : undefined
}

/**
 * Whether a request proposes a value of the client's own choice, as nothing can have been sealed:
 * in view 0, and where the statuses shown leave every value.
 */
export function isFree(slot: Slot, body: RequestContent['body']): boolean {
  if (body.type !== 'prepare') return false
  return body.view === 0 || allowedValues(slot, body.bundle) === undefined
}

/** Members only, none twice, at least `least`; throws what `code` says otherwise. */
export function assertMembers(
  slot: Slot,
  nodes: readonly { node: Uint8Array }[],
  least: number,
  code: SealErrorCode,
): void {
  const seen = new Set<string>()
  for (const { node } of nodes) {
    const name = Bytes.toHex(node)
    if (!slot.members.has(name)) throw new SealError(code, `${name} is no replica of the slot`)
    if (seen.has(name)) throw new SealError(code, `${name} is counted twice`)
    seen.add(name)
  }
  if (seen.size < least)
    throw new SealError(code, `${seen.size} replicas signed, ${least} are needed`)
}

/** A status is of a later view than 0, and than its lock; a lock has a quorum. */
export function assertStatus(
  slot: Slot,
  view: number,
  lock: Lock | undefined,
  code: SealErrorCode,
): void {
  if (view === 0) throw new SealError(code, 'no status is signed in view 0')
  if (lock === undefined) return
  if (lock.view >= view)
    throw new SealError(code, `a lock of view ${lock.view} in a status of view ${view}`)
  assertMembers(slot, lock.signatures, slot.quorum, code)
}

/** Whether both name the same slot; throws if not. */
export function assertContext(
  slot: Slot,
  found: { topic: Uint8Array; slot: number; set: Uint8Array },
  code: SealErrorCode,
): void {
  if (!Bytes.equal(found.topic, slot.topic)) throw new SealError(code, 'it is of another topic')
  if (found.slot !== slot.slot)
    throw new SealError(code, `it is of slot ${found.slot}, not ${slot.slot}`)
  if (!Bytes.equal(found.set, slot.set)) {
    const details = `found ${Bytes.toHex(found.set)}, expected ${Bytes.toHex(slot.set)}`
    throw new SealError(code === 'bad_seal_request' ? 'wrong_replica_set' : code, details)
  }
}

/**
 * All that a request must satisfy besides its signatures: right slot and set, enough distinct
 * members, and for `prepare` a value that its bundle allows.
 *
 * @throws SealError `bad_seal_request`, `wrong_replica_set` or `seal_unjustified`
 */
export function assertSound(slot: Slot, content: RequestContent, rules: Rules = safeRules): void {
  const code = 'bad_seal_request'
  const { body } = content
  assertContext(slot, content, code)
  if (body.type === 'commit') assertMembers(slot, body.signatures, slot.quorum, code)
  if (body.type !== 'prepare') return
  if (body.view === 0) {
    if (body.bundle.length > 0) throw new SealError(code, 'view 0 needs no statuses')
    return
  }
  assertMembers(slot, body.bundle, slot.quorum, code)
  for (const { lock } of body.bundle) assertStatus(slot, body.view, lock, code)
  const allowed = allowedValues(slot, body.bundle, rules)
  if (allowed?.some((value) => Envelope.sameRef(value, body.value)) === false)
    throw new SealError(
      'seal_unjustified',
      `they leave ${allowed.map((value) => Bytes.toHex(value.id)).join(' or ')}`,
    )
}

/** How many signatures a certificate of this path needs. */
export function signaturesMin(
  slot: Slot,
  path: Certificate['path'],
  rules: Rules = safeRules,
): number {
  if (path === 'slow' || rules.unsafeSealOnQuorumForTesting) return slot.quorum
  return slot.replicas.length
}

/** The signatures of one vote among statements, each replica once. */
export function signersOf(
  statements: Iterable<Statement>,
  type: 'prepared' | 'committed',
  view: number,
  value: Envelope.Ref,
): Signer[] {
  const signers = new Map<string, Signer>()
  for (const { node, body, signature } of statements)
    if (body.type === type && body.view === view && Envelope.sameRef(body.value, value))
      signers.set(Bytes.toHex(node), { node, signature })
  return [...signers.values()]
}

/**
 * The certificate that verified statements of this slot make up, if they do.
 *
 * @param statements of any views and values
 */
export function certificateOf(
  slot: Slot,
  statements: readonly Statement[],
  rules: Rules = safeRules,
): Certificate | undefined {
  for (const { body } of statements) {
    if (body.type === 'status' || (body.type === 'prepared' && body.view > 0)) continue
    const { type, view, value } = body
    const path = type === 'prepared' ? 'fast' : 'slow'
    const signatures = signersOf(statements, type, view, value)
    if (signatures.length < signaturesMin(slot, path, rules)) continue
    return { topic: slot.topic, slot: slot.slot, set: slot.set, value, view, path, signatures }
  }
  return undefined
}

/** The statements that a certificate is made of. */
export function statementsOf(certificate: Certificate): Statement[] {
  const { topic, slot, set, value, view, path } = certificate
  const type = path === 'fast' ? 'prepared' : 'committed'
  return certificate.signatures.map(({ node, signature }) => ({
    node,
    topic,
    slot,
    set,
    body: { type, view, value },
    signature,
  }))
}

function sameOptional(a: Envelope.Ref | undefined, b: Envelope.Ref | undefined): boolean {
  return a === undefined || b === undefined ? a === b : Envelope.sameRef(a, b)
}

/**
 * Whether no honest replica makes both statements: two different ones of a kind for one view. A
 * lock's signatures make no difference.
 */
export function conflict(one: Body, other: Body): boolean {
  if (one.view !== other.view) return false
  if (one.type !== 'status') return one.type === other.type && !sameOptional(one.value, other.value)
  if (other.type !== 'status') return false
  return !(
    sameOptional(one.first, other.first) &&
    one.lock?.view === other.lock?.view &&
    sameOptional(one.lock?.value, other.lock?.value)
  )
}
