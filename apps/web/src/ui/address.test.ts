import { describe, expect, it } from 'vitest'

import { addressOf, conversationHash, sameAddress, shortAddress } from './address.ts'

const address = '0xd8dA6BF26964aF9D7eEd9e03E53415D37aA96045'

describe('addresses', () => {
  it('takes accounts and addresses alike', () => {
    expect(addressOf(`eip155:1:${address}`)).toBe(address)
    expect(addressOf(address)).toBe(address)
    expect(sameAddress(`eip155:1:${address}`, address.toLowerCase())).toBe(true)
    expect(conversationHash(`eip155:1:${address}`)).toBe(`#to=${address}`)
  })

  it('shortens in the middle', () => {
    expect(shortAddress(`eip155:1:${address}`)).toBe('0xd8dA…6045')
  })
})
