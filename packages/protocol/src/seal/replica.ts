/** The replica's side: passive, it only answers. */
import * as Bytes from '../Bytes.ts'
import type { Crypto, KeyPair } from '../Crypto.ts'
import { assertSound, type Rules, safeRules, type Slot, viewStepMax } from './rules.ts'
import { SealError } from './SealError.ts'
import {
  type Body,
  type Certificate,
  type Register,
  type Reply,
  type RequestContent,
  signStatement,
  type Request,
  type Verified,
} from './wire.ts'

function transition(state: Register, body: RequestContent['body']): Register {
  if (body.type === 'advance') {
    const { view } = body
    if (view <= state.view || view - state.view > viewStepMax) return state
    const { lock, first } = state
    const status = { view, lock, first }
    return { ...state, view, status, prepared: undefined, committed: undefined }
  }
  if (body.view !== state.view) return state
  const { view, value } = body
  if (body.type === 'prepare')
    return state.prepared === undefined
      ? { ...state, prepared: value, first: view === 0 ? value : state.first }
      : state
  if (state.committed !== undefined) return state
  return { ...state, committed: value, lock: { view, value, signatures: body.signatures } }
}

/** What it has to say: the answer itself, or, to who is elsewhere or asks for it, all of its view. */
function statements(state: Register, body: RequestContent['body']): Body[] {
  const { view, status, prepared, committed } = state
  const vote = (type: 'prepared' | 'committed', value: typeof prepared): Body[] =>
    value === undefined ? [] : [{ type, view, value }]
  const own = body.view === view ? body.type : 'advance'
  return [
    ...(own === 'advance' && status !== undefined ? [{ type: 'status' as const, ...status }] : []),
    ...(own === 'commit' ? [] : vote('prepared', prepared)),
    ...(own === 'prepare' ? [] : vote('committed', committed)),
  ]
}

/**
 * A replica's answer to a verified request: pure. The register given back must be on disk before
 * the statements leave; the same request again gives the same answer.
 *
 * @param state what it keeps for the slot; `undefined` if nothing yet
 * @throws SealError `bad_seal_request`, `wrong_replica_set` or `seal_unjustified`; the state stays
 */
export function answer(
  slot: Slot,
  state: Register | undefined,
  request: Verified<Pick<Request, 'content'>>,
  rules: Rules = safeRules,
): { register: Register; changed: boolean; bodies: Body[] } {
  const { content } = request
  assertSound(slot, content, rules)
  // Votes under one set must not count under another.
  if (state !== undefined && !Bytes.equal(state.set, slot.set))
    throw new SealError('wrong_replica_set', `the slot began with ${Bytes.toHex(state.set)}`)
  const before: Register = state ?? {
    type: 'v1',
    set: slot.set,
    view: 0,
    status: undefined,
    prepared: undefined,
    committed: undefined,
    first: undefined,
    lock: undefined,
  }
  const register = transition(before, content.body)
  return { register, changed: register !== before, bodies: statements(register, content.body) }
}

/**
 * {@link answer}, with the reply signed. The caller lets one request of a slot at a time in, and if
 * `changed`, has `register` on disk before it lets `reply` out.
 *
 * @param node the replica itself: its id and key
 * @throws SealError as {@link answer}
 * @example
 * ```ts
 * import { Crypto, Seal } from '@parley/protocol'
 * declare const slot: Seal.Slot, request: Seal.Request, writer: Uint8Array, id: Uint8Array
 * declare const keyPair: Crypto.KeyPair, stored: Seal.Register | undefined
 * const verified = await Seal.verifyRequest(Crypto.pure, slot, request, writer)
 * const { register, changed, reply } =
 *   await Seal.respond(Crypto.pure, slot, stored, verified, { id, keyPair })
 * // if (changed) store register and sync; then send reply
 * ```
 */
export async function respond(
  crypto: Crypto,
  slot: Slot,
  state: Register | undefined,
  request: Verified<Request>,
  node: { readonly id: Uint8Array; readonly keyPair: KeyPair },
): Promise<{ register: Register; changed: boolean; reply: Reply }> {
  const { register, changed, bodies } = answer(slot, state, request)
  const { topic, set } = slot
  const signed = await Promise.all(
    bodies.map((body) =>
      signStatement(crypto, { node: node.id, topic, slot: slot.slot, set, body }, node.keyPair),
    ),
  )
  return { register, changed, reply: { type: 'state', view: register.view, statements: signed } }
}

/** The reply to every request once the slot is sealed. */
export function sealedReply(certificate: Certificate): Reply {
  return { type: 'sealed', certificate }
}
