import { describe, expect, it } from 'vitest'

import { picture } from './avatar.ts'

const address = '0xd8dA6BF26964aF9D7eEd9e03E53415D37aA96045'

describe('pictures of addresses', () => {
  it('is the same for the same address, however it is written', () => {
    expect(picture(address)).toEqual(picture(address.toLowerCase()))
  })

  it('differs for look-alikes with the same first and last letters', () => {
    const lookAlikes = Array.from({ length: 500 }, (_, i) =>
      JSON.stringify(picture(`0xd8dA${i.toString(16).padStart(32, '0')}6045`)),
    )
    expect(new Set(lookAlikes).size).toBe(500)
  })
})
