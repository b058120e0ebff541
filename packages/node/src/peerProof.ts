/**
 * The proof that a peer is the node it passes for. A connection proves its peer id; but who registers
 * a node may name any peer id, also another's. So each side signs with the node's registered key,
 * for the other's nonce and for both peer ids, before anything else is said.
 *
 * @module
 */
import * as Codec from '@parley/codec'
import { Bytes, Crypto, Errors, type Host } from '@parley/protocol'

/** Milliseconds for both messages: a peer is either there or not. */
const proofMs = 5_000
/** Messages that wait for the proof to be judged: the first of the link may be among them. */
const waitingMax = 16

const peerId = Codec.utf8({ lengthMax: 128 })
const challenge = Codec.struct({ nonce: Codec.fixed(32) })
const proof = Codec.struct({
  node: Codec.fixed(32),
  signature: Codec.fixed(Crypto.signatureBytes),
})
/** What a node signs: who it is, on which network, between which peers, for whose nonce. */
const statement = Codec.struct({
  network: Codec.fixed(32),
  node: Codec.fixed(32),
  nonce: Codec.fixed(32),
  from: peerId,
  to: peerId,
})

export type PeerProofOptions = {
  host: Host.Host
  /** The network's id. */
  network: Uint8Array
  node: { readonly id: Uint8Array; readonly keyPair: Crypto.KeyPair }
  /** Peer ids of both ends, as the connection proved them. */
  own: string
  other: string
  /** The registered key of a node (by its name) that may be behind the other peer id. */
  keyOf: (name: string) => Uint8Array | undefined
}

/** A duplex whose other side has proved itself; what it said since waits. */
export type Proved = {
  /** Its id in hex. */
  readonly name: string
  /** To be called once the duplex has its owner: delivers what has come. */
  readonly begin: () => void
}

const toSign = (value: Codec.TypeOf<typeof statement>): Uint8Array =>
  Bytes.labelled('peer link', Codec.encode(statement, value))

/**
 * Proves this node to the other side of a fresh duplex, and has the other side prove itself.
 *
 * @throws WireError `not_permitted` if it does not, `timeout` if it says nothing, `link_closed`;
 * whoever opened the duplex closes it then
 */
export async function prove(duplex: Host.Duplex, options: PeerProofOptions): Promise<Proved> {
  const { host, network, node, own, other, keyOf } = options
  const { crypto, clock, random } = host
  const nonce = random.bytes(32)
  const messages: Uint8Array[] = []
  let wake = (): void => {}
  const failed = Promise.withResolvers<never>()
  // It may fail while nothing waits for it.
  failed.promise.catch(() => {})
  const fail = (code: Errors.WireCode): void => failed.reject(new Errors.WireError(code))
  duplex.onMessage = (message) => {
    if (messages.length >= waitingMax) return fail('not_permitted')
    messages.push(message)
    wake()
  }
  duplex.onClose = () => fail('link_closed')
  const cancelTimer = clock.after(proofMs, () => fail('timeout'))
  const next = async <T>(codec: Codec.Codec<T>): Promise<T> => {
    if (messages.length === 0) {
      const arrived = new Promise<void>((resolve) => (wake = resolve))
      await Promise.race([arrived, failed.promise])
    }
    try {
      return Codec.decode(codec, messages.shift()!)
    } catch (error) {
      throw new Errors.WireError('not_permitted', { details: String(error) })
    }
  }
  try {
    duplex.send(Codec.encode(challenge, { nonce }))
    const asked = await next(challenge)
    const ours = { network, node: node.id, nonce: asked.nonce, from: own, to: other }
    const signature = await crypto.sign(node.keyPair, toSign(ours))
    duplex.send(Codec.encode(proof, { node: node.id, signature }))
    const shown = await next(proof)
    const name = Bytes.toHex(shown.node)
    const key = keyOf(name)
    const theirs = { network, node: shown.node, nonce, from: other, to: own }
    if (key === undefined || !(await crypto.verify(key, toSign(theirs), shown.signature)))
      throw new Errors.WireError('not_permitted', { details: `It is not node ${name}.` })
    return {
      name,
      begin() {
        for (const message of messages.splice(0)) duplex.onMessage(message)
      },
    }
  } finally {
    cancelTimer()
  }
}
