import { seeded } from '@parley/codec/attack'
import { decryptWithLabel } from '../src/crypto/labels.ts'
import {
  adoptCommit,
  applyDelta,
  commit,
  createGroupInfo,
  type CryptoProvider,
  decodeState,
  encodeDelta,
  encodeState,
  encryptApplication,
  epoch,
  epochAuthenticator,
  type GroupState,
  joinExternal,
  joinFromWelcome,
  MlsError,
  members,
  processMessage,
  type PreSharedKeyId,
  propose,
  type Proposal,
  proposeUpdate,
  ratchetTree,
  type SendContext,
} from '../src/index.ts'
import { hex } from '../src/crypto/bytes.ts'
import { openPrivateMessage, openSenderData } from '../src/framing/privateMessage.ts'
import { noEnd, takeKey } from '../src/schedule/SecretTree.ts'
import { startEpoch, zeros } from '../src/schedule/keySchedule.ts'
import { validateParentHashes, validateUnmergedLeaves } from '../src/tree/treeValidation.ts'
import type { UpdatePath } from '../src/wire/Commit.ts'
import { decode } from '../src/wire/decode.ts'
import { Message } from '../src/wire/Message.ts'
import { agreement, groupOf, keyPackageOf, now, seededProvider } from './party.ts'

export type ChurnOptions = {
  seed: number
  steps: number
  membersMax: number
  cipherSuite?: number
  /** Members there are from the start. */
  initial?: number
  /** Members that process every commit; the others are sampled to keep large groups quick. */
  followersMax?: number
}

const extension = 0xf0a1

/** The extension the group context may get, and everyone supports. */
const capabilities = { extensions: [extension] }

/**
 * A group under random change. After every commit all members agree, newcomers verify the
 * tree, and who was removed tries to get into the next epoch with all it kept.
 */
export function churn(options: ChurnOptions): { commits: number; joins: number; removed: number } {
  const { seed, steps, membersMax, cipherSuite = 1, followersMax = Infinity, initial = 1 } = options
  const draw = seeded(seed)
  const pick = <T>(list: readonly T[]): T => list[draw(list.length)]!
  const crypto = seededProvider(seed)
  const psks = new Map<string, Uint8Array>()
  const context: SendContext = {
    now,
    authenticate: (claims) => claims.map(() => true),
    psk: ({ key }) => (key.type === 'external' ? psks.get(hex(key.pskId)) : undefined),
  }
  const suite = crypto.cipherSuite(cipherSuite)
  const counts = { commits: 0, joins: 0, removed: 0 }
  let names = 0
  const keyPackage = () => keyPackageOf(crypto, `member ${names++}`, { cipherSuite, capabilities })

  // By leaf index. Members without a state here are in the tree, and no client follows for them.
  let states = new Map<number, GroupState>()
  const first = groupOf(crypto, 'first', { keyPackage: { cipherSuite, capabilities } })
  states.set(0, first)
  const any = (): GroupState => pick([...states.values()])

  const randomPsk = (): PreSharedKeyId => {
    const pskId = suite.randomBytes(8)
    psks.set(hex(pskId), suite.randomBytes(16))
    return { key: { type: 'external', pskId }, nonce: suite.randomBytes(32) }
  }

  /** Everyone hears a proposal but its sender, whose state is given. */
  const tell = (message: Uint8Array, sender: GroupState): void => {
    for (const [leafIndex, state] of states)
      states.set(
        leafIndex,
        leafIndex === sender.ownLeafIndex ? sender : processMessage(state, message, context).state,
      )
  }

  const proposeSomething = (): void => {
    const sender = any()
    const wireFormat = pick(['public', 'private'] as const)
    const kind = draw(4)
    if (kind === 0) {
      const { state, message } = proposeUpdate(sender, {}, { wireFormat }, context)
      tell(message, state)
      return
    }
    const proposal: Exclude<Proposal, { type: 'update' | 'external_init' }> =
      kind === 1 && members(sender).length < membersMax
        ? { type: 'add', keyPackage: keyPackage().keyPackage }
        : kind === 2 && members(sender).length > 2
          ? { type: 'remove', removed: pick(members(sender)).leafIndex }
          : { type: 'psk', psk: randomPsk() }
    const { state, message } = propose(sender, proposal, { wireFormat }, context)
    tell(message, state)
  }

  /** Everyone hears a commit; those whose state says removed try to get further. */
  const follow = (
    message: Uint8Array,
    committer: number,
    after: GroupState,
    before: GroupState,
  ): void => {
    counts.commits++
    const next = new Map([[committer, after]])
    const stored = pick([...states.keys()])
    for (const [leafIndex, state] of states) {
      if (leafIndex === committer && state === before) continue
      const result = processMessage(state, message, context)
      if (result.state.status === 'removed') {
        counts.removed++
        breakIn(state, message, after)
        continue
      }
      if (agreement(result.state) !== agreement(after))
        throw new Error(
          `leaf ${leafIndex} is at ${agreement(result.state)}, not ${agreement(after)}`,
        )
      if (leafIndex === stored) checkStorage(crypto, state, result.state)
      next.set(leafIndex, result.state)
    }
    states = next
    validateParentHashes(suite, after.tree)
    validateUnmergedLeaves(after.tree)
  }

  /** All that a removed member can try with what it kept: every key on every secret, and no path at all. */
  const breakIn = (kept: GroupState, message: Uint8Array, after: GroupState): void => {
    const guess = startEpoch(
      suite,
      kept.secrets.initSecret,
      zeros(),
      zeros(),
      after.encodedContext,
    ).secrets
    if (hex(guess.epochAuthenticator) === hex(epochAuthenticator(after)))
      throw new Error('a removed member derived the next epoch without a path')
    const path = pathOf(kept, message)
    for (const { encryptedPathSecret } of path?.nodes ?? [])
      for (const sealed of encryptedPathSecret)
        for (const key of kept.nodeKeys.values())
          expectRefused(() =>
            decryptWithLabel(suite, key, 'UpdatePathNode', after.encodedContext, sealed),
          )
    const secret = encryptApplication(after, Uint8Array.of(1)).message
    expectRefused(() => processMessage(kept, secret, context))
    expectRefused(() =>
      processMessage(
        { ...kept, groupContext: after.groupContext, encodedContext: after.encodedContext },
        secret,
        context,
      ),
    )
  }

  const randomCommit = (): void => {
    const committer = any()
    const proposals: Proposal[] = []
    const joiners = []
    const count = members(committer).length
    const room = membersMax - count
    const adds = draw(3) > 0 ? draw(Math.min(room, 4) + 1) : 0
    for (let i = 0; i < adds; i++) {
      const own = keyPackage()
      joiners.push(own)
      proposals.push({ type: 'add', keyPackage: own.keyPackage })
    }
    if (draw(3) === 0 && count > 3) {
      const others = members(committer).filter(
        ({ leafIndex }) => leafIndex !== committer.ownLeafIndex,
      )
      const removed = new Set(
        Array.from({ length: 1 + draw(Math.min(6, others.length - 1)) }, () => pick(others)),
      )
      for (const { leafIndex } of removed) proposals.push({ type: 'remove', removed: leafIndex })
    }
    if (draw(5) === 0) proposals.push({ type: 'psk', psk: randomPsk() })
    if (draw(8) === 0)
      proposals.push({
        type: 'group_context_extensions',
        extensions: draw(2) ? [{ extensionType: extension, data: suite.randomBytes(4) }] : [],
      })
    const withTree = draw(2) === 0
    const made = commit(
      committer,
      {
        proposals,
        forcePath: draw(2) === 0,
        wireFormat: pick(['public', 'private'] as const),
        welcome: { ratchetTree: withTree },
      },
      context,
    )
    const after = adoptCommit(committer, made.state)
    follow(made.commit, committer.ownLeafIndex, after, committer)
    for (const own of joiners) {
      const joined = joinFromWelcome(
        {
          crypto,
          welcome: made.welcome!,
          own,
          ...(withTree ? {} : { ratchetTree: ratchetTree(after) }),
        },
        context,
      )
      if (agreement(joined) !== agreement(after)) throw new Error('a joiner disagrees')
      counts.joins++
      if (states.size < followersMax) states.set(joined.ownLeafIndex, joined)
    }
  }

  const externalJoin = (): void => {
    const inside = any()
    const { credential } = keyPackage().keyPackage.leafNode
    const privateKey = suite.randomBytes(32)
    const replaced = draw(3) === 0 && states.size > 2 ? pick([...states.keys()]) : undefined
    if (replaced === undefined && members(inside).length >= membersMax) return
    const { state, commit: message } = joinExternal(
      {
        crypto,
        groupInfo: createGroupInfo(inside),
        credential,
        signatureKeyPair: { privateKey, publicKey: suite.signatures.publicKey(privateKey) },
        capabilities,
        psks: draw(3) === 0 ? [randomPsk()] : [],
        ...(replaced === undefined ? {} : { replaces: replaced }),
      },
      context,
    )
    follow(message, state.ownLeafIndex, state, state)
    counts.joins++
  }

  if (initial > 1) {
    const others = Array.from({ length: initial - 1 }, keyPackage)
    const proposals = others.map((own) => ({ type: 'add' as const, keyPackage: own.keyPackage }))
    const made = commit(first, { proposals }, context)
    states.set(0, adoptCommit(first, made.state))
    for (const own of others.slice(0, followersMax - 1)) {
      const joined = joinFromWelcome({ crypto, welcome: made.welcome!, own }, context)
      states.set(joined.ownLeafIndex, joined)
    }
  }
  for (let step = 0; step < steps; step++) {
    try {
      for (let proposals = draw(3); proposals > 0; proposals--) proposeSomething()
      if (draw(6) === 0) externalJoin()
      else randomCommit()
      // A message still gets through, in whatever shape the tree is now.
      const speaker = any()
      const said = encryptApplication(speaker, Uint8Array.of(step & 0xff))
      tell(said.message, said.state)
    } catch (cause) {
      throw new Error(`seed ${seed}, step ${step}, epoch ${epoch(any())}`, { cause })
    }
  }
  return counts
}

/** A stored state, with the delta to the next, is the next. */
function checkStorage(crypto: CryptoProvider, before: GroupState, after: GroupState): void {
  const base = decodeState(encodeState(before), crypto)
  const read = applyDelta(base, encodeDelta(before, after), crypto)
  if (hex(encodeState(read)) !== hex(encodeState(after)))
    throw new Error('a stored delta does not give the state it was made for')
}

/** The path of a commit, as a member of its epoch can read it. */
function pathOf(kept: GroupState, message: Uint8Array): UpdatePath | undefined {
  const decoded = decode(Message, message, 'message')
  if (decoded.type === 'public') {
    const { body } = decoded.publicMessage.content
    return body.type === 'commit' ? body.commit.path : undefined
  }
  if (decoded.type !== 'private') throw new Error('expected a message to the group')
  const { suite, secrets, limits, tree } = kept
  const sender = openSenderData(suite, decoded.privateMessage, secrets.senderDataSecret)
  const { key } = takeKey(
    suite,
    kept.secretTree,
    { leafCount: tree.leafCount, leafIndex: sender.leafIndex, type: 'handshake' },
    { generation: sender.generation, until: noEnd },
    limits,
  )
  const { body } = openPrivateMessage(suite, decoded.privateMessage, sender, key).content
  return body.type === 'commit' ? body.commit.path : undefined
}

function expectRefused(attempt: () => unknown): void {
  try {
    attempt()
  } catch (error) {
    if (error instanceof MlsError) return
    throw error
  }
  throw new Error('a removed member got further than its removal')
}
