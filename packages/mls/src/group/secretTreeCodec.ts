import * as Codec from '@parley/codec'
import { wireLimits } from '../limits.ts'
import type { LeafRatchets, Ratchet, SecretTree, SkippedKey } from '../schedule/SecretTree.ts'
import { field } from '../wire/scalars.ts'

/** What a subtree is, with `same` for one that the base has at that place. */
const kinds = { same: 0, secret: 1, inner: 2, leaf: 3 } as const

const SkippedKeyCodec: Codec.Codec<SkippedKey> = /* @__PURE__ */ Codec.struct({
  key: field,
  nonce: field,
  until: Codec.uint32,
})

function writeRatchet(writer: Codec.Writer, ratchet: Ratchet): void {
  field.write(writer, ratchet.secret)
  writer.uint32(ratchet.generation)
  writer.uint32(ratchet.settled)
  writer.uint32(ratchet.skipped.size)
  for (const [generation, key] of ratchet.skipped) {
    writer.uint32(generation)
    SkippedKeyCodec.write(writer, key)
  }
}

function readRatchet(reader: Codec.Reader): Ratchet {
  const secret = field.read(reader)
  const generation = reader.uint32()
  const settled = reader.uint32()
  const count = reader.uint32()
  const skipped = new Map<number, SkippedKey>()
  for (let i = 0; i < count; i++) skipped.set(reader.uint32(), SkippedKeyCodec.read(reader))
  return { secret, generation, settled, skipped }
}

/** The parts of a secret tree that are not the same values as the base's. */
export function writeSecretTree(
  writer: Codec.Writer,
  tree: SecretTree,
  base: SecretTree | undefined,
): void {
  if (tree === base) {
    writer.uint8(kinds.same)
    return
  }
  writer.uint8(kinds[tree.kind])
  if (tree.kind === 'secret') field.write(writer, tree.secret)
  else if (tree.kind === 'inner') {
    const below = base?.kind === 'inner' ? base : undefined
    writeSecretTree(writer, tree.left, below?.left)
    writeSecretTree(writer, tree.right, below?.right)
  } else {
    writeRatchet(writer, tree.handshake)
    writeRatchet(writer, tree.application)
  }
}

export function readSecretTree(
  reader: Codec.Reader,
  base: SecretTree | undefined,
  depth = 0,
): SecretTree {
  if (depth > wireLimits.levelsMax)
    throw new Codec.CodecError('limit', `a tree has more than ${wireLimits.levelsMax} levels`)
  const kind = reader.uint8()
  if (kind === kinds.same && base !== undefined) return base
  if (kind === kinds.secret) return { kind: 'secret', secret: field.read(reader) }
  if (kind === kinds.inner) {
    const below = base?.kind === 'inner' ? base : undefined
    const left = readSecretTree(reader, below?.left, depth + 1)
    return { kind: 'inner', left, right: readSecretTree(reader, below?.right, depth + 1) }
  }
  if (kind !== kinds.leaf) throw new Codec.CodecError('invalid', `no subtree has kind ${kind}`)
  const ratchets: LeafRatchets = {
    handshake: readRatchet(reader),
    application: readRatchet(reader),
  }
  return { kind: 'leaf', ...ratchets }
}
