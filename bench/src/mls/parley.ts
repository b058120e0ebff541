import * as node from 'node:crypto'
import * as Codec from '@parley/codec'
import {
  adoptCommit,
  cipherSuites,
  commit,
  createGroup,
  type CryptoProvider,
  cryptoProvider,
  encodeState,
  encryptApplication,
  generateKeyPackage,
  generateSignatureKeyPair,
  type GroupState,
  joinFromWelcome,
  KeyPackage,
  members,
  nobleProvider,
  nodePrimitives,
  type OwnKeyPackage,
  processMessage,
  type Proposal,
  type SendContext,
} from '@parley/mls'
import { type Client, type Engine, identityOf, type Suite } from './Engine.ts'

const ids: Record<Suite, number> = {
  x25519: cipherSuites.x25519Aes128GcmEd25519,
  p256: cipherSuites.p256Aes128GcmP256,
  chacha: cipherSuites.x25519ChaCha20Poly1305Ed25519,
  xwing: cipherSuites.xWingChaCha20Poly1305Ed25519,
}

function engine(
  name: string,
  crypto: CryptoProvider,
  wireFormat: 'public' | 'private' = 'private',
): Engine {
  return {
    name,
    suites: ['x25519', 'p256', 'chacha', 'xwing'],
    client: async (index, suite) => client(crypto, index, ids[suite], wireFormat),
  }
}

function client(
  crypto: CryptoProvider,
  index: number,
  cipherSuite: number,
  wireFormat: 'public' | 'private',
): Client {
  const identity = identityOf(index).bytes
  const seconds = Math.floor(Date.now() / 1000)
  const context: SendContext = { now: seconds, authenticate: (claims) => claims.map(() => true) }
  // As with the other libraries' credentials: made once for the client.
  const signatureKeyPair = generateSignatureKeyPair(crypto.cipherSuite(cipherSuite))
  const generate = (): OwnKeyPackage =>
    generateKeyPackage({
      crypto,
      cipherSuite,
      credential: { type: 'basic', identity },
      signatureKeyPair,
      lifetime: { notBefore: seconds - 3600, notAfter: seconds + 30 * 86_400 },
      // core-crypto asks every member to support these credential types.
      capabilities: { credentials: [1, 2], cipherSuites: [1, 2, 3, cipherSuite] },
    })
  let own: OwnKeyPackage | undefined
  let state: GroupState | undefined
  const current = (): GroupState => state!
  const committed = (proposals: Proposal[]): { commit: Uint8Array; welcome?: Uint8Array } => {
    const made = commit(current(), { proposals, wireFormat }, context)
    state = adoptCommit(current(), made.state)
    return { commit: made.commit, ...(made.welcome && { welcome: made.welcome }) }
  }
  return {
    identity,
    keyPackage: async () => {
      own = generate()
      return Codec.encode(KeyPackage, own.keyPackage)
    },
    create: async (groupId) => {
      state = createGroup({ crypto, own: generate(), groupId })
    },
    add: async (keyPackages) => {
      const { commit: message, welcome } = committed(
        keyPackages.map((bytes) => ({
          type: 'add',
          keyPackage: Codec.decode(KeyPackage, bytes.slice()),
        })),
      )
      return { commit: message, welcome: welcome! }
    },
    update: async () => committed([]).commit,
    remove: async (gone) => {
      const found = members(current()).find(
        ({ credential }) =>
          credential.type === 'basic' && Buffer.compare(credential.identity, gone) === 0,
      )
      return committed([{ type: 'remove', removed: found!.leafIndex }]).commit
    },
    join: async (welcome) => {
      state = joinFromWelcome({ crypto, welcome, own: own! }, context)
    },
    receive: async (message) => {
      const result = processMessage(current(), message, context)
      ;({ state } = result)
      return result.kind === 'application' ? result.plaintext : undefined
    },
    send: async (plaintext) => {
      const sent = encryptApplication(current(), plaintext)
      ;({ state } = sent)
      return sent.message
    },
    stateBytes: () => encodeState(current()).length,
  }
}

/** With Node's own primitives, as the client uses it there. */
export const parley = engine('parley', cryptoProvider(nodePrimitives(node)))

/** In pure JavaScript, as it runs in browsers. */
export const parleyNoble = engine(
  'parley (noble)',
  nobleProvider({ randomBytes: (length) => new Uint8Array(node.randomBytes(length)) }),
)

/** core-crypto's groups refuse commits that are encrypted. */
export const parleyPublic = engine(
  'parley (public commits)',
  cryptoProvider(nodePrimitives(node)),
  'public',
)
