/** What the command and the SDK do with texts of others; the web app's has a test of its own. */
import { CliError, failureOf } from '../packages/cli/src/CliError.ts'
import { printable, table } from '../packages/cli/src/Terminal.ts'
import { parseSecretKey } from '../packages/cli/src/Wallet.ts'
import * as Content from '../packages/client/src/content.ts'
import { shownLine, shownText } from '../packages/client/src/shownText.ts'
import { Account } from '../packages/protocol/src/index.ts'
import { attempt, describeLinear } from './nastyTexts.ts'

describeLinear({
  shownText,
  shownLine: (text) => shownLine(text, 200),
  printable,
  table: (text) => table([[text, text]]),
  failureOf: (text) => failureOf(new CliError('usage', text)),
  parseSecretKey: (text) => attempt(() => parseSecretKey(text)),
  'Account.from': (text) => attempt(() => Account.from(text)),
  'Content.decode': (text) =>
    attempt(() =>
      Content.decode(
        Content.encode({
          id: new Uint8Array(32),
          parents: [],
          clock: 0,
          at: 0,
          type: Content.textType,
          fallback: text,
          body: new Uint8Array(),
        }),
      ),
    ),
})
