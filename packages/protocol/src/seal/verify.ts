/** Signatures: what comes from others is checked here, once, before any rule looks at it. */
import * as Bytes from '../Bytes.ts'
import type { Crypto } from '../Crypto.ts'
import * as Signing from '../Statement.ts'
import {
  assertContext,
  assertMembers,
  assertSound,
  assertStatus,
  conflict,
  signaturesMin,
  type Slot,
  statementsOf,
} from './rules.ts'
import { SealError, type SealErrorCode } from './SealError.ts'
import {
  type Certificate,
  type Evidence,
  type Lock,
  type Reply,
  type Request,
  requestBytes,
  type Signer,
  type Unsigned,
  type Verified,
  toSign,
} from './wire.ts'

type Check = { readonly node: Uint8Array; readonly isValid: () => Promise<boolean> }

/** Signatures to be checked; those that occur more than once (locks in a bundle) once. */
class Signatures {
  readonly #crypto: Crypto
  readonly #slot: Slot
  readonly #checks = new Map<string, Check>()

  constructor(crypto: Crypto, slot: Slot) {
    this.#crypto = crypto
    this.#slot = slot
  }

  statement({ node, body }: Pick<Unsigned, 'node' | 'body'>, signed: Signing.Signed): void {
    const { network, topic, slot, set, members } = this.#slot
    const { serial, signature } = signed
    const { publicKey } = members.get(Bytes.toHex(node))!
    const author = { network, id: node }
    const content = toSign({ topic, slot, set, body })
    const message = Signing.bytesOf(this.#crypto, author, serial, content)
    const name = `${Bytes.toHex(message)} ${Bytes.toHex(signature)}`
    if (this.#checks.has(name)) return
    const isValid = (): Promise<boolean> => this.#crypto.verify(publicKey, message, signature)
    this.#checks.set(name, { node, isValid })
  }

  prepared(vote: { view: number; value: Lock['value'] }, signatures: readonly Signer[]): void {
    const { view, value } = vote
    for (const { node, ...signed } of signatures)
      this.statement({ node, body: { type: 'prepared', view, value } }, signed)
  }

  /** A status with its lock. */
  status(node: Uint8Array, status: Status, signed: Signing.Signed): void {
    this.statement({ node, body: { type: 'status', ...status } }, signed)
    if (status.lock) this.prepared(status.lock, status.lock.signatures)
  }

  /** Checks them side by side. */
  async assert(code: SealErrorCode): Promise<void> {
    const checks = [...this.#checks.values()]
    const found = await Promise.all(checks.map(({ isValid }) => isValid()))
    const bad = checks[found.indexOf(false)]
    if (bad) throw new SealError(code, `not signed by ${Bytes.toHex(bad.node)}`)
  }

  /** Checks them one by one up to the first bad one: whoever shows noise has one check for it. */
  async assertEach(code: SealErrorCode): Promise<void> {
    for (const { node, isValid } of this.#checks.values())
      if (!(await isValid())) throw new SealError(code, `not signed by ${Bytes.toHex(node)}`)
  }
}
type Status = { view: number; lock: Lock | undefined; first: Lock['value'] | undefined }

/** How many signatures a request has a replica check, at most. */
export function signatureCount({ content: { body } }: Request): number {
  if (body.type === 'commit') return 1 + body.signatures.length
  if (body.type === 'advance') return 1
  const locks = body.bundle.map(({ lock }) => 1 + (lock?.signatures.length ?? 0))
  return locks.reduce((sum, count) => sum + count, 1)
}

/**
 * Checks a client's request: its signature, that it is sound, and every signature it shows.
 *
 * @param writer public write key of epoch = slot, 65 bytes
 * @throws SealError `bad_seal_request`, `wrong_replica_set` or `seal_unjustified`
 */
export async function verifyRequest(
  crypto: Crypto,
  slot: Slot,
  request: Request,
  writer: Uint8Array,
): Promise<Verified<Request>> {
  const { content, signature } = request
  const { body } = content
  assertSound(slot, content)
  // First the writer's signature: strangers must not get the others checked for them.
  if (!(await crypto.verify(writer, requestBytes(content), signature)))
    throw new SealError('bad_seal_request', 'not signed by the write key of the slot’s epoch')
  const signatures = new Signatures(crypto, slot)
  if (body.type === 'commit') signatures.prepared(body, body.signatures)
  if (body.type === 'prepare')
    for (const { node, lock, first, ...own } of body.bundle)
      signatures.status(node, { view: body.view, lock, first }, own)
  await signatures.assertEach('bad_seal_request')
  return request as Verified<Request>
}

/**
 * Checks a replica's reply. What fails is that replica's fault, or that of who carried the reply:
 * it goes to nobody's state machine, and the error's `node` says whom to distrust.
 *
 * @param node whom it came from, 32 bytes
 * @throws SealError `bad_seal_reply` with `node`
 */
export async function verifyReply(
  crypto: Crypto,
  slot: Slot,
  reply: Reply,
  node: Uint8Array,
): Promise<Verified<Reply>> {
  const code = 'bad_seal_reply'
  try {
    if (reply.type === 'sealed') await verifyCertificate(crypto, slot, reply.certificate)
    else {
      // A later view is signed for: a lie about it is on record.
      if (reply.view > 0 && reply.statements.length === 0)
        throw new SealError(code, `no statement of view ${reply.view}`)
      const signatures = new Signatures(crypto, slot)
      for (const statement of reply.statements) {
        if (!Bytes.equal(statement.node, node)) throw new SealError(code, 'another node’s words')
        assertMembers(slot, [statement], 1, code)
        assertContext(slot, statement, code)
        const { body } = statement
        if (body.view !== reply.view)
          throw new SealError(code, `a statement of view ${body.view} from view ${reply.view}`)
        if (body.type === 'status') {
          assertStatus(slot, body.view, body.lock, code)
          signatures.status(node, body, statement)
        } else signatures.statement(statement, statement)
      }
      await signatures.assert(code)
    }
  } catch (error) {
    if (!(error instanceof SealError)) throw error
    throw new SealError(code, error.details ?? error.shortMessage, node)
  }
  return reply as Verified<Reply>
}

/**
 * Checks a seal: whoever knows the registry needs nothing else to believe it.
 *
 * @param slot topic and slot it is expected for, and the replicas that decide that slot
 * @throws SealError `bad_seal`
 * @example
 * ```ts
 * import { Crypto, Seal } from '@parley/protocol'
 * declare const slot: Seal.Slot, certificate: Seal.Certificate
 * await Seal.verifyCertificate(Crypto.pure, slot, certificate)
 * certificate.value // the commit that ends the epoch
 * ```
 */
export async function verifyCertificate(
  crypto: Crypto,
  slot: Slot,
  certificate: Certificate,
): Promise<Verified<Certificate>> {
  const { path, view } = certificate
  assertContext(slot, certificate, 'bad_seal')
  if (path === 'fast' && view > 0) throw new SealError('bad_seal', 'the fast path is of view 0')
  assertMembers(slot, certificate.signatures, signaturesMin(slot, path), 'bad_seal')
  const signatures = new Signatures(crypto, slot)
  for (const statement of statementsOf(certificate)) signatures.statement(statement, statement)
  await signatures.assert('bad_seal')
  return certificate as Verified<Certificate>
}

/**
 * Checks evidence against a node: two different `prepared`, `committed` or `status` for one slot,
 * view and set. Nothing else convicts, as the order of statements cannot be shown.
 *
 * @param node the network's id, and the registered key of `evidence.one.node`
 * @throws SealError `bad_seal_evidence`
 */
export async function verifyEvidence(
  crypto: Crypto,
  evidence: Evidence,
  node: Pick<Signing.Author, 'network' | 'publicKey'>,
): Promise<void> {
  const code = 'bad_seal_evidence'
  const { one, other } = evidence
  if (!Bytes.equal(one.node, other.node)) throw new SealError(code, 'they are of two nodes')
  const together =
    Bytes.equal(one.topic, other.topic) &&
    one.slot === other.slot &&
    Bytes.equal(one.set, other.set)
  if (!together) throw new SealError(code, 'they are of two slots')
  if (!conflict(one.body, other.body)) throw new SealError(code, 'they do not conflict')
  const valid = await Promise.all(
    [one, other].map((each) =>
      Signing.verify(crypto, { ...node, id: each.node }, each, toSign(each)),
    ),
  )
  if (valid.includes(false)) throw new SealError(code, 'a signature is not the node’s', one.node)
}
