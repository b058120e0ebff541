import { describe, expect, it } from 'vitest'

import { networkOf } from './networkOf.ts'

const base = 'https://app.example/parley/'
const own = 'https://app.example/parley/network.json'
const asked = (network: string) =>
  networkOf(`?${new URLSearchParams({ network }).toString()}`, base)

describe('which network a link asks for', () => {
  it('is the app’s own unless it says another', () => {
    expect(networkOf('', base)).toEqual({ url: own, isForeign: false })
    expect(networkOf('?other=1', base)).toEqual({ url: own, isForeign: false })
  })

  it('is nobody else’s while it is of the same origin', () => {
    for (const network of ['/n.json', './n.json', 'https://app.example/n.json'])
      expect(asked(network).isForeign).toBe(false)
  })

  it('is foreign on another host, port or scheme, however it is written', () => {
    for (const network of [
      'https://other.example/network.json',
      '//other.example/network.json',
      'https://app.example:444/network.json',
      'http://app.example/network.json',
      'https://app.example@other.example/network.json',
      '\\\\other.example\\network.json',
    ])
      expect(asked(network).isForeign).toBe(true)
  })

  it('is no place that is not on the web', () => {
    for (const network of [
      'data:application/json,{}',
      'blob:https://app.example/1',
      'javascript:1',
      'https://',
    ])
      expect(asked(network)).toEqual({ url: own, isForeign: false })
  })
})
