/**
 * Lies that a node tells: the production node's store, which does not say what it knows.
 *
 * @module
 */
import * as Codec from '@parley/codec'
import type { Store } from '@parley/node'
import { Bytes, Crypto, Envelope, Head } from '@parley/protocol'

type Item = Awaited<ReturnType<Store['page']>>[number]

/** What a lie does to a store, once the node lies. */
type Lie = (store: Store, lying: () => boolean) => Store

const isMessage = (envelope: Uint8Array): boolean =>
  Codec.decode(Envelope.codec, envelope).content.kind === 'message'

function bent(bytes: Uint8Array): Uint8Array {
  const { content, proof } = Codec.decode(Envelope.codec, bytes)
  const body = content.body.map((byte, i) => (i === 40 ? byte ^ 1 : byte))
  return Codec.encode(Envelope.codec, { content: { ...content, body }, proof })
}

/** A store whose pages are changed. */
const paging =
  (change: (item: Item) => readonly Item[]): Lie =>
  (store, lying) => ({
    ...store,
    async page(topic, after, max) {
      const page = await store.page(topic, after, max)
      return lying()
        ? page.flatMap((item) => (isMessage(item.envelope) ? change(item) : [item]))
        : page
    },
  })

/** The messages that a lie is about: the first one of each topic after it began. */
class Victims {
  readonly #byTopic = new Map<string, string>()

  take(topic: Uint8Array, envelope: Uint8Array): void {
    const name = Bytes.toHex(topic)
    if (!isMessage(envelope) || this.#byTopic.has(name)) return
    this.#byTopic.set(name, idOf(envelope))
  }

  has(topic: Uint8Array, envelope: Uint8Array): boolean {
    return this.#byTopic.get(Bytes.toHex(topic)) === idOf(envelope)
  }
}

function idOf(envelope: Uint8Array): string {
  return Bytes.toHex(Envelope.idOf(Crypto.pure, Codec.decode(Envelope.codec, envelope).content))
}

const everything = { items: 1_000_000, bytes: 1e9 }

/** A log without some of its envelopes: what follows moves up, and the heads are those of this log. */
function withoutVictims(store: Store, isVictim: (topic: Uint8Array, item: Item) => boolean): Store {
  const logOf = async (topic: Uint8Array): Promise<Item[]> =>
    (await store.page(topic, 0, everything))
      .filter((item) => !isVictim(topic, item))
      .map(({ envelope }, i) => ({ position: i + 1, envelope }))
  return {
    ...store,
    page: async (topic, after, max) =>
      (await logOf(topic)).slice(after, after + Math.max(1, max.items)),
    async head(topic, position) {
      if ((await store.topic(topic)) === undefined) return undefined
      const log = await logOf(topic)
      const end = position ?? log.length
      if (end > log.length) return undefined
      const hash = log.slice(0, end).reduce((before, { envelope }) => {
        const { content } = Codec.decode(Envelope.codec, envelope)
        return Head.link(Crypto.pure, before, Envelope.refOf(Crypto.pure, content))
      }, Head.empty)
      return { position: end, hash }
    },
  }
}

/** By name. */
export const lies: Readonly<Record<string, Lie>> = {
  /** Signs for a message and leaves it out of its log, as if it had never been. */
  omit(store, lying) {
    const victims = new Victims()
    const rewritten = withoutVictims(store, (topic, item) => victims.has(topic, item.envelope))
    return {
      ...store,
      commit(writes) {
        if (lying())
          for (const write of writes)
            if (write.type === 'append') victims.take(write.topic, write.envelope)
        return store.commit(writes)
      },
      page: (...asked) => (lying() ? rewritten : store).page(...asked),
      head: (...asked) => (lying() ? rewritten : store).head(...asked),
    }
  },
  /** Shows another log than before: the first message of each is gone. */
  rewrite(store, lying) {
    const first = new Map<string, string>()
    const rewritten = withoutVictims(store, (topic, { envelope }) => {
      const name = Bytes.toHex(topic)
      if (isMessage(envelope) && !first.has(name)) first.set(name, idOf(envelope))
      return first.get(name) === idOf(envelope)
    })
    return {
      ...store,
      page: (...asked) => (lying() ? rewritten : store).page(...asked),
      head: (...asked) => (lying() ? rewritten : store).head(...asked),
    }
  },
  /** Signs for all that it stores at one position. */
  collide: (store, lying) => ({
    ...store,
    commit: async (writes) =>
      (await store.commit(writes)).map((outcome, i) => {
        const isLie = lying() && writes[i]!.type === 'append' && outcome.status === 'stored'
        return isLie ? { ...outcome, position: 1_000_000 } : outcome
      }),
  }),
  /** Forgets how it voted. */
  equivocate: (store, lying) => ({
    ...store,
    register: (topic, slot) => (lying() ? Promise.resolve(undefined) : store.register(topic, slot)),
  }),
  /** Signs for a message and delivers it to nobody. */
  withhold(store, lying) {
    const victims = new Victims()
    return {
      ...store,
      commit(writes) {
        if (lying())
          for (const write of writes)
            if (write.type === 'append') victims.take(write.topic, write.envelope)
        return store.commit(writes)
      },
      page: async (topic, after, max) =>
        (await store.page(topic, after, max)).filter(
          ({ envelope }) => !victims.has(topic, envelope),
        ),
      fetch: async (keys) =>
        (await store.fetch(keys)).filter(({ topic, envelope }) => !victims.has(topic, envelope)),
    }
  },
  /** Delivers messages that their writer did not write. */
  forge: paging((item) => [{ ...item, envelope: bent(item.envelope) }]),
  /** Delivers no envelopes but bytes. */
  garble: paging((item) => [{ ...item, envelope: item.envelope.slice(0, -1) }]),
  /** Delivers everything a second time, in another place. */
  replay: paging((item) => [item, { ...item, position: item.position + 1 }]),
  /** Takes everything and answers nothing. */
  stall: (store, lying) => ({
    ...store,
    commit: (writes) => (lying() ? new Promise(() => {}) : store.commit(writes)),
    page: (...asked) => (lying() ? new Promise(() => {}) : store.page(...asked)),
    fetch: (keys) => (lying() ? new Promise(() => {}) : store.fetch(keys)),
  }),
}
