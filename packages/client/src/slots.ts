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
  Evidence,
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

/** The slot of a topic, decided by the replicas of today. */
export function slotOf(session: Session, topic: Uint8Array, slot: number): Seal.Slot {
  return Seal.slotOf(session.host.crypto, {
    topic,
    slot,
    replicas: session.network.replicas(topic).nodes,
  })
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
  slot: Seal.Slot,
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
      await network.publishing.seal(slot.topic, bytes, envelope, (node, via, reply) => {
        verify(node, reply).then(
          (verified) => {
            if (!done) perform(proposal.onReply(node.id, verified))
          },
          (error: unknown) => {
            const asked = { type: 'seal' as const, topic: slot.topic, envelope, request: bytes }
            const good = (own: Uint8Array): Promise<boolean> =>
              verify(node, own).then(
                () => true,
                () => false,
              )
            void network.publishing.blameVote(node, via, String(error), asked, good)
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
            const liar = network.members.nodes.find(
              (node) => node.name === Bytes.toHex(action.node),
            )
            const evidence = { type: 'seals', ...action.evidence } as const
            if (liar)
              network.fault(
                liar,
                'equivocation',
                'it signed two conflicting statements',
                Codec.encode(Evidence.codec, evidence),
              )
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
