import { TestChain } from '@parley/contracts/anvil'
import { Crypto, Head, type Evidence } from '@parley/protocol'
import { generatePrivateKey } from 'viem/accounts'
import { afterAll, beforeAll, expect, test } from 'vitest'

import { type ChainNode, registrant } from '../test/chain.ts'
import { keyPair, random } from '../test/client.ts'
import { submitEvidence } from './submission.ts'

let chain: TestChain
beforeAll(async () => {
  chain = await TestChain.start()
})
afterAll(() => chain.stop())

type Node = ChainNode & { readonly keyPair: Crypto.KeyPair }

function newNode(): Node {
  const pair = keyPair()
  return { ...registrant(pair, { url: 'ws://node', peer: '/dns/node' }), keyPair: pair }
}

async function twoHeads({ id, keyPair }: Node): Promise<Evidence.Evidence> {
  const statement = { node: id, topic: random(), position: 9, hash: random() }
  return {
    type: 'heads',
    one: await Head.sign(Crypto.pure, statement, keyPair),
    other: await Head.sign(Crypto.pure, { ...statement, hash: random() }, keyPair),
  }
}

const bytesOf = (hex: string): Uint8Array => new Uint8Array(Buffer.from(hex.slice(2), 'hex'))
/** One that anvil gives means. */
const rich = bytesOf('0x59c6995e998f97a5a0044966f0945389dc9e86dae88c7a8412f4603b6b78690d')

const submitting = (evidence: Evidence.Evidence, change: object = {}) =>
  submitEvidence({
    rpc: chain.url,
    registry: chain.registry,
    secretKey: rich,
    evidence,
    ...change,
  })

test('the node is slashed, whoever submits is rewarded, and nobody twice', async () => {
  const liar = newNode()
  await chain.register(liar)
  const evidence = await twoHeads(liar)
  const { transaction, reporter, reward } = await submitting(evidence)
  const mined = await chain.client.getTransactionReceipt({ hash: transaction })
  expect(mined.from.toLowerCase()).toBe(reporter.toLowerCase())
  expect(reward).toBe(250_000n)
  await expect(submitting(evidence)).rejects.toMatchObject({
    code: 'evidence_refused',
    details: 'WrongStatus(4)',
  })
})

test('error: no evidence, an unknown node, no chain, and no means are told apart', async () => {
  const node = newNode()
  await chain.register(node)
  const evidence = await twoHeads(node)
  if (evidence.type !== 'heads') throw new Error('expected heads')
  const same: Evidence.Evidence = { ...evidence, other: evidence.one }
  await expect(submitting(same)).rejects.toMatchObject({
    code: 'evidence_refused',
    details: 'NoConflict()',
  })
  await expect(submitting(await twoHeads(newNode()))).rejects.toMatchObject({
    code: 'evidence_refused',
    details: 'WrongStatus(0)',
  })
  const nowhere = { rpc: 'http://127.0.0.1:1' }
  await expect(submitting(evidence, nowhere)).rejects.toMatchObject({
    code: 'chain_unreachable',
    retryable: true,
  })
  const poor = { secretKey: bytesOf(generatePrivateKey()) }
  await expect(submitting(evidence, poor)).rejects.toMatchObject({ code: 'transaction_refused' })
  await submitting(evidence)
})
