import * as Codec from '@parley/codec'
import { attack } from '@parley/codec/attack'
import { describe, expect, test } from 'vitest'

import {
  a,
  b,
  bodies,
  bundled,
  codeOf,
  crypto,
  nodes,
  Replicas,
  requestOf,
  sign,
  signersOf,
  slotOf,
  valueOf,
  writer,
} from '../test/seal/fixtures.ts'
import * as Crypto from './Crypto.ts'
import * as Limits from './Limits.ts'
import * as Seal from './Seal.ts'

const slot = slotOf(4)
const four = nodes.slice(0, 4)
const three = nodes.slice(0, 3)
const [first, second, third, fourth] = four as [
  (typeof nodes)[0],
  (typeof nodes)[0],
  (typeof nodes)[0],
  (typeof nodes)[0],
]
type Asked = Seal.RequestContent['body']
const prepare0 = (value: Seal.Value): Asked => ({ type: 'prepare', view: 0, value, bundle: [] })
const advance = (view: number): Asked => ({ type: 'advance', view })
const lockOf = async (view: number, value: Seal.Value): Promise<Seal.Lock> => ({
  view,
  value,
  signatures: await signersOf(slot, three, { type: 'prepared', view, value }),
})

describe('codecs', () => {
  test.each([
    ['statement', Seal.statement],
    ['body', Seal.body],
    ['lock', Seal.lock],
    ['signer', Seal.signer],
    ['bundled', Seal.bundled],
    ['requestContent', Seal.requestContent],
    ['request', Seal.request],
    ['reply', Seal.reply],
    ['certificate', Seal.certificate],
    ['evidence', Seal.evidence],
    ['register', Seal.register],
    ['value', Seal.value],
    // oxlint-disable-next-line typescript/no-explicit-any
  ] as [string, Codec.Codec<any>][])('%s withstands the attack suite', (name, codec) => {
    attack(name, codec)
  })

  test('default: fixed vectors of what is signed', () => {
    const content = { node: first.id, topic: slot.topic, slot: 3, set: slot.set }
    const hex = (body: Seal.Body): string =>
      Buffer.from(Seal.statementBytes({ ...content, body })).toString('hex')
    const head =
      Buffer.from('parley/1 seal statement\0').toString('hex') +
      '01'.repeat(32) +
      '07'.repeat(32) +
      '0000000000000003' +
      Buffer.from(slot.set).toString('hex')
    const value = '0000018bcfe56801' + '01'.repeat(32)
    expect(hex({ type: 'prepared', view: 2, value: a })).toBe(`${head}0100000002${value}`)
    expect(hex({ type: 'committed', view: 2, value: a })).toBe(`${head}0200000002${value}`)
    expect(hex({ type: 'status', view: 2, lock: undefined, first: a })).toBe(
      `${head}03000000020001${value}`,
    )
    const lock = { view: 1, value: a, signatures: [] }
    expect(hex({ type: 'status', view: 2, lock, first: undefined })).toBe(
      `${head}03000000020100000001${value}00`,
    )
  })

  test('behavior: the largest request and certificate fit one message', () => {
    expect(Seal.request.bytesMax).toBeLessThan(Limits.wire.messageBytesMax / 4)
    expect(Seal.certificate.bytesMax).toBeLessThan(4096)
  })
})

describe('slotOf', () => {
  test.each([
    [1, 1, 0],
    [2, 2, 0],
    [3, 2, 0],
    [4, 3, 1],
    [5, 4, 1],
    [6, 4, 1],
    [7, 5, 2],
  ])('default: of %i replicas, %i are a quorum and %i may lie', (n, quorum, faultsMax) => {
    expect(slotOf(n)).toMatchObject({ quorum, faultsMax })
  })

  test('behavior: what the rules need holds for every size', () => {
    for (let n = 1; n <= Limits.wire.replicasMax; n++) {
      const replicas = Array.from({ length: n }, (_, i) => ({
        id: new Uint8Array(32).fill(i),
        publicKey: first.keyPair.publicKey,
      }))
      const { quorum: q, faultsMax: f } = Seal.slotOf(crypto, {
        topic: slot.topic,
        slot: 0,
        replicas,
      })
      expect(2 * q - n).toBeGreaterThanOrEqual(f + 1)
      expect(q - f).toBeGreaterThanOrEqual(f + 1)
      expect(q).toBeLessThanOrEqual(n - f)
    }
  })

  test('error: no set, too large, a node twice', async () => {
    const of = (replicas: Seal.Replica[]) => () =>
      Seal.slotOf(crypto, { topic: slot.topic, slot: 0, replicas })
    const one = slot.replicas[0]!
    const many = Array.from({ length: 32 }, (_, i) => ({ ...one, id: new Uint8Array(32).fill(i) }))
    expect(await codeOf(of([]))).toBe('bad_replica_set')
    expect(await codeOf(of([one, one]))).toBe('bad_replica_set')
    expect(await codeOf(of(many))).toBe('bad_replica_set')
  })
})

describe('a replica', () => {
  test('behavior: prepares the first value of view 0 and says so to all others', async () => {
    const replicas = new Replicas(slot)
    const vote = { type: 'prepared', view: 0, value: a }
    expect(bodies(await replicas.ask(first, prepare0(a)))).toEqual([vote])
    expect(bodies(await replicas.ask(first, prepare0(b)))).toEqual([vote])
  })

  test('behavior: commits what a quorum prepared, once per view', async () => {
    const replicas = new Replicas(slot)
    const commit = { type: 'commit', ...(await lockOf(0, a)) } as const
    const answer = [{ type: 'committed', view: 0, value: a }]
    expect(bodies(await replicas.ask(first, commit))).toEqual(answer)
    // Only more than f liars could make such a second quorum.
    const other = { type: 'commit', ...(await lockOf(0, b)) } as const
    expect(bodies(await replicas.ask(first, other))).toEqual(answer)
  })

  test('behavior: enters a later view with its lock and its first value', async () => {
    const replicas = new Replicas(slot)
    await replicas.ask(first, prepare0(b))
    const lock = await lockOf(0, a)
    await replicas.ask(first, { type: 'commit', ...lock })
    const status = { type: 'status', view: 2, lock, first: b }
    expect(bodies(await replicas.ask(first, advance(2)))).toEqual([status])
    expect(bodies(await replicas.ask(first, advance(2)))).toEqual([status])
    // It goes nowhere back, and says where it is.
    expect(bodies(await replicas.ask(first, advance(1)))).toEqual([status])
    expect(bodies(await replicas.ask(first, prepare0(a)))).toEqual([status])
    expect(bodies(await replicas.ask(first, { type: 'commit', ...lock }))).toEqual([status])
  })

  test('behavior: the lock it reports is of the highest view it committed in', async () => {
    const replicas = new Replicas(slot)
    await replicas.ask(first, { type: 'commit', ...(await lockOf(0, a)) })
    await replicas.ask(first, advance(1))
    const later = await lockOf(1, a)
    await replicas.ask(first, { type: 'commit', ...later })
    const reply = await replicas.ask(first, advance(2))
    expect(bodies(reply)).toEqual([{ type: 'status', view: 2, lock: later, first: undefined }])
  })

  test('behavior: says all of its view to who asks for the view', async () => {
    const replicas = new Replicas(slot)
    expect(await replicas.ask(first, advance(0))).toEqual({
      type: 'state',
      view: 0,
      statements: [],
    })
    await replicas.ask(first, prepare0(a))
    await replicas.ask(first, { type: 'commit', ...(await lockOf(0, a)) })
    expect(bodies(await replicas.ask(first, advance(0)))).toEqual([
      { type: 'prepared', view: 0, value: a },
      { type: 'committed', view: 0, value: a },
    ])
  })

  test('behavior: does nothing in a view it has not entered', async () => {
    const replicas = new Replicas(slot)
    await replicas.ask(first, prepare0(a))
    const before = replicas.stored.get(first)
    const bundle = await Promise.all(three.map((node) => bundled(slot, node, { view: 1 })))
    const reply = await replicas.ask(first, { type: 'prepare', view: 1, value: b, bundle })
    expect(reply).toMatchObject({ view: 0 })
    expect(bodies(reply)).toEqual([{ type: 'prepared', view: 0, value: a }])
    await replicas.ask(first, { type: 'commit', ...(await lockOf(1, b)) })
    expect(replicas.stored.get(first)).toBe(before)
  })

  test('behavior: views cannot be used up by one request', async () => {
    const replicas = new Replicas(slot)
    expect(await replicas.ask(first, advance(2 ** 32 - 1))).toMatchObject({ view: 0 })
    expect(await replicas.ask(first, advance(Seal.viewStepMax + 1))).toMatchObject({ view: 0 })
    const reply = await replicas.ask(first, advance(Seal.viewStepMax))
    expect(reply).toMatchObject({ view: Seal.viewStepMax })
  })

  test('behavior: the same request again changes nothing and gives the same answer', async () => {
    const bundle = await Promise.all(three.map((node) => bundled(slot, node, { view: 1 })))
    const script: Asked[] = [
      prepare0(a),
      { type: 'commit', ...(await lockOf(0, a)) },
      advance(1),
      { type: 'prepare', view: 1, value: a, bundle },
      { type: 'commit', ...(await lockOf(1, a)) },
      advance(5),
    ]
    let register: Seal.Register | undefined
    for (const body of script) {
      const request = await requestOf(slot, body)
      const verified = await Seal.verifyRequest(crypto, slot, request, writer.publicKey)
      const once = Seal.answer(slot, register, verified)
      const twice = Seal.answer(slot, once.register, verified)
      expect(once.changed).toBe(true)
      expect(twice).toEqual({ ...once, changed: false })
      register = once.register
    }
  })

  test('error: a register that began under another set votes no more', async () => {
    const replicas = new Replicas(slot)
    await replicas.ask(first, prepare0(a))
    const moved = new Replicas(slotOf(5))
    moved.stored.set(first, replicas.stored.get(first)!)
    expect(await codeOf(() => moved.ask(first, prepare0(a)))).toBe('wrong_replica_set')
  })

  test('behavior: a sealed slot hands over its certificate', async () => {
    const signatures = await signersOf(slot, four, { type: 'prepared', view: 0, value: a })
    const certificate: Seal.Certificate = {
      topic: slot.topic,
      slot: 3,
      set: slot.set,
      value: a,
      view: 0,
      path: 'fast',
      signatures,
    }
    const reply = Seal.sealedReply(certificate)
    await Seal.verifyReply(crypto, slot, reply, first.id)
    const proposal = new Seal.Proposal({ slot, value: b })
    proposal.start()
    const actions = proposal.onReply(first.id, reply as Seal.Verified<Seal.Reply>)
    expect(actions).toEqual([{ type: 'sealed', certificate }])
  })
})

describe('a bundle', () => {
  const ask = async (value: Seal.Value, bundle: Seal.Bundled[], view = 2): Promise<string> => {
    const replicas = new Replicas(slot)
    await replicas.ask(first, advance(view))
    return codeOf(() => replicas.ask(first, { type: 'prepare', view, value, bundle }))
  }
  const statuses = (
    ...claims: { lock?: Seal.Lock; first?: Seal.Value }[]
  ): Promise<Seal.Bundled[]> =>
    Promise.all(claims.map((claim, i) => bundled(slot, four[i]!, { view: 2, ...claim })))

  test('behavior: rule 1, the lock of the highest view decides', async () => {
    const [low, high] = [await lockOf(0, a), await lockOf(1, b)]
    const bundle = await statuses({ lock: low, first: a }, { lock: high, first: a }, { first: a })
    expect(await ask(b, bundle)).toBe('none')
    expect(await ask(a, bundle)).toBe('seal_unjustified')
  })

  test('behavior: rule 2, what f+1 prepared first decides', async () => {
    const bundle = await statuses({ first: a }, { first: a }, { first: b })
    expect(await ask(a, bundle)).toBe('none')
    expect(await ask(b, bundle)).toBe('seal_unjustified')
  })

  test('behavior: rule 2 with two such values leaves both, and no third', async () => {
    const bundle = await statuses({ first: a }, { first: a }, { first: b }, { first: b })
    expect(await ask(a, bundle)).toBe('none')
    expect(await ask(b, bundle)).toBe('none')
    expect(await ask(valueOf(3), bundle)).toBe('seal_unjustified')
  })

  test('behavior: rule 3, else any value', async () => {
    const bundle = await statuses({ first: a }, { first: b }, {})
    for (const value of [a, b, valueOf(3)]) expect(await ask(value, bundle)).toBe('none')
  })

  test('error: too few, one twice, a stranger, of view 0, in view 0, with a bad signature', async () => {
    const good = await statuses({}, {}, {})
    const stranger = await bundled(slot, nodes[4]!, { view: 2 })
    const older = await bundled(slot, third, { view: 1 })
    const bad = 'bad_seal_request'
    expect(await ask(a, [])).toBe(bad)
    expect(await ask(a, good.slice(1))).toBe(bad)
    expect(await ask(a, [...good.slice(1), good[1]!])).toBe(bad)
    expect(await ask(a, [...good.slice(1), stranger])).toBe(bad)
    expect(await ask(a, [...good.slice(1), { ...good[0]!, first: a }])).toBe(bad)
    expect(await ask(a, [...good.slice(0, 2), older])).toBe(bad)
    expect(await ask(a, good, 0)).toBe(bad)
  })

  test('error: a lock of no earlier view, without a quorum, or with a bad signature', async () => {
    const rest = await statuses({}, {})
    const withLock = async (lock: Seal.Lock): Promise<string> => {
      const bundle = [...rest, await bundled(slot, third, { view: 2, lock })]
      return ask(a, bundle)
    }
    const lock = await lockOf(1, a)
    const bad = 'bad_seal_request'
    expect(await withLock(lock)).toBe('none')
    expect(await withLock(await lockOf(2, a))).toBe(bad)
    expect(await withLock({ ...lock, signatures: lock.signatures.slice(1) })).toBe(bad)
    expect(await withLock({ ...lock, value: b })).toBe('seal_unjustified')
    const other = await lockOf(1, b)
    expect(await withLock({ ...lock, signatures: other.signatures })).toBe(bad)
  })

  test('behavior: any quorum proves a lock: the status is the same', async () => {
    const lock = await lockOf(1, a)
    const vote = { type: 'prepared', view: 1, value: a } as const
    const signatures = await signersOf(slot, [second, third, fourth], vote)
    const [x, y, z] = await statuses({ lock }, {}, {})
    const swapped = { ...x!, lock: { ...lock, signatures } }
    expect(await ask(a, [swapped, y!, z!])).toBe('none')
  })
})

describe('verifyRequest', () => {
  const verify = (request: Seal.Request, of = slot): Promise<string> =>
    codeOf(() => Seal.verifyRequest(crypto, of, request, writer.publicKey))

  test('error: another writer, topic, slot or set; changed after signing', async () => {
    const request = await requestOf(slot, prepare0(a))
    expect(await verify(request)).toBe('none')
    const stranger = Crypto.deriveKeyPair(new Uint8Array(32), 'stranger')
    expect(await verify(await requestOf(slot, prepare0(a), stranger))).toBe('bad_seal_request')
    expect(await verify(request, slotOf(4, { topic: 8 }))).toBe('bad_seal_request')
    expect(await verify(request, slotOf(4, { slot: 4 }))).toBe('bad_seal_request')
    expect(await verify(request, slotOf(5))).toBe('wrong_replica_set')
    const changed = { ...request, content: { ...request.content, body: prepare0(b) } }
    expect(await verify(changed)).toBe('bad_seal_request')
  })

  test('error: a commit without a quorum of valid signatures', async () => {
    const commit = async (
      change: (signatures: Seal.Signer[]) => Seal.Signer[],
    ): Promise<string> => {
      const lock = await lockOf(0, a)
      const body = { type: 'commit', ...lock, signatures: change(lock.signatures) } as const
      return verify(await requestOf(slot, body))
    }
    expect(await commit((all) => all)).toBe('none')
    expect(await commit((all) => all.slice(1))).toBe('bad_seal_request')
    expect(await commit(([x, y]) => [x!, y!, y!])).toBe('bad_seal_request')
    expect(await commit(([x, y, z]) => [x!, y!, { ...z!, signature: y!.signature }])).toBe(
      'bad_seal_request',
    )
  })
})

describe('verifyReply', () => {
  const verify = (reply: Seal.Reply): Promise<string> =>
    codeOf(() => Seal.verifyReply(crypto, slot, reply, first.id))
  const state = (view: number, ...statements: Seal.Statement[]): Seal.Reply => ({
    type: 'state',
    view,
    statements,
  })
  const vote = (view: number) => ({ type: 'prepared', view, value: a }) as const

  test('error: another’s words, another view, slot or key; a later view unsigned', async () => {
    expect(await verify(state(0, await sign(slot, first, vote(0))))).toBe('none')
    expect(await verify(state(0))).toBe('none')
    expect(await verify(state(1))).toBe('bad_seal_reply')
    expect(await verify(state(0, await sign(slot, first, vote(1))))).toBe('bad_seal_reply')
    expect(await verify(state(0, await sign(slot, second, vote(0))))).toBe('bad_seal_reply')
    expect(await verify(state(0, await sign(slotOf(5), first, vote(0))))).toBe('bad_seal_reply')
    const forged = await sign(slot, { ...second, id: first.id }, vote(0))
    expect(await verify(state(0, forged))).toBe('bad_seal_reply')
    const status = { type: 'status', view: 1, lock: undefined, first: a } as const
    expect(await verify(state(1, await sign(slot, first, status)))).toBe('none')
    const early = { ...status, view: 0 }
    expect(await verify(state(0, await sign(slot, first, early)))).toBe('bad_seal_reply')
    const lock = await lockOf(0, a)
    const unproved = { ...status, lock: { ...lock, signatures: lock.signatures.slice(1) } }
    expect(await verify(state(1, await sign(slot, first, unproved)))).toBe('bad_seal_reply')
  })

  test('error: it names the replica to distrust', async () => {
    const forged = await sign(slot, { ...second, id: first.id }, vote(0))
    await expect(Seal.verifyReply(crypto, slot, state(0, forged), first.id)).rejects.toMatchObject({
      code: 'bad_seal_reply',
      node: first.id,
    })
  })

  test('error: a sealed reply whose certificate does not verify', async () => {
    const signatures = await signersOf(slot, three, vote(0))
    const certificate: Seal.Certificate = {
      topic: slot.topic,
      slot: 3,
      set: slot.set,
      value: a,
      view: 0,
      path: 'fast',
      signatures,
    }
    expect(await verify(Seal.sealedReply(certificate))).toBe('bad_seal_reply')
  })
})
