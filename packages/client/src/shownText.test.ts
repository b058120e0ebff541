import { describe, expect, test } from 'vitest'

import { nothingVisible, shownLine, shownText } from './shownText.ts'

describe('what makes a text look like another', () => {
  test.each([
    ['a colour', '\u{1b}[31mred', '\u{fffd}[31mred'],
    ['a cleared screen', '\u{1b}c', '\u{fffd}c'],
    ['a title of the window', '\u{1b}]0;root\u{7}', '\u{fffd}]0;root\u{fffd}'],
    ['a returned carriage', 'honest\rforged', 'honest\u{fffd}forged'],
    ['a bell', 'ring\u{7}', 'ring\u{fffd}'],
    ['an eight-bit escape', '\u{9b}31m', '\u{fffd}31m'],
    ['backspaces over what was said', 'no\b\b\byes', 'no\u{fffd}yes'],
    ['a name that runs backwards', 'invoice\u{202e}gpj.exe', 'invoice\u{fffd}gpj.exe'],
    [
      'an order turned round and back',
      '\u{2067}b\u{2069} \u{202d}a\u{202c}',
      '\u{fffd}b\u{fffd} \u{fffd}a\u{fffd}',
    ],
    ['an annotation between the lines', '\u{fff9}a\u{fffa}b\u{fffb}', '\u{fffd}a\u{fffd}b\u{fffd}'],
    ['half a character', 'a\u{d800}b', 'a\u{fffd}b'],
    ['a command in tags', 'hi\u{e0068}\u{e0069}', 'hi'],
    ['words in the selectors of a smile', '😊\u{e0158}\u{e0159}\u{fe01}', '😊\u{e0158}'],
    [
      'an address cut by a blank without width',
      'https://exam\u{200b}ple.com',
      'https://example.com',
    ],
    ['a name with a joiner in it', 'vita\u{200d}lik', 'vitalik'],
    ['a false flag', '\u{1f3f4}\u{e0041}\u{e0042}\u{e0043}\u{e007f}', '\u{1f3f4}'],
    ['soft hyphens and marks of byte order', '\u{feff}par\u{ad}ley', 'parley'],
    ['lines that only Unicode knows', 'a\u{2028}b\u{2029}c\u{85}d', 'a\nb\nc\u{fffd}d'],
    ['lines of another system', 'a\r\nb', 'a\nb'],
    ['a letter under a heap', `Z${'\u{301}'.repeat(60)}`, `Z${'\u{301}'.repeat(6)}`],
    ['a heap with blanks in it', `Z${'\u{301}\u{200b}'.repeat(60)}`, `Z${'\u{301}'.repeat(6)}`],
    ['a wall of nothing', `top${'\n'.repeat(500)}bottom`, 'top\n\n\nbottom'],
    ['a wall of blanks', `top${'\n \u{2800}\t'.repeat(500)}\nbottom`, 'top\n\n\nbottom'],
  ])('%s', (_, text, shown) => {
    expect(shownText(text)).toBe(shown)
  })

  test.each([
    ['blanks without width', '\u{200b}\u{2060}\u{feff}'],
    ['letters without a shape', '\u{3164}\u{115f}\u{ffa0}\u{2800}'],
    ['marks of direction', '\u{200e}\u{200f}\u{61c}'],
    ['tags', '\u{e0041}\u{e0042}'],
    ['white', ' \n\t\u{3000}'],
    ['no character at all', ''],
  ])('nothing but %s is said to be nothing', (_, text) => {
    expect(shownText(text)).toBe(nothingVisible)
    expect(shownLine(text, 80)).toBe(nothingVisible)
  })
})

test.each([
  ['German', 'grüß dich, Zoë'],
  ['letters and marks apart', 'e\u{301}te\u{301}'],
  ['Vietnamese', 'Tiếng Việt'],
  ['Hebrew with a mark of direction', '\u{200f}שלום (hi)'],
  ['pointed Hebrew', 'בְּרֵאשִׁ֖ית'],
  ['Arabic', 'السلام عليكم'],
  ['Persian', 'می\u{200c}خواهم'],
  ['Hindi with a half letter', 'क्\u{200d}ष'],
  ['Thai', 'ที่นี่'],
  ['Japanese with a chosen form', '葛\u{e0100}城市'],
  ['a family', '👩‍👩‍👧‍👦'],
  ['a skin and a craft', '👩🏽‍💻 👍🏽'],
  ['flags', '🇨🇭 🏴\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f} 🏳️‍🌈'],
  ['a key and a heart', '1️⃣ ❤️‍🔥 ✅'],
  ['paragraphs', 'one\n\n\ttwo\n\n\nthree'],
])('people’s writing stays as it is: %s', (_, text) => {
  expect(shownText(text)).toBe(text)
})

describe('a line of a text', () => {
  test('has no lines', () => {
    expect(shownLine('one\ntwo\tthree', 80)).toBe('one two three')
  })

  test('is cut between characters', () => {
    expect(shownLine('abcdef', 6)).toBe('abcdef')
    expect(shownLine('abcdefg', 6)).toBe('abcde…')
    expect(shownLine('abcd😊fg', 6)).toBe('abcd…')
    expect(shownLine('a'.repeat(70_000), 6)).toBe('aaaaa…')
  })
})
