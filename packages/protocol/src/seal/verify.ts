/** Signatures: what comes from others is checked here, once, before any rule looks at it. */
import * as Bytes from '../Bytes.ts'
import type { Crypto } from '../Crypto.ts'
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
  type Statement,
  statementBytes,
  type Verified,
} from './wire.ts'

type Unsigned = Omit<Statement, 'signature'>

/** Checks signatures side by side; those that occur more than once (locks in a bundle) once. */
class Signatures {
  readonly #crypto: Crypto
  readonly #slot: Slot
  readonly #checks = new Map<string, Promise<{ node: Uint8Array; valid: boolean }>>()

  constructor(crypto: Crypto, slot: Slot) {
    this.#crypto = crypto
    this.#slot = slot
  }

  statement({ node, body }: Pick<Unsigned, 'node' | 'body'>, signature: Uint8Array): void {
    const { topic, slot, set, members } = this.#slot
    const { publicKey } = members.get(Bytes.toHex(node))!
    const message = statementBytes({ node, topic, slot, set, body })
    const name = `${Bytes.toHex(message)} ${Bytes.toHex(signature)}`
    if (this.#checks.has(name)) return
    const check = async () => ({
      node,
      valid: await this.#crypto.verify(publicKey, message, signature),
    })
    this.#checks.set(name, check())
  }

  prepared(vote: { view: number; value: Lock['value'] }, signatures: readonly Signer[]): void {
    const { view, value } = vote
    for (const { node, signature } of signatures)
      this.statement({ node, body: { type: 'prepared', view, value } }, signature)
  }

  /** A status with its lock. */
  status(node: Uint8Array, status: Status, signature: Uint8Array): void {
    this.statement({ node, body: { type: 'status', ...status } }, signature)
    if (status.lock) this.prepared(status.lock, status.lock.signatures)
  }

  async assert(code: SealErrorCode): Promise<void> {
    const found = await Promise.all(this.#checks.values())
    const bad = found.find((check) => !check.valid)
    if (bad) throw new SealError(code, `not signed by ${Bytes.toHex(bad.node)}`)
  }
}
type Status = { view: number; lock: Lock | undefined; first: Lock['value'] | undefined }

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
    for (const { node, lock, first, signature: own } of body.bundle)
      signatures.status(node, { view: body.view, lock, first }, own)
  await signatures.assert('bad_seal_request')
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
        const { body, signature } = statement
        if (body.view !== reply.view)
          throw new SealError(code, `a statement of view ${body.view} from view ${reply.view}`)
        if (body.type === 'status') {
          assertStatus(slot, body.view, body.lock, code)
          signatures.status(node, body, signature)
        } else signatures.statement(statement, signature)
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
  for (const statement of statementsOf(certificate))
    signatures.statement(statement, statement.signature)
  await signatures.assert('bad_seal')
  return certificate as Verified<Certificate>
}

/**
 * Checks evidence against a node: two different `prepared`, `committed` or `status` for one slot,
 * view and set. Nothing else convicts, as the order of statements cannot be shown.
 *
 * @param publicKey the registered key of `evidence.one.node`, 65 bytes
 * @throws SealError `bad_seal_evidence`
 */
export async function verifyEvidence(
  crypto: Crypto,
  evidence: Evidence,
  publicKey: Uint8Array,
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
    [one, other].map((each) => crypto.verify(publicKey, statementBytes(each), each.signature)),
  )
  if (valid.includes(false)) throw new SealError(code, 'a signature is not the node’s', one.node)
}
