import * as Codec from '@parley/codec'
import { Envelope, Evidence, type Frame, Head, Topic } from '@parley/protocol'
import { expect, test } from 'vitest'

import { type Client, codeOf, contentOf, crypto, Device, Log } from '../test/client.ts'
import { Cores, settle } from '../test/cores.ts'
import { until } from '../test/until.ts'
import type { EvidenceRecord } from './store/evidence.ts'
import { memoryStore } from './store/memory.ts'
import type { Store } from './store/Store.ts'

const headOf = async (
  client: Client,
  request: Omit<Extract<Frame.Request, { type: 'head' }>, 'type'>,
): Promise<Head.Head> => {
  const [answer] = await client.ask({ type: 'head', ...request })
  if (answer?.type !== 'head') throw new Error('no head')
  return answer
}

test('a head is signed by the node, for its own order of what it holds', async () => {
  const cores = await Cores.create()
  const [node] = cores.network.nodes
  const client = await cores.connect()
  const log = new Log()
  const names: Envelope.Ref[] = []
  for (let i = 0; i < 3; i++) {
    const envelope = await log.envelope()
    await client.receipt(envelope, log.descriptor)
    names.push(Envelope.refOf(crypto, envelope.content))
  }
  const asked = { topic: log.id, node: node!.id }
  for (const position of [0, 1, 2, 3, undefined]) {
    const head = await headOf(client, { ...asked, position })
    const covered = names.slice(0, position)
    expect(head.statement).toEqual({
      ...asked,
      position: covered.length,
      hash: covered.reduce((before, ref) => Head.link(crypto, before, ref), Head.empty),
    })
    expect(await Head.verify(crypto, head, node!.publicKey)).toBe(true)
  }
  const again = await headOf(client, { ...asked, position: 3 })
  expect(again.signature).toEqual(
    (await headOf(client, { ...asked, position: undefined })).signature,
  )
  const refused = (change: object): Promise<string> =>
    codeOf(client.ask({ type: 'head', ...asked, position: undefined, ...change }))
  expect(await refused({ position: 4 })).toBe('unknown_position')
  expect(await refused({ topic: new Uint8Array(32) })).toBe('unknown_topic')
  expect(await refused({ node: new Uint8Array(32) })).toBe('unavailable')
})

test('a gateway asks the replica that is named; of an inbox only its account is told', async () => {
  const cores = await Cores.create({ count: 2 })
  cores.linkAll()
  const [, second] = cores.network.nodes
  const client = await cores.connect(0)
  const log = new Log()
  await client.publish(await log.envelope(), log.descriptor)
  const asked = { topic: log.id, node: second!.id, position: undefined }
  const head = await headOf(client, asked)
  expect(await Head.verify(crypto, head, second!.publicKey)).toBe(true)

  const device = new Device()
  const inbox = device.inbox(0)
  const content = contentOf(inbox, new Uint8Array(8))
  const postage = { type: 'postage', nonce: 0 } as const
  await client.publish(Codec.encode(Envelope.codec, { content, proof: postage }), inbox)
  const ofInbox = { type: 'head', topic: Topic.idOf(crypto, inbox), position: undefined } as const
  const [first] = cores.network.nodes
  expect(await codeOf(client.ask({ ...ofInbox, node: first!.id }))).toBe('unauthenticated')
  await client.authenticate(device)
  expect((await headOf(client, { ...ofInbox, node: first!.id })).statement.position).toBe(1)
  expect(await codeOf(client.ask({ ...ofInbox, node: second!.id }))).toBe('not_permitted')
  const direct = await cores.connect(1)
  await direct.authenticate(device)
  expect((await headOf(direct, { ...ofInbox, node: second!.id })).statement.position).toBe(1)
})

/** A store that gives every envelope the position of the first one, as it tells. */
function forgetful(store: Store): Store {
  return {
    ...store,
    commit: async (writes) =>
      (await store.commit(writes)).map((outcome) => ({ ...outcome, position: 1 })),
  }
}

test('a gateway keeps evidence against a replica that contradicts itself', async () => {
  const cores = await Cores.create({
    count: 2,
    store: (index) => (index === 1 ? forgetful(memoryStore()) : memoryStore()),
  })
  cores.linkAll()
  const [, liar] = cores.network.nodes
  const client = await cores.connect(0)
  const log = new Log()
  await client.publish(await log.envelope(), log.descriptor)
  await settle()
  expect(await cores.stores[0]!.evidence()).toEqual([])
  await client.publish(await log.envelope())
  const kept: EvidenceRecord[] = []
  await until('it is kept', async () => {
    kept.splice(0, kept.length, ...(await cores.stores[0]!.evidence()))
    return kept.length > 0
  })
  expect(kept.length).toBe(1)
  const evidence = Evidence.decode(kept[0]!.bytes)
  expect(evidence.type).toBe('receipts')
  await Evidence.verify(crypto, evidence, liar!.publicKey)
})
