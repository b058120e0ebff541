/**
 * Statements: what a node signs. All have one form, which names the network, the node and how much
 * it had written when it signed, so that none passes for another's, or for one of elsewhere.
 *
 * @module
 */
import * as Codec from '@parley/codec'

import * as Bytes from './Bytes.ts'
import { type Crypto, type KeyPair, signatureBytes } from './Crypto.ts'

/** What a statement is about: its label. */
export type Kind =
  | 'welcome'
  | 'receipts'
  | 'log head'
  | 'seal statement'
  | 'peer link'
  | 'registration'
  | 'ready'
  | 'fence'
  | 'holds'
  | 'stuck'

/** What stands beside whatever was signed. */
export const signedFields = {
  /**
   * How many batches the node had written when it signed. It only rises: a node that is shown a
   * greater one of its own than its disk has knows that its disk went back. No two statements
   * conflict by it.
   */
  serial: Codec.uint53,
  signature: Codec.fixed(signatureBytes),
}

/** A signature with its serial. */
export type Signed = { readonly serial: number; readonly signature: Uint8Array }

/** Who signs. */
export type Signer = {
  /** The network's id, 32 bytes. */
  readonly network: Uint8Array
  /** The node's id, 32 bytes. */
  readonly id: Uint8Array
  readonly keyPair: KeyPair
  /** How many batches are on the node's disk. */
  readonly serial: () => number
}

/** Who is said to have signed. */
export type Author = {
  /** The network's id, 32 bytes. */
  readonly network: Uint8Array
  /** The node's id, 32 bytes. */
  readonly id: Uint8Array
  /** The key the network lists for it, 65 bytes. */
  readonly publicKey: Uint8Array
}

const fields = Codec.struct({
  network: Codec.fixed(32),
  node: Codec.fixed(32),
  serial: Codec.uint53,
  body: Codec.fixed(32),
})

/** A statement before it is signed. */
export type Content = { readonly kind: Kind; readonly body: Uint8Array }

/**
 * The bytes that a node signs.
 *
 * @param by `network` and `id` of the node, 32 bytes each
 */
export function bytesOf(
  crypto: Pick<Crypto, 'sha256'>,
  by: { readonly network: Uint8Array; readonly id: Uint8Array },
  serial: number,
  { kind, body }: Content,
): Uint8Array {
  const { network, id: node } = by
  return Bytes.labelled(
    kind,
    Codec.encode(fields, { network, node, serial, body: crypto.sha256(body) }),
  )
}

/** Signs a statement with a node's key. */
export async function sign(crypto: Crypto, signer: Signer, content: Content): Promise<Signed> {
  const serial = signer.serial()
  const signature = await crypto.sign(signer.keyPair, bytesOf(crypto, signer, serial, content))
  return { serial, signature }
}

/** Whether this node signed the statement, in this network. */
export function verify(
  crypto: Crypto,
  author: Author,
  { serial, signature }: Signed,
  content: Content,
): Promise<boolean> {
  return crypto.verify(author.publicKey, bytesOf(crypto, author, serial, content), signature)
}
