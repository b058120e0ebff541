/** Rival clients, replicas and liars over a network that loses, delays, repeats and reorders. */
import * as Codec from '@parley/codec'
import { seeded } from '@parley/codec/attack'

import * as Crypto from '../../src/Crypto.ts'
import * as Seal from '../../src/Seal.ts'

/**
 * Keyed hashes in place of signatures, a hundred times as fast: who knows the public key could
 * forge, and nobody here does.
 */
const crypto: Crypto.Crypto = {
  sha256: Crypto.pure.sha256,
  sign: (keyPair, message) => Promise.resolve(tag(keyPair.publicKey, message)),
  verify: (publicKey, message, signature) =>
    Promise.resolve(Buffer.compare(tag(publicKey, message), signature) === 0),
}

function tag(key: Uint8Array, message: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(64)
  bytes.set(crypto.sha256(Buffer.concat([key, message])))
  return bytes
}

const keyPairOf = (n: number): Crypto.KeyPair => ({
  publicKey: new Uint8Array(65).fill(n),
  secretKey: new Uint8Array(32).fill(n),
})

/** What a faulty replica does: {@link lies} has one for each name. */
export type Lie = 'silent' | 'garbage' | 'two-faced' | 'forgetful' | 'far' | 'any'

export type Outcome = {
  certificates: (Seal.Certificate | undefined)[]
  /** Milliseconds on the virtual clock until the last client knew. */
  elapsedMs: number
  /** Replicas, by number, that evidence convicted. */
  convicted: Set<number>
  /** Replicas whose replies did not verify. */
  distrusted: Set<number>
}

export type Scenario = {
  seed: number
  replicas: number
  clients: number
  /** Lies of the first so many replicas. */
  lies: readonly Lie[]
  /** Messages in a hundred that are lost. */
  lossPercent: number
}

/** Runs until every client knows the seal, or for ten virtual minutes. */
export async function run(scenario: Scenario): Promise<Outcome> {
  const random = seeded(scenario.seed * 7919 + 17)
  for (let i = 0; i < 8; i++) random(2)
  const writer = keyPairOf(200)
  const nodes = Array.from({ length: scenario.replicas }, (_, i) => ({
    id: new Uint8Array(32).fill(i + 1),
    keyPair: keyPairOf(i + 1),
  }))
  const slot = Seal.slotOf(crypto, {
    topic: new Uint8Array(32).fill(9),
    slot: 5,
    replicas: nodes.map(({ id, keyPair }) => ({ id, publicKey: keyPair.publicKey })),
  })
  const values = Array.from({ length: scenario.clients }, () => ({
    sentAt: random(1000),
    id: Uint8Array.from({ length: 32 }, () => random(256)),
  }))

  let now = 0
  let order = 0
  const events: { at: number; order: number; run: () => Promise<void> | void }[] = []
  const after = (ms: number, task: () => Promise<void> | void): void => {
    events.push({ at: now + ms, order: order++, run: task })
  }
  const deliver = (task: () => Promise<void>): void => {
    for (let copies = random(20) === 0 ? 2 : 1; copies > 0; copies--)
      if (random(100) >= scenario.lossPercent) after(1 + random(random(10) === 0 ? 200 : 20), task)
  }

  const outcome: Outcome = {
    certificates: values.map(() => undefined),
    elapsedMs: 0,
    convicted: new Set(),
    distrusted: new Set(),
  }
  /** Registers as they are on disk; a two-faced replica has one for each client. */
  const disk = new Map<string, Uint8Array>()

  const answer = async (index: number, client: number, bytes: Uint8Array): Promise<void> => {
    const node = nodes[index]!
    const request = Codec.decode(Seal.request, bytes)
    const verified = await Seal.verifyRequest(crypto, slot, request, writer.publicKey)
    const kinds = ['silent', 'garbage', 'two-faced', 'forgetful', 'far'] as const
    let lie = scenario.lies[index]
    if (lie === 'any') lie = kinds[random(kinds.length)]!
    if (lie === 'silent') return
    const name = lie === 'two-faced' ? `${index} ${client}` : `${index}`
    const stored = disk.get(name)
    const state = stored && Codec.decode(Seal.register, stored)
    const result = await Seal.respond(crypto, slot, state, verified, node)
    if (result.changed) disk.set(name, Codec.encode(Seal.register, result.register))
    let { reply } = result
    if (lie !== undefined && reply.type === 'state') {
      const { view, statements } = reply
      const status = { type: 'status', view, lock: undefined, first: undefined } as const
      const bodies: Seal.Body[] = statements.map(({ body }) => body)
      if (lie === 'far') bodies.splice(0, 3, { ...status, view: view + 1 + random(5000) })
      if (lie === 'forgetful')
        for (const [i, body] of bodies.entries()) {
          if (body.type === 'status')
            bodies[i] = { ...status, first: values[random(values.length)] }
          else bodies[i] = { ...body, value: values[random(values.length)]! }
        }
      const { topic, set } = slot
      const lied = bodies.map((body) =>
        Seal.signStatement(
          crypto,
          { node: node.id, topic, slot: slot.slot, set, body },
          node.keyPair,
        ),
      )
      reply = { type: 'state', view: bodies[0]?.view ?? view, statements: await Promise.all(lied) }
      if (lie === 'garbage')
        for (const statement of reply.statements) statement.signature = new Uint8Array(64)
    }
    const out = Codec.encode(Seal.reply, reply)
    deliver(() => receive(client, index, out))
  }

  const accepts = (seen: Seal.Value): boolean =>
    values.some((value) => Buffer.compare(value.id, seen.id) === 0)
  const clients = values.map((value) => ({
    proposal: new Seal.Proposal({ slot, value, accepts }),
    timer: 0,
  }))
  const perform = async (index: number, actions: readonly Seal.Action[]): Promise<void> => {
    const client = clients[index]!
    for (const action of actions)
      if (action.type === 'send') {
        const bytes = Codec.encode(
          Seal.request,
          await Seal.signRequest(crypto, action.request, writer),
        )
        for (const [i, node] of nodes.entries())
          if (action.to === 'all' || action.to === node.id) deliver(() => answer(i, index, bytes))
      } else if (action.type === 'wait') {
        const { kind, attempt } = action
        const backoff = random(100 * 2 ** Math.min(attempt, 6))
        const ms = kind === 'answer' ? 250 : kind === 'grace' ? 30 : backoff
        const timer = ++client.timer
        after(ms, async () => {
          if (timer === client.timer) await perform(index, client.proposal.onTimeout())
        })
      } else if (action.type === 'evidence') {
        const name = nodes.findIndex(({ id }) => Buffer.compare(id, action.node) === 0)
        await Seal.verifyEvidence(crypto, action.evidence, nodes[name]!.keyPair.publicKey)
        outcome.convicted.add(name)
      } else {
        client.timer++
        await Seal.verifyCertificate(crypto, slot, action.certificate)
        outcome.certificates[index] = action.certificate
        outcome.elapsedMs = now
      }
  }
  const receive = async (index: number, from: number, bytes: Uint8Array): Promise<void> => {
    const node = nodes[from]!.id
    let reply
    try {
      reply = await Seal.verifyReply(crypto, slot, Codec.decode(Seal.reply, bytes), node)
    } catch (error) {
      if (!(error instanceof Seal.SealError) || error.code !== 'bad_seal_reply') throw error
      outcome.distrusted.add(from)
      return
    }
    await perform(index, clients[index]!.proposal.onReply(node, reply))
  }

  for (const [index, { proposal }] of clients.entries())
    after(random(15), () => perform(index, proposal.start()))
  while (outcome.certificates.includes(undefined) && now < 600_000) {
    events.sort((one, other) => other.at - one.at || other.order - one.order)
    const event = events.pop()
    if (event === undefined) break
    now = event.at
    await event.run()
  }
  return outcome
}
