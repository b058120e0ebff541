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

import { Pace } from './pace.ts'
import * as Records from './records.ts'
import type { Session } from './session.ts'

/** A round trip to the slowest replica worth waiting for. */
const answerMs = 1500
/** Rounds of questions that no quorum answers before it is given up for now. */
const answersMax = 20

const paces = new WeakMap<Session['network'], Pace>()

function paceOf({ network }: Session): Pace {
  const known = paces.get(network) ?? new Pace()
  paces.set(network, known)
  return known
}

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

/** A commit as replicas take it: its encoded envelope, if this device has it or finds it. */
async function commitOf(
  { database, network }: Session,
  topic: Uint8Array,
  ref: Envelope.Ref,
): Promise<Uint8Array | undefined> {
  const key = Records.keys.held(Bytes.toHex(topic), ref)
  const held = await database.get(Records.bytes, key)
  return held ?? (await network.reading.fetch(topic, [ref])).get(Bytes.toHex(ref.id))?.envelope
}

/** All replicas asked the same. */
type Round = { readonly at: number; readonly answered: Set<string> }

/**
 * Gets a slot sealed: for this commit, or for another that was first.
 *
 * @param commit replicas that lack it get it with the first question
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
  const { crypto, clock } = host
  const pace = paceOf(session)
  const own = Envelope.refOf(crypto, commit.content)
  const proposal = new Seal.Proposal({ slot, value: own })
  const envelope = Codec.encode(Envelope.codec, commit)
  return new Promise((resolve, reject) => {
    let cancelTimer = (): void => {}
    let done = false
    let round: Round = { at: clock.now(), answered: new Set() }
    const finish = (settle: () => void): void => {
      done = true
      cancelTimer()
      settle()
    }
    const rivals = new Map<string, Promise<Uint8Array | undefined>>()
    const rival = async (ref: Envelope.Ref): Promise<Uint8Array | undefined> => {
      const name = Bytes.toHex(ref.id)
      const found = rivals.get(name) ?? commitOf(session, slot.topic, ref)
      rivals.set(name, found)
      // It may be found another time.
      if ((await found) === undefined) rivals.delete(name)
      return found
    }
    const send = async (content: Seal.RequestContent, asked: Round): Promise<void> => {
      const request = Codec.encode(Seal.request, await Seal.signRequest(crypto, content, writer))
      const { body } = content
      // A replica votes for what it has only: a rival's commit may have missed some.
      const shown =
        body.type === 'advance' || Envelope.sameRef(body.value, own)
          ? envelope
          : await rival(body.value)
      const { topic, version } = slot
      const question = { topic, version, envelope: shown, request }
      await network.publishing.seal(question, (node, via, reply) => {
        verify(node, reply).then(
          (verified) => {
            note(asked, node.name)
            if (!done) perform(proposal.onReply(node.id, verified))
          },
          (error: unknown) => {
            const good = (again: Uint8Array): Promise<boolean> =>
              verify(node, again).then(
                () => true,
                () => false,
              )
            const again = { type: 'seal', ...question } as const
            void network.publishing.blameVote(node, via, String(error), again, good)
          },
        )
      })
    }
    const verify = async (
      node: Members.Node,
      reply: Uint8Array,
    ): Promise<Seal.Verified<Seal.Reply>> =>
      Seal.verifyReply(crypto, slot, Codec.decode(Seal.reply, reply), node.id)
    const note = (asked: Round, replica: string): void => {
      pace.answered(replica)
      if (asked.answered.has(replica)) return
      asked.answered.add(replica)
      if (asked.answered.size === slot.quorum) pace.measured(clock.now() - asked.at)
    }
    const missing = (): string[] =>
      [...slot.members.keys()].filter((replica) => !round.answered.has(replica))
    const pauseOf = ({ kind, attempt }: Extract<Seal.Action, { type: 'wait' }>): number => {
      if (kind === 'answer') return answerMs
      if (kind === 'grace') return pace.graceMs(missing(), clock.now() - round.at)
      return pace.backoffMs(attempt, host.random.bytes(1)[0]! / 255)
    }
    const perform = (actions: readonly Seal.Action[]): void => {
      for (const action of actions) {
        if (done) return
        switch (action.type) {
          case 'send':
            if (action.to === 'all') round = { at: clock.now(), answered: new Set() }
            send(action.request, round).catch((error: unknown) => {
              host.log.debug({ error: String(error) }, 'slot request not sent')
            })
            break
          case 'wait':
            cancelTimer()
            if (action.kind === 'answer' && action.attempt > answersMax)
              return finish(() => reject(new Errors.WireError('unavailable')))
            cancelTimer = clock.after(pauseOf(action), () => {
              if (done) return
              if (action.kind === 'grace') for (const replica of missing()) pace.missed(replica)
              perform(proposal.onTimeout())
            })
            break
          case 'evidence': {
            const liar = network.members.node(Bytes.toHex(action.node))
            const evidence = { type: 'seals', ...action.evidence } as const
            if (liar)
              network.fault(
                liar,
                'equivocation',
                'it signed two conflicting statements',
                Evidence.encode(evidence),
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
