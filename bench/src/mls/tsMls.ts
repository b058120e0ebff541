import * as mls from 'ts-mls'
import { type Client, type Engine, identityOf, type Suite } from './Engine.ts'

/** Its P-256 signatures are not DER with the noble version that is installed here. */
const names: Partial<Record<Suite, mls.CiphersuiteName>> = {
  x25519: 'MLS_128_DHKEMX25519_AES128GCM_SHA256_Ed25519',
}

function decode<F extends mls.MLSMessage['wireformat']>(
  bytes: Uint8Array,
  wireformat: F,
): Extract<mls.MLSMessage, { wireformat: F }> {
  const message = mls.decodeMlsMessage(bytes, 0)?.[0]
  if (message?.wireformat !== wireformat) throw new Error(`expected ${wireformat}`)
  return message as Extract<mls.MLSMessage, { wireformat: F }>
}

const keyPackageHeader = Uint8Array.of(0, 1, 0, 5)

async function client(index: number, suite: Suite): Promise<Client> {
  const cs = await mls.getCiphersuiteImpl(mls.getCiphersuiteFromName(names[suite]!))
  const { bytes: identity } = identityOf(index)
  const seconds = BigInt(Math.floor(Date.now() / 1000))
  const generate = () =>
    mls.generateKeyPackage(
      { credentialType: 'basic', identity },
      mls.defaultCapabilities(),
      { notBefore: seconds - 3600n, notAfter: seconds + 2_000_000n },
      [],
      cs,
    )
  let own: Awaited<ReturnType<typeof generate>>
  let state: mls.ClientState
  const committed = async (extraProposals: mls.Proposal[]) => {
    const made = await mls.createCommit(
      { state, cipherSuite: cs },
      { extraProposals, ratchetTreeExtension: true },
    )
    state = made.newState
    return made
  }
  return {
    identity,
    keyPackage: async () => {
      own = await generate()
      const message = mls.encodeMlsMessage({
        version: 'mls10',
        wireformat: 'mls_key_package',
        keyPackage: own.publicPackage,
      })
      return message.subarray(4)
    },
    create: async (groupId) => {
      const first = await generate()
      state = await mls.createGroup(groupId, first.publicPackage, first.privatePackage, [], cs)
    },
    add: async (keyPackages) => {
      const made = await committed(
        keyPackages.map((bytes) => ({
          proposalType: 'add',
          add: {
            keyPackage: decode(Buffer.concat([keyPackageHeader, bytes]), 'mls_key_package')
              .keyPackage,
          },
        })),
      )
      const welcome = mls.encodeMlsMessage({
        version: 'mls10',
        wireformat: 'mls_welcome',
        welcome: made.welcome!,
      })
      return { commit: mls.encodeMlsMessage(made.commit), welcome }
    },
    update: async () => mls.encodeMlsMessage((await committed([])).commit),
    remove: async (gone) => {
      const node = state.ratchetTree.findIndex(
        (each) =>
          each?.nodeType === 'leaf' &&
          each.leaf.credential.credentialType === 'basic' &&
          Buffer.compare(each.leaf.credential.identity, gone) === 0,
      )
      const made = await committed([{ proposalType: 'remove', remove: { removed: node / 2 } }])
      return mls.encodeMlsMessage(made.commit)
    },
    join: async (welcome) => {
      state = await mls.joinGroup(
        decode(welcome, 'mls_welcome').welcome,
        own.publicPackage,
        own.privatePackage,
        mls.emptyPskIndex,
        cs,
      )
    },
    receive: async (bytes) => {
      const message = mls.decodeMlsMessage(bytes, 0)![0]
      if (
        message.wireformat !== 'mls_private_message' &&
        message.wireformat !== 'mls_public_message'
      )
        throw new Error('expected a message to the group')
      const result = await mls.processMessage(message, state, mls.emptyPskIndex, mls.acceptAll, cs)
      state = result.newState
      return result.kind === 'applicationMessage' ? result.message : undefined
    },
    send: async (plaintext) => {
      const sent = await mls.createApplicationMessage(state, plaintext, cs)
      state = sent.newState
      return mls.encodeMlsMessage({
        version: 'mls10',
        wireformat: 'mls_private_message',
        privateMessage: sent.privateMessage,
      })
    },
    stateBytes: () => mls.encodeGroupState(state).length,
  }
}

export const tsMls: Engine = { name: 'ts-mls 1.6.4', suites: ['x25519'], client }
