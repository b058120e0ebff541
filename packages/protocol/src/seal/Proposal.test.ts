import { describe, expect, test } from 'vitest'

import { a, b, crypto, nodes, Replicas, sign, slotOf, valueOf } from '../../test/seal/fixtures.ts'
import * as Seal from '../Seal.ts'

const slot = slotOf(4)
const four = nodes.slice(0, 4)
const [first, second, third, fourth] = four as [Node, Node, Node, Node]
type Node = (typeof nodes)[0]
type Reply = Seal.Verified<Seal.Reply>
type Send = Extract<Seal.Action, { type: 'send' }>

/** The actions in short: what is sent to whom, what is waited for. */
function short(actions: readonly Seal.Action[]): string[] {
  return actions.map((action) => {
    if (action.type === 'wait') return `${action.kind} ${action.attempt}`
    if (action.type !== 'send') return action.type
    const { body } = action.request
    const value = 'value' in body ? ` ${body.value.id[0]}` : ''
    const to = action.to === 'all' ? 'all' : `node ${action.to[0]}`
    return `${body.type}(${body.view}${value}) to ${to}`
  })
}

function sent(actions: readonly Seal.Action[]): Seal.RequestContent['body'] {
  return actions.find((action): action is Send => action.type === 'send')!.request.body
}

async function state(node: Node, view: number, ...bodies: Seal.Body[]): Promise<Reply> {
  const statements = await Promise.all(bodies.map((body) => sign(slot, node, body)))
  return { type: 'state', view, statements } as unknown as Reply
}
const prepared = (node: Node, view: number, value: Seal.Value): Promise<Reply> =>
  state(node, view, { type: 'prepared', view, value })
const committed = (node: Node, view: number, value: Seal.Value): Promise<Reply> =>
  state(node, view, { type: 'committed', view, value })
const status = (node: Node, view: number, first?: Seal.Value): Promise<Reply> =>
  state(node, view, { type: 'status', view, lock: undefined, first })

function begin(options: Partial<Seal.ProposalOptions> = {}): {
  proposal: Seal.Proposal
  reply: (node: Node, reply: Promise<Reply>) => Promise<string[]>
  timeout: () => string[]
} {
  const proposal = new Seal.Proposal({ slot, value: a, ...options })
  expect(short(proposal.start())).toEqual([
    `prepare(0 ${(options.value ?? a).id[0]}) to all`,
    'answer 0',
  ])
  return {
    proposal,
    reply: async (node, reply) => short(proposal.onReply(node.id, await reply)),
    timeout: () => short(proposal.onTimeout()),
  }
}

describe('view 0', () => {
  test('behavior: all say the same: sealed in one round trip', async () => {
    const { proposal, reply } = begin()
    expect(await reply(first, prepared(first, 0, a))).toEqual([])
    expect(await reply(second, prepared(second, 0, a))).toEqual([])
    expect(await reply(third, prepared(third, 0, a))).toEqual(['grace 0'])
    expect(await reply(fourth, prepared(fourth, 0, a))).toEqual(['sealed'])
    expect(proposal.certificate).toMatchObject({ path: 'fast', value: a, view: 0 })
    await Seal.verifyCertificate(crypto, slot, proposal.certificate!)
    expect(await reply(fourth, prepared(fourth, 0, a))).toEqual([])
    expect(proposal.onTimeout()).toEqual([])
  })

  test('behavior: one is late: after grace, a second round trip', async () => {
    const { proposal, reply, timeout } = begin()
    for (const node of four.slice(0, 3)) await reply(node, prepared(node, 0, a))
    expect(timeout()).toEqual(['commit(0 1) to all', 'answer 0'])
    expect(await reply(first, committed(first, 0, a))).toEqual([])
    expect(await reply(second, committed(second, 0, a))).toEqual([])
    expect(await reply(third, committed(third, 0, a))).toEqual(['sealed'])
    expect(proposal.certificate).toMatchObject({ path: 'slow', value: a, view: 0 })
    await Seal.verifyCertificate(crypto, slot, proposal.certificate!)
  })

  test('behavior: the late one still makes it fast', async () => {
    const { proposal, reply, timeout } = begin()
    for (const node of four.slice(0, 3)) await reply(node, prepared(node, 0, a))
    timeout()
    expect(await reply(fourth, prepared(fourth, 0, a))).toEqual(['sealed'])
    expect(proposal.certificate).toMatchObject({ path: 'fast' })
  })

  test('behavior: no grace where one already said something else', async () => {
    const { reply } = begin()
    expect(await reply(fourth, prepared(fourth, 0, b))).toEqual([])
    await reply(first, prepared(first, 0, a))
    expect(await reply(second, prepared(second, 0, a))).toEqual(['grace 0'])
    expect(await reply(third, prepared(third, 0, a))).toEqual(['commit(0 1) to all', 'answer 0'])
  })

  test('behavior: finishes what a rival half finished', async () => {
    const { proposal, reply, timeout } = begin()
    for (const node of four.slice(0, 3)) await reply(node, prepared(node, 0, b))
    expect(timeout()).toEqual(['commit(0 2) to all', 'answer 0'])
    for (const node of four.slice(0, 3)) await reply(node, committed(node, 0, b))
    expect(proposal.certificate).toMatchObject({ value: b })
  })

  test('behavior: asks those again who do not answer, for as long as too few do', async () => {
    const { reply, timeout } = begin()
    await reply(first, prepared(first, 0, a))
    await reply(second, prepared(second, 0, a))
    const again = ['prepare(0 1) to node 3', 'prepare(0 1) to node 4']
    expect(timeout()).toEqual([...again, 'answer 1'])
    expect(timeout()).toEqual([...again, 'answer 2'])
    expect(await reply(fourth, prepared(fourth, 0, a))).toEqual(['grace 0'])
  })

  test('behavior: a single replica is a network too', async () => {
    const one = slotOf(1)
    const replicas = new Replicas(one)
    const proposal = new Seal.Proposal({ slot: one, value: a })
    const actions = proposal.onReply(first.id, await replicas.ask(first, sent(proposal.start())))
    expect(short(actions)).toEqual(['sealed'])
    expect(proposal.certificate).toMatchObject({ path: 'fast' })
  })
})

describe('a split', () => {
  const split = async (options: Partial<Seal.ProposalOptions> = {}) => {
    const run = begin(options)
    await run.reply(first, prepared(first, 0, a))
    await run.reply(second, prepared(second, 0, a))
    expect(await run.reply(third, prepared(third, 0, b))).toEqual(['grace 0'])
    expect(await run.reply(fourth, prepared(fourth, 0, b))).toEqual(['backoff 0'])
    expect(run.timeout()).toEqual(['advance(1) to all', 'answer 0'])
    return run
  }

  test('behavior: goes on in the next view, by rule (2)', async () => {
    const { proposal, reply } = await split()
    await reply(second, status(second, 1, a))
    await reply(third, status(third, 1, b))
    expect(await reply(fourth, status(fourth, 1, b))).toEqual(['prepare(1 2) to all', 'answer 0'])
    for (const node of [second, third]) expect(await reply(node, prepared(node, 1, b))).toEqual([])
    const actions = await reply(fourth, prepared(fourth, 1, b))
    expect(actions).toEqual(['commit(1 2) to all', 'answer 0'])
    for (const node of [second, third, fourth]) await reply(node, committed(node, 1, b))
    expect(proposal.certificate).toMatchObject({ path: 'slow', value: b, view: 1 })
    await Seal.verifyCertificate(crypto, slot, proposal.certificate!)
  })

  test('behavior: replicas take the bundle it gathered', async () => {
    const replicas = new Replicas(slot)
    const rival: Send['request']['body'] = { type: 'prepare', view: 0, value: b, bundle: [] }
    for (const node of [third, fourth]) await replicas.ask(node, rival)
    const proposal = new Seal.Proposal({ slot, value: a })
    let actions = proposal.start()
    for (let round = 0; round < 10 && proposal.certificate === undefined; round++) {
      const sends = actions.filter((action): action is Send => action.type === 'send')
      actions = sends.length === 0 ? proposal.onTimeout() : []
      for (const { request } of sends)
        for (const node of four)
          actions.push(...proposal.onReply(node.id, await replicas.ask(node, request.body)))
    }
    await Seal.verifyCertificate(crypto, slot, proposal.certificate!)
    expect(proposal.certificate).toMatchObject({ path: 'slow', view: 1 })
  })

  test.each([
    ['its own where it does not know the other', () => false, 2],
    ['the lowest hash of those it knows', () => true, 1],
  ])('behavior: of free values it proposes %s', async (_, accepts, expected) => {
    const { reply, timeout } = begin({ value: b, accepts })
    await reply(first, prepared(first, 0, a))
    await reply(second, prepared(second, 0, valueOf(3)))
    expect(await reply(third, prepared(third, 0, b))).toEqual(['backoff 0'])
    timeout()
    await reply(first, status(first, 1, a))
    await reply(second, status(second, 1, valueOf(3)))
    const actions = await reply(third, status(third, 1, b))
    expect(actions).toEqual([`prepare(1 ${expected}) to all`, 'answer 0'])
  })

  test('behavior: proposes the value of the highest lock, though it never saw it', async () => {
    const { reply } = await split()
    const lock = { view: 0, value: valueOf(5), signatures: [] }
    await reply(first, status(first, 1, a))
    await reply(second, status(second, 1, a))
    const locked = state(third, 1, { type: 'status', view: 1, lock, first: b })
    expect(await reply(third, locked)).toEqual(['prepare(1 5) to all', 'answer 0'])
  })

  test('behavior: a rival finished meanwhile: its votes are used', async () => {
    const run = begin()
    for (const node of [first, second]) await run.reply(node, prepared(node, 0, a))
    for (const node of [third, fourth]) await run.reply(node, prepared(node, 0, b))
    const entered = (node: Node): Promise<Reply> =>
      state(
        node,
        1,
        { type: 'status', view: 1, lock: undefined, first: a },
        { type: 'prepared', view: 1, value: b },
      )
    for (const node of four.slice(0, 3)) expect(await run.reply(node, entered(node))).toEqual([])
    // Three are in view 1 already, with votes of a quorum: on to commitment.
    expect(run.timeout()).toEqual([
      'advance(1) to all',
      'answer 0',
      'commit(1 2) to all',
      'answer 0',
    ])
  })

  test('behavior: helps a replica that missed the advance', async () => {
    const { reply } = await split()
    for (const node of four.slice(0, 3)) await reply(node, status(node, 1, a))
    expect(await reply(fourth, prepared(fourth, 0, b))).toEqual(['advance(1) to node 4'])
    expect(await reply(fourth, status(fourth, 1, b))).toEqual(['prepare(1 1) to node 4'])
  })

  test('behavior: whoever is always behind is not helped for ever', async () => {
    const { reply, timeout } = await split()
    let helped = 0
    for (let i = 0; i < 50; i++) helped += (await reply(fourth, state(fourth, 0))).length
    expect(helped).toBe(8)
    timeout()
    expect(await reply(fourth, state(fourth, 0))).toEqual(['advance(1) to node 4'])
  })

  test('behavior: backs off longer each time', async () => {
    const { reply, timeout } = await split()
    for (let view = 1; view < 4; view++) {
      for (const node of four.slice(0, 3)) await reply(node, status(node, view))
      await reply(first, prepared(first, view, a))
      await reply(second, prepared(second, view, b))
      expect(await reply(third, prepared(third, view, valueOf(3)))).toEqual([`backoff ${view}`])
      expect(timeout()).toEqual([`advance(${view + 1}) to all`, 'answer 0'])
    }
  })
})

describe('replicas in later views', () => {
  test('behavior: too many have gone on: it joins where an honest one is for sure', async () => {
    const { reply, timeout, proposal } = begin()
    expect(await reply(first, status(first, 4, b))).toEqual([])
    expect(await reply(second, status(second, 2, b))).toEqual(['backoff 0'])
    expect(timeout()).toEqual(['advance(2) to all', 'answer 0'])
    expect(proposal.view).toBe(2)
    // The status that came before counts.
    await reply(third, status(third, 2, b))
    expect(await reply(fourth, status(fourth, 2))).toEqual(['prepare(2 2) to all', 'answer 0'])
  })

  test('behavior: one that claims to be far off is not needed, so not followed', async () => {
    const { reply, timeout, proposal } = begin()
    await reply(first, status(first, 4_000_000_000, b))
    for (const node of [second, third]) await reply(node, prepared(node, 0, b))
    expect(await reply(fourth, prepared(fourth, 0, a))).toEqual(['backoff 0'])
    timeout()
    expect(proposal.view).toBe(1)
    for (const node of [second, third]) await reply(node, status(node, 1, b))
    const actions = await reply(fourth, status(fourth, 1, a))
    expect(actions).toEqual(['prepare(1 2) to all', 'answer 0'])
  })

  test('behavior: where it is needed it is followed, a step at a time', async () => {
    const { reply, timeout, proposal } = begin()
    await reply(first, status(first, 4_000_000_000, b))
    await reply(second, prepared(second, 0, a))
    expect(await reply(third, prepared(third, 0, a))).toEqual(['grace 0'])
    expect(timeout()).toEqual(['prepare(0 1) to node 4', 'answer 1'])
    expect(timeout()).toEqual(['prepare(0 1) to node 4', 'answer 2'])
    expect(timeout()).toEqual(['backoff 0'])
    expect(timeout()).toEqual([`advance(${Seal.viewStepMax}) to all`, 'answer 0'])
    expect(proposal.view).toBe(Seal.viewStepMax)
  })

  test('behavior: an honest one far behind is brought along in steps', async () => {
    const far = 3 * Seal.viewStepMax
    const { reply, timeout } = begin()
    for (const node of [first, second]) await reply(node, status(node, far, b))
    timeout()
    const replicas = new Replicas(slot)
    let actions = await reply(third, replicas.ask(third, { type: 'advance', view: 0 }))
    for (const view of [1, 2, 3].map((step) => step * Seal.viewStepMax)) {
      expect(actions).toEqual([`advance(${view}) to node 3`])
      actions = await reply(third, replicas.ask(third, { type: 'advance', view }))
    }
    expect(actions).toEqual([`prepare(${far} 2) to all`, 'answer 0'])
  })
})

describe('lies', () => {
  test('behavior: two statements that conflict are handed over as evidence, once', async () => {
    const { proposal, reply } = begin()
    await reply(fourth, prepared(fourth, 0, a))
    const actions = proposal.onReply(fourth.id, await prepared(fourth, 0, b))
    expect(short(actions)).toEqual(['evidence'])
    const [action] = actions
    if (action?.type !== 'evidence') throw new Error('expected evidence')
    expect(action.node).toEqual(fourth.id)
    await Seal.verifyEvidence(crypto, action.evidence, fourth.keyPair.publicKey)
    expect(await reply(fourth, prepared(fourth, 0, b))).toEqual([])
  })

  test('behavior: a certificate convicts who told this client something else', async () => {
    const { proposal, reply } = begin()
    await reply(fourth, prepared(fourth, 0, b))
    const statements = await Promise.all(
      four.map((node) => sign(slot, node, { type: 'prepared', view: 0, value: a })),
    )
    const certificate = Seal.certificateOf(slot, statements)!
    await Seal.verifyCertificate(crypto, slot, certificate)
    const sealed = Seal.sealedReply(certificate) as Reply
    const actions = proposal.onReply(first.id, sealed)
    expect(short(actions)).toEqual(['evidence', 'sealed'])
    const [action] = actions
    if (action?.type !== 'evidence') throw new Error('expected evidence')
    await Seal.verifyEvidence(crypto, action.evidence, fourth.keyPair.publicKey)
  })

  test('behavior: of later views too', async () => {
    const { reply } = begin()
    await reply(fourth, status(fourth, 5, a))
    expect(await reply(fourth, status(fourth, 5, b))).toEqual(['evidence'])
  })

  test('behavior: nobody else’s replies count', async () => {
    const { reply } = begin()
    const stranger = nodes[5]!
    for (let i = 0; i < 5; i++) expect(await reply(stranger, prepared(stranger, 0, a))).toEqual([])
  })

  test('behavior: one voice counts once', async () => {
    const { reply } = begin()
    for (let i = 0; i < 5; i++) expect(await reply(first, prepared(first, 0, a))).toEqual([])
  })
})
