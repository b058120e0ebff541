/** A slot with real keys, and shorthand to ask its replicas. */
import * as Codec from '@parley/codec'

import * as Crypto from '../../src/Crypto.ts'
import * as Seal from '../../src/Seal.ts'

export const crypto = Crypto.fromSubtle(globalThis.crypto.subtle as unknown as Crypto.Subtle)

export type Node = { readonly id: Uint8Array; readonly keyPair: Crypto.KeyPair }

export const nodes: Node[] = Array.from({ length: 7 }, (_, i) => ({
  id: new Uint8Array(32).fill(i + 1),
  keyPair: Crypto.deriveKeyPair(new Uint8Array(32).fill(i + 1), 'node'),
}))
export const writer = Crypto.deriveKeyPair(new Uint8Array(32), 'writer')

export const valueOf = (n: number): Seal.Value => ({
  sentAt: 1_700_000_000_000 + n,
  id: new Uint8Array(32).fill(n),
})
/** Two rival commits; `a` has the lower hash. */
export const [a, b] = [valueOf(1), valueOf(2)]

export function slotOf(n: number, options: { topic?: number; slot?: number } = {}): Seal.Slot {
  const replicas = nodes
    .slice(0, n)
    .map(({ id, keyPair }) => ({ id, publicKey: keyPair.publicKey }))
  const { topic = 7, slot = 3 } = options
  return Seal.slotOf(crypto, { topic: new Uint8Array(32).fill(topic), slot, replicas })
}

/** The request as it arrives: signed and decoded. */
export async function requestOf(
  slot: Seal.Slot,
  body: Seal.RequestContent['body'],
  keyPair = writer,
): Promise<Seal.Request> {
  const content = { topic: slot.topic, slot: slot.slot, set: slot.set, body }
  const signed = await Seal.signRequest(crypto, content, keyPair)
  return Codec.decode(Seal.request, Codec.encode(Seal.request, signed))
}

export async function sign(slot: Seal.Slot, node: Node, body: Seal.Body): Promise<Seal.Statement> {
  const content = { node: node.id, topic: slot.topic, slot: slot.slot, set: slot.set, body }
  return Seal.signStatement(crypto, content, node.keyPair)
}

/** The signatures of these nodes under one vote. */
export async function signersOf(
  slot: Seal.Slot,
  signing: readonly Node[],
  vote: { type: 'prepared' | 'committed'; view: number; value: Seal.Value },
): Promise<Seal.Signer[]> {
  const statements = await Promise.all(signing.map((node) => sign(slot, node, vote)))
  return statements.map(({ node, signature }) => ({ node, signature }))
}

/** A status as it stands in a bundle. */
export async function bundled(
  slot: Seal.Slot,
  node: Node,
  status: { view: number; lock?: Seal.Lock; first?: Seal.Value },
): Promise<Seal.Bundled> {
  const { view, lock, first } = status
  const { signature } = await sign(slot, node, { type: 'status', view, lock, first })
  return { node: node.id, lock, first, signature }
}

/** Replicas that keep their registers as bytes. */
export class Replicas {
  readonly slot: Seal.Slot
  readonly stored = new Map<Node, Uint8Array>()

  constructor(slot: Seal.Slot) {
    this.slot = slot
  }

  register(node: Node): Seal.Register | undefined {
    const bytes = this.stored.get(node)
    return bytes && Codec.decode(Seal.register, bytes)
  }

  /** One verified request to one replica, its verified reply. */
  async ask(node: Node, body: Seal.RequestContent['body']): Promise<Seal.Verified<Seal.Reply>> {
    const { slot } = this
    const request = await requestOf(slot, body)
    const verified = await Seal.verifyRequest(crypto, slot, request, writer.publicKey)
    const result = await Seal.respond(crypto, slot, this.register(node), verified, node)
    if (result.changed) this.stored.set(node, Codec.encode(Seal.register, result.register))
    const bytes = Codec.encode(Seal.reply, result.reply)
    return Seal.verifyReply(crypto, slot, Codec.decode(Seal.reply, bytes), node.id)
  }
}

/** The statements of a reply, without their context. */
export function bodies(reply: Seal.Reply): Seal.Body[] {
  return reply.type === 'state' ? reply.statements.map(({ body }) => body) : []
}

/** The code of the {@link Seal.SealError} that `run` fails with, `'none'` if it does not fail. */
export async function codeOf(run: () => unknown): Promise<string> {
  try {
    await run()
  } catch (error) {
    if (error instanceof Seal.SealError) return error.code
    throw error
  }
  return 'none'
}
