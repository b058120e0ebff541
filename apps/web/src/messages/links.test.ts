import { describe, expect, it } from 'vitest'

import { splitLinks } from './links.ts'

const hrefs = (text: string) => splitLinks(text).flatMap(({ href }) => href ?? [])

describe('links in a text', () => {
  it('keeps every character', () => {
    for (const text of ['', 'no link', 'a https://a.example b http://b.example/c.', 'https://'])
      expect(
        splitLinks(text)
          .map((part) => part.text)
          .join(''),
      ).toBe(text)
  })

  it('leaves the punctuation of the sentence out', () => {
    expect(hrefs('See https://a.example/b.')).toEqual(['https://a.example/b'])
    expect(hrefs('(https://a.example/b)')).toEqual(['https://a.example/b'])
    expect(hrefs('https://a.example/b_(c), and')).toEqual(['https://a.example/b_(c)'])
    expect(hrefs('Really https://a.example/?q=1?')).toEqual(['https://a.example/?q=1'])
  })

  it('makes nothing else a link', () => {
    expect(hrefs('javascript:alert(1) data:text/html,x ftp://a.example a.example')).toEqual([])
    expect(hrefs('"https://a.example/"onclick="x"')).toEqual(['https://a.example/'])
  })

  it('leads where it says', () => {
    expect(hrefs('https://bank.example@evil.example/')).toEqual([])
    expect(hrefs('https://user:word@evil.example/')).toEqual([])
    expect(hrefs('https://раураl.example/')).toEqual(['https://xn--l-7sba6dbr.example/'])
  })

  it('has bounds', () => {
    expect(hrefs(`https://a.example/${'b'.repeat(3_000)}`)).toEqual([])
    expect(hrefs('http://a.example '.repeat(200))).toHaveLength(100)
  })
})
