import { describe, expect, it } from 'vitest'

import { parseRoute } from './parseRoute.ts'

const address = '0xd8dA6BF26964aF9D7eEd9e03E53415D37aA96045'

describe('routes', () => {
  it('reads what stands after #', () => {
    expect(parseRoute('')).toEqual({ page: 'home' })
    expect(parseRoute('#')).toEqual({ page: 'home' })
    expect(parseRoute('#requests')).toEqual({ page: 'requests' })
    expect(parseRoute(`#to=${address}`)).toEqual({ page: 'conversation', address })
    expect(parseRoute(`#to=eip155:1:${address}`)).toEqual({ page: 'conversation', address })
  })

  it('tells a bad link from none', () => {
    for (const hash of ['#to=', '#to=0x12', `#to=${address}0`, '#to=javascript:alert(1)'])
      expect(parseRoute(hash)).toEqual({ page: 'bad link' })
    expect(parseRoute('#something')).toEqual({ page: 'home' })
  })
})
