/**
 * Texts of others as they may be shown: the one rule for every screen and terminal.
 *
 * What stays is what people write with, in any script, emoji of many parts included. What goes is what
 * makes a text look like another than it is, or reach out of its place:
 *
 * - control characters (they move a terminal's cursor), and characters that turn the order of letters
 *   round (`exe.gpj` reads as `jpg.exe`): a run of them becomes one U+FFFD, so that one sees it
 * - what is invisible and does nothing where it stands (soft hyphens, byte order marks, tag characters
 *   and variation selectors that carry hidden words): left out
 * - letters buried under marks, and walls of empty lines: cut to what writing needs
 * - a text of which nothing would be left to see: said so, in words
 *
 * All of it takes time linear in the text.
 *
 * @module
 */

/** What stands for a text that has nothing to see in it. */
export const nothingVisible = '(nothing visible)'

/** Pointed Hebrew with its accents has five on one letter; above six nobody reads them. */
const marksMax = 6
/** Two empty lines between paragraphs. */
const lineFeedsMax = 3
/** As much of a text is looked at for a line of it: the first of it is what is shown. */
const lineCharsRead = 4_096

/** Characters that a joiner may follow: in the scripts below it changes nothing but the text. */
const joined =
  '[[\\p{L}\\p{M}\\p{Extended_Pictographic}\\p{Emoji_Modifier}]' +
  '--[[\\p{sc=Latin}\\p{sc=Greek}\\p{sc=Cyrillic}\\p{sc=Inherited}]--[\\u{fe0f}\\u{20e3}]]]'

const odd = new RegExp(
  [
    // The flags of England, Scotland and the like spell their names in tags.
    '(?<kept>\\u{1f3f4}[\\u{e0030}-\\u{e0039}\\u{e0061}-\\u{e007a}]{3,6}\\u{e007f}',
    // One joiner shapes a word, or makes one picture of two.
    `(?<=${joined})[\\u{200c}\\u{200d}]`,
    // One selector says how the character before it looks.
    '(?<=[\\p{L}\\p{N}\\p{S}\\p{P}])[\\u{fe00}-\\u{fe0f}\\u{e0100}-\\u{e01ef}])',
    '(?<line>\\r\\n|[\\u{2028}\\u{2029}])',
    // Marks of direction (U+200E, U+200F, U+061C) stay: they turn nothing round, and keyboards of
    // scripts that run from right to left write them.
    '(?<control>(?:[[\\p{Cc}--[\\t\\n\\r]]\\u{202a}-\\u{202e}\\u{2066}-\\u{206f}\\u{fff9}-\\u{fffb}' +
      '\\u{fffe}\\u{ffff}]|\\r(?!\\n))+)',
    '[\\p{DI}--[\\u{61c}\\u{200e}\\u{200f}\\u{115f}\\u{1160}\\u{3164}\\u{ffa0}]]+',
  ].join('|'),
  'gv',
)

const manyMarks = new RegExp(
  `((?:\\p{M}[\\u{200c}\\u{200d}]?){${marksMax}})[\\p{M}\\u{200c}\\u{200d}]+`,
  'gv',
)

/** What leaves white alone, also what Unicode counts among letters and signs. */
const white = '\\s\\p{DI}\\p{Bidi_C}\\u{2800}\\u{1d159}'
const nothing = new RegExp(`^[${white}]*$`, 'v')
const emptyLines = new RegExp(`\\n(?:[[${white}]--[\\n]]*\\n){${lineFeedsMax},}`, 'gv')

/**
 * A text of others, as it may be shown over several lines.
 *
 * @example `shownText('invoice\u{202e}gpj.exe')` is `'invoice\u{fffd}gpj.exe'`
 */
export function shownText(text: string): string {
  const shown = text.toWellFormed().replaceAll(odd, (...found) => {
    const { kept, line, control } = found.at(-1) as Record<string, string | undefined>
    if (control !== undefined) return '\u{fffd}'
    return line === undefined ? (kept ?? '') : '\n'
  })
  if (nothing.test(shown)) return nothingVisible
  // Afterwards: what was left out no longer parts them.
  return shown.replaceAll(manyMarks, '$1').replaceAll(emptyLines, '\n'.repeat(lineFeedsMax))
}

/**
 * The beginning of a text of others, on one line.
 *
 * @param charsMax cut to so many UTF-16 units, the mark of the cut included
 */
export function shownLine(text: string, charsMax: number): string {
  const line = shownText(text.slice(0, lineCharsRead)).replaceAll(/[\n\t]/g, ' ')
  if (line.length <= charsMax && text.length <= lineCharsRead) return line
  // A character of two units is cut whole.
  return `${line.slice(0, charsMax - 1).replace(/[\ud800-\udbff]$/, '')}…`
}
