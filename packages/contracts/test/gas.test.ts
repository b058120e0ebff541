import { Crypto, Receipt } from '@parley/protocol'
import type { TransactionReceipt } from 'viem'
import { expect, test } from 'vitest'

import type { Hardfork } from '@parley/contracts/anvil'
import {
  head,
  headEvidence,
  held,
  logOf,
  omissionEvidence,
  prepared,
  receipt,
  receiptEvidence,
  sealEvidence,
  signerOf,
  state,
  status,
  value,
} from './statements.ts'
import {
  exitSeconds,
  operator,
  parameters,
  stranger,
  testNode,
  TestRegistry,
} from './TestRegistry.ts'

/** What each call costs on a chain of these rules, in the order of a node's life. */
async function measure(hardfork: Hardfork): Promise<[call: string, gas: bigint][]> {
  const registry = await TestRegistry.start({}, hardfork)
  try {
    const rows: [string, bigint][] = []
    const row = async (name: string, mined: Promise<TransactionReceipt> | TransactionReceipt) => {
      rows.push([name, (await mined).gasUsed])
    }
    const { write } = registry.contract
    const nodes = Array.from({ length: 24 }, (_, i) => testNode(i + 1))
    const others = nodes.slice(4, 11)
    const account = { account: stranger }

    await row('deploy', registry.deployed)
    await registry.found(nodes.slice(0, 20))
    await row('enter, the first in the queue', registry.enter(nodes[20]!))
    await row('enter, one more', registry.enter(nodes[21]!))
    await registry.mined(write.cancel([nodes[21]!.id], { account: operator }))
    await registry.enter(nodes[22]!)
    await row('cancel', registry.mined(write.cancel([nodes[22]!.id], { account: operator })))
    await registry.pass(3600n)
    await row('update', registry.update(nodes[0]!, 'wss://moved.example'))
    await row('startLeaving', registry.startLeaving(nodes[0]!))
    await registry.pass(BigInt(parameters.turnSeconds))
    await row('open, one joins and one leaves', registry.open())
    await row('draw', registry.draw())
    const turn = 2
    const shards = Array.from({ length: 64 }, (_, i) => 2048 + i)
    const members = nodes.slice(1, 21)
    const all = members.map((node): [typeof node, object] => [node, {}])
    await row('settle, 64 shards of 4 by 20', registry.settle(turn, shards, all))
    const ofSecond = Array.from({ length: 64 }, (_, i) => 4352 + i)
    await row('settle, 64 shards of 7 by 20', registry.settle(turn, ofSecond, all))
    const stuck = members.map((node): [typeof node, object] => [node, { stuck: true }])
    const rest = shards.map((shard) => shard + 64)
    await row('settle, 64 shards that stall', registry.settle(turn, rest, stuck))
    await registry.pass(BigInt(parameters.turnSeconds))
    await row('open, nobody joins or leaves', registry.open())
    // Without a history of the chain a hash can be told for 256 blocks.
    await registry.client.mine({ blocks: hardfork === 'osaka' ? 400 : 200 })
    await row('draw, hundreds of blocks later', registry.draw())
    await registry.pass(exitSeconds)
    await row('withdraw', registry.withdraw(nodes[0]!, operator.address))
    await row('announce', registry.mined(write.announce([nodes[0]!.id], account)))
    const [a, b, c, d, e, f, g] = others
    const votes = sealEvidence(await state(a!, prepared(0, 1)), await state(a!, prepared(0, 2)))
    await row('slashForSeals, votes', registry.mined(write.slashForSeals(votes, account)))
    const statuses = sealEvidence(
      await state(b!, status(2, { lock: { view: 1, value: value(1), signatures: [] } })),
      await state(b!, status(2, { first: value(1) })),
    )
    await row('slashForSeals, statuses', registry.mined(write.slashForSeals(statuses, account)))
    const two = held(c!, { envelope: value(2) })
    const single = receiptEvidence(await receipt(c!, held(c!)), await receipt(c!, two))
    await row(
      'slashForReceipts, batches of 1',
      registry.mined(write.slashForReceipts(single, account)),
    )
    const statements = Array.from({ length: Receipt.batchMax }, () => held(d!))
    statements[0] = held(d!, { envelope: value(2) })
    const [first, second] = await Receipt.issue(Crypto.pure, statements, signerOf(d!))
    const deepest = receiptEvidence(first!, second!)
    await row(
      'slashForReceipts, batches of 65,535',
      registry.mined(write.slashForReceipts(deepest, account)),
    )
    const heads = headEvidence(await head(e!, logOf(1)), await head(e!, logOf(2)))
    await row('slashForHeads', registry.mined(write.slashForHeads(heads, account)))
    const omission = async (by: (typeof nodes)[0] | undefined, receipt: Receipt.Receipt) =>
      omissionEvidence({
        before: await head(by!, logOf(1)),
        after: await head(by!, logOf(1, 3)),
        last: value(3),
        receipt,
      })
    const small = await omission(f, await receipt(f!, held(f!, { envelope: value(2) })))
    await row(
      'slashForOmission, a batch of 1',
      registry.mined(write.slashForOmission(small, account)),
    )
    const batch = Array.from({ length: Receipt.batchMax }, () => held(g!))
    const large = await omission(g, (await Receipt.issue(Crypto.pure, batch, signerOf(g!)))[0]!)
    await row(
      'slashForOmission, a batch of 65,535',
      registry.mined(write.slashForOmission(large, account)),
    )
    return rows
  } finally {
    await registry.stop()
  }
}

test('default: what each call costs', { timeout: 120_000 }, async () => {
  const withPrecompile = await measure('osaka')
  const without = await measure('cancun')
  const figure = (gas: bigint) => gas.toLocaleString('en').padStart(26)
  const lines = withPrecompile.map(
    ([call, gas], i) => `| ${call.padEnd(35)} | ${figure(gas)} | ${figure(without[i]![1])} |`,
  )
  await expect(`# Gas

Whole transactions, with addresses of about 23 and 58 characters. Written by \`test/gas.test.ts\`, which
also checks it.

| call                                | with P256VERIFY (EIP-7951) | in Solidity (OpenZeppelin) |
| ----------------------------------- | -------------------------: | -------------------------: |
${lines.join('\n')}
`).toMatchFileSnapshot('../gas.md')
})
