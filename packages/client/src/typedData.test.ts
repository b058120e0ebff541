import { Account, AccountKey } from '@parley/protocol'
import { hashStruct, hashTypedData } from 'viem'
import { expect, test } from 'vitest'

import { rpcTypedData } from './typedData.ts'

const data = AccountKey.typedData({
  account: Account.from(`0x${'11'.repeat(20)}`),
  accountKey: new Uint8Array(33),
  issuedAt: 1,
  unlock: 1,
})

test('default: a wallet that hashes the types it is given signs what libraries sign', () => {
  const parsed = JSON.parse(rpcTypedData(data)) as typeof data
  const { domain, types } = parsed
  const { EIP712Domain, ...rest } = types
  // Wallets take the domain's type from `types`, and hash an empty one where it is missing.
  const hashed = (fields: typeof EIP712Domain): string =>
    hashStruct({
      data: { ...domain },
      primaryType: 'EIP712Domain',
      types: { EIP712Domain: [...fields!] },
    })
  expect(hashed(EIP712Domain)).toBe(
    hashed([
      { name: 'name', type: 'string' },
      { name: 'version', type: 'string' },
    ]),
  )
  expect(hashTypedData(parsed as never)).toBe(hashTypedData(data as never))
  expect(rest).toEqual(data.types)
})
