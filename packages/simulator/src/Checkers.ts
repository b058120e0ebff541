/**
 * What must hold in every run, looked at all the time: each checker fails by a name, once for all.
 *
 * @module
 */
import * as Codec from '@parley/codec'
import type { Change, Fault, Message } from '@parley/client'
import * as Records from '@parley/client/records'
import type { Store } from '@parley/node'
import { Bytes, Envelope, Seal, Topic } from '@parley/protocol'

import { crypto } from './cryptography.ts'

type Write = Parameters<Store['commit']>[0][number]

/** Stands in every text that is written: nodes must never see it. */
export const marker = 'READ-BY-MEMBERS-ONLY'
const markerBytes = Buffer.from(marker)

/** The checkers, by name. */
export type Checker =
  | 'acknowledged is never lost'
  | 'acknowledged is on a quorum'
  | 'delivered once'
  | 'one seal a slot'
  | 'members agree'
  | 'no plaintext at nodes'
  | 'honest nodes are not named'
  | 'everything converges'
  | 'nothing fails inside'

/** A promise that did not hold. */
export class Violation extends Error {
  override name = 'Simulator.Violation'
  readonly checker: Checker

  constructor(checker: Checker, details: string) {
    super(`${checker}: ${details}`)
    this.checker = checker
  }
}

/** A text that a client has taken to send. */
export type Sent = {
  readonly client: string
  readonly conversation: string
  readonly id: string
  readonly text: string
  /** Whether its writer was told that a quorum has it. */
  stored: boolean
}

/** How a slot was decided. */
export type Sealed = {
  readonly commit: string
  readonly path: 'fast' | 'slow'
  readonly view: number
}

/** Where a message was encrypted. */
type Place = { readonly topic: string; readonly epoch: number; readonly ref: Envelope.Ref }

export class Checkers {
  /** The first violation, if there was one. */
  violation: Violation | undefined
  readonly sent = new Map<string, Sent>()
  readonly seals = new Map<string, Sealed>()
  /** By slot: the commits that were to end its epoch. */
  readonly commits = new Map<string, Set<string>>()
  readonly faults: Fault[] = []
  readonly #isLiar: (node: string) => boolean
  /** Write keys by group and epoch: who derived which. */
  readonly #writers = new Map<string, { writer: string; client: string }>()
  readonly #told = new Set<string>()
  /** By message: where its latest envelope belongs. */
  readonly #places = new Map<string, Place>()
  /** By message: the envelope that was called stored. */
  readonly #storedAt = new Map<string, Place>()
  /** From which epoch on a client is in a group, by both. */
  readonly #joined = new Map<string, Map<string, number>>()

  /** @param isLiar whether a node, by its id, is one of the liars of this run */
  constructor(isLiar: (node: string) => boolean) {
    this.#isLiar = isLiar
  }

  fail(checker: Checker, details: string): void {
    this.violation ??= new Violation(checker, details)
  }

  /** Bytes that pass a wire to or from a node. */
  onBytes(from: string, to: string, bytes: Uint8Array): void {
    if (Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).includes(markerBytes))
      this.fail('no plaintext at nodes', `${from} sent it to ${to}`)
  }

  /** A write that became durable at a node. */
  onNodeWrite(node: string, write: Write): void {
    if (write.type === 'evidence' && !this.#isLiar(Bytes.toHex(write.node)))
      this.fail('honest nodes are not named', `${node} keeps evidence against one`)
    if (write.type !== 'append') return
    this.onBytes(node, 'its disk', write.envelope)
    const { content } = Codec.decode(Envelope.codec, write.envelope)
    if (content.kind === 'commit') this.#onCommit(content)
    if (write.seal) this.#onSeal(Codec.decode(Seal.certificate, write.seal.certificate))
  }

  #onCommit(content: Envelope.Content): void {
    const name = `${Bytes.toHex(content.topic)} ${content.epoch}`
    const commits = this.commits.get(name) ?? new Set()
    this.commits.set(name, commits.add(Bytes.toHex(Envelope.idOf(crypto, content))))
  }

  #onSeal({ topic, slot, value, path, view }: Seal.Certificate): void {
    const name = `${Bytes.toHex(topic)} ${slot}`
    const commit = Bytes.toHex(value.id)
    const known = this.seals.get(name)
    if (known !== undefined && known.commit !== commit)
      this.fail('one seal a slot', `slot ${name} is sealed with ${known.commit} and with ${commit}`)
    this.seals.set(name, { commit, path, view })
  }

  /** A change that became durable at a client. */
  onClientChange(client: string, { key, value }: Change): void {
    if (value === undefined) return
    if (key.startsWith(Records.keys.groups))
      this.#onGroup(client, Codec.decode(Records.group, value))
    if (key.startsWith('out/')) this.#onOutgoing(Codec.decode(Records.outgoing, value))
  }

  #onGroup(client: string, group: Records.Group): void {
    const topic = Bytes.toHex(Topic.idOf(crypto, group.descriptor))
    const joined = this.#joined.get(topic) ?? new Map<string, number>()
    this.#joined.set(topic, joined)
    if (!joined.has(client)) joined.set(client, group.firstEpoch)
    for (const [i, bytes] of group.writers.entries()) {
      const epoch = group.firstEpoch + i
      const writer = Bytes.toHex(bytes)
      const known = this.#writers.get(`${topic} ${epoch}`)
      if (known === undefined) this.#writers.set(`${topic} ${epoch}`, { writer, client })
      else if (known.writer !== writer)
        this.fail(
          'members agree',
          `${client} and ${known.client} derive different write keys in epoch ${epoch} of ${topic}`,
        )
    }
  }

  #onOutgoing(record: Records.Outgoing): void {
    if (!record.message || !record.envelope) return
    const { content } = Codec.decode(Envelope.codec, record.envelope)
    const { topic, epoch } = content
    const ref = Envelope.refOf(crypto, content)
    this.#places.set(Bytes.toHex(record.message), { topic: Bytes.toHex(topic), epoch, ref })
  }

  /** A client told of a message. */
  onMessage(client: string, message: Message): void {
    const { id, own, state } = message
    if (own) return this.#onOwn(client, message)
    if (state !== 'delivered') return
    const name = `${client} ${id}`
    if (this.#told.has(name)) this.fail('delivered once', `${client} was told of ${id} twice`)
    this.#told.add(name)
  }

  #onOwn(client: string, { id, conversation, text, state, receipts }: Message): void {
    // Other devices of the account have it from the network: they hold no receipts.
    const isWriter = receipts > 0 || !isStored(state)
    const sent = this.sent.get(id) ?? { client, conversation, id, text, stored: false }
    if (isWriter) this.sent.set(id, sent)
    if (!isWriter || !isStored(state)) return
    sent.stored = true
    // It may be written once more, where its group ended before everybody had it.
    const place = this.#places.get(id)
    if (place !== undefined && !this.#storedAt.has(id)) this.#storedAt.set(id, place)
  }

  /** A client named a node. */
  onFault(client: string, fault: Fault): void {
    this.faults.push(fault)
    if (!this.#isLiar(fault.node))
      this.fail('honest nodes are not named', `${client} says ${fault.kind} of ${fault.url}`)
  }

  /** Envelopes of messages that were called stored. */
  stored(): { id: string; topic: Uint8Array; ref: Envelope.Ref }[] {
    return [...this.#storedAt].map(([id, { topic, ref }]) => ({
      id,
      topic: Bytes.fromHex(topic),
      ref,
    }))
  }

  /** Who must have a message: members of its group in the epoch it was last encrypted in. */
  recipientsOf(sent: Sent): string[] {
    const place = this.#places.get(sent.id)
    if (place === undefined) return []
    return [...(this.#joined.get(place.topic) ?? [])]
      .filter(([, epoch]) => epoch <= place.epoch)
      .map(([client]) => client)
  }
}

/** Whether a quorum is said to have it. */
export function isStored(state: Message['state']): boolean {
  return state === 'stored' || state === 'delivered' || state === 'read'
}
