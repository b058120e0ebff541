/**
 * Deciding a slot: which commit ends an epoch. Drives `Seal.Proposal` over the network.
 *
 * @module
 */
import * as Codec from '@parley/codec'
import {
  Bytes,
  type Crypto,
  Envelope,
  Errors,
  type Network as Members,
  Seal,
} from '@parley/protocol'

import type { Session } from './session.ts'

/** How long the waits of a proposal are, in milliseconds. */
const waits = {
  /** A round trip to the slowest replica worth waiting for. */
  answer: 1500,
  /** What the last replica may lag behind a quorum before the slow path is taken. */
  grace: 60,
  /** The first back-off; doubles with each view given up. */
  backoff: 50,
  backoffMax: 5000,
} as const

/** A slot, and the version of the network whose replicas of the topic decide it. */
export type VersionedSlot = Seal.Slot & { readonly version: number }

/**
 * A slot with those who decide it; `undefined` if this client does not know their version of the
 * network yet.
 *
 * @throws SealError `bad_replica_set` if there was nobody in it
 */
export function slotOf(
  session: Session,
  topic: Uint8Array,
  slot: number,
  version: number,
): VersionedSlot | undefined {
  const set = session.network.members.setAt(topic, version)
  if (set === undefined) return undefined
  const { crypto } = session.host
  return { ...Seal.slotOf(crypto, { topic, slot, replicas: set.nodes }), version }
}

/**
 * Whether the replicas of a version may still decide slots of a topic: a quorum of them are members
 * now. Others are bound by nothing for long.
 */
export function canDecide(
  { setAt, isMember }: Members.Network,
  topic: Uint8Array,
  version: number,
): boolean {
  const set = setAt(topic, version)
  if (set === undefined) return true
  return set.nodes.filter(({ name }) => isMember(name)).length >= set.quorum
}

/**
 * Gets a slot sealed: for this commit, or for another that was first.
 *
 * @param commit its envelope is on a quorum of replicas already
 * @param writer the write key of epoch = slot
 * @throws WireError `unavailable` if no quorum answers
 */
export function decide(
  session: Session,
  slot: VersionedSlot,
  commit: Envelope.Envelope,
  writer: Crypto.KeyPair,
): Promise<Seal.Certificate> {
  const { host, network } = session
  const { crypto } = host
  const proposal = new Seal.Proposal({ slot, value: Envelope.refOf(crypto, commit.content) })
  const envelope = Codec.encode(Envelope.codec, commit)
  return new Promise((resolve, reject) => {
    let cancelTimer = (): void => {}
    let done = false
    const finish = (settle: () => void): void => {
      done = true
      cancelTimer()
      settle()
    }
    const send = async (content: Seal.RequestContent): Promise<void> => {
      const request = await Seal.signRequest(crypto, content, writer)
      const bytes = Codec.encode(Seal.request, request)
      const { topic, version } = slot
      const asked = { topic, version, envelope, request: bytes }
      await network.publishing.seal(asked, (node, via, reply) => {
        verify(node, reply).then(
          (verified) => {
            if (!done) perform(proposal.onReply(node.id, verified))
          },
          (error: unknown) => {
            const good = (own: Uint8Array): Promise<boolean> =>
              verify(node, own).then(
                () => true,
                () => false,
              )
            void network.publishing.blameVote(
              node,
              via,
              String(error),
              { type: 'seal', ...asked },
              good,
            )
          },
        )
      })
    }
    const verify = async (
      node: Members.Node,
      reply: Uint8Array,
    ): Promise<Seal.Verified<Seal.Reply>> =>
      Seal.verifyReply(crypto, slot, Codec.decode(Seal.reply, reply), node.id)
    const perform = (actions: readonly Seal.Action[]): void => {
      for (const action of actions) {
        if (done) return
        switch (action.type) {
          case 'send':
            send(action.request).catch((error: unknown) => {
              host.log.debug({ error: String(error) }, 'slot request not sent')
            })
            break
          case 'wait': {
            cancelTimer()
            const random = host.random.bytes(1)[0]! / 255
            const pause =
              action.kind === 'backoff'
                ? Math.min(waits.backoffMax, waits.backoff * 2 ** action.attempt) * (0.5 + random)
                : waits[action.kind]
            if (action.kind === 'answer' && action.attempt > 20)
              return finish(() => reject(new Errors.WireError('unavailable')))
            cancelTimer = host.clock.after(pause, () => {
              if (!done) perform(proposal.onTimeout())
            })
            break
          }
          case 'evidence': {
            const liar = network.members.node(Bytes.toHex(action.node))
            if (liar) network.fault(liar, 'equivocation', 'it signed two conflicting statements')
            break
          }
          case 'sealed':
            finish(() => resolve(action.certificate))
        }
      }
    }
    perform(proposal.start())
  })
}
