import { Crypto, Receipt } from '@parley/protocol'
import type { TransactionReceipt } from 'viem'
import { expect, test } from 'vitest'

import type { Hardfork } from '@parley/contracts/anvil'
import {
  head,
  headEvidence,
  held,
  logHash,
  omissionEvidence,
  prepared,
  receipt,
  receiptEvidence,
  sealEvidence,
  state,
  status,
  value,
} from './statements.ts'
import { exitDelay, operator, stranger, testNode, TestRegistry } from './TestRegistry.ts'

/** What each call costs on a chain of these rules, in the order of a node's life. */
async function measure(hardfork: Hardfork): Promise<[call: string, gas: bigint][]> {
  const registry = await TestRegistry.start(hardfork)
  try {
    const rows: [string, bigint][] = []
    const row = async (name: string, mined: Promise<TransactionReceipt> | TransactionReceipt) => {
      rows.push([name, (await mined).gasUsed])
    }
    const { write } = registry.contract
    const [node, ...others] = Array.from({ length: 9 }, (_, i) => testNode(i + 1))
    const account = { account: stranger }

    await row('deploy', registry.deployed)
    await row('register, the first node', registry.register(node!))
    await row('register, a later node', registry.register(others[0]!))
    const address = ['wss://moved.example', others[0]!.peer] as const
    const updated = write.update([node!.id, ...address], { account: operator })
    await row('update', registry.mined(updated))
    await row('startLeaving', registry.startLeaving(node!))
    await registry.pass(exitDelay)
    await row('withdraw', registry.withdraw(node!, operator.address))
    await row('register, four more at once', registry.register(others.slice(1, 5)))
    const confirmed = await registry.confirmations(
      others.slice(0, 5),
      await registry.contract.read.version(),
    )
    await row('settle, by four of five', registry.mined(write.settle(confirmed, account)))
    await registry.register(others.slice(5))
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
    const [first, second] = await Receipt.issue(Crypto.pure, statements, d!.keyPair)
    const deepest = receiptEvidence(first!, second!)
    await row(
      'slashForReceipts, batches of 65,535',
      registry.mined(write.slashForReceipts(deepest, account)),
    )
    const heads = headEvidence(await head(e!, logHash(1)), await head(e!, logHash(2)))
    await row('slashForHeads', registry.mined(write.slashForHeads(heads, account)))
    const omission = async (by: typeof node, receipt: Receipt.Receipt) =>
      omissionEvidence(
        await head(by!, logHash(1), { position: 11 }),
        await head(by!, logHash(1, 3)),
        receipt,
      )
    const small = await omission(f, await receipt(f!, held(f!, { envelope: value(2) })))
    await row(
      'slashForOmission, a batch of 1',
      registry.mined(write.slashForOmission(small, account)),
    )
    const batch = Array.from({ length: Receipt.batchMax }, () => held(g!))
    const large = await omission(g, (await Receipt.issue(Crypto.pure, batch, g!.keyPair))[0]!)
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
