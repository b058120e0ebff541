import type { Message } from '@parley/client'
import { Account } from '@parley/client'
import { shownText } from '@parley/client/text'

import { describeLinear } from '../../../scripts/nastyTexts.ts'
import { parseRoute } from './app/parseRoute.ts'
import { findConversations, recipient } from './conversations/recipient.ts'
import { layout } from './messages/layout.ts'
import { splitLinks } from './messages/links.ts'
import { shortAddress } from './ui/address.ts'
import { picture } from './ui/avatar.ts'
import { errorText } from './ui/errors.ts'

const message = (text: string): Message => ({
  id: text.slice(0, 8),
  conversation: '',
  from: 'eip155:1:0x',
  own: false,
  at: 0,
  type: text,
  text,
  state: 'delivered',
  receipts: 0,
  replicas: 0,
})

describeLinear({
  splitLinks,
  'links of a shown text': (text) => splitLinks(shownText(text)),
  layout: (text) => layout([message(text), message(text)]),
  recipient: (text) => recipient(text, Account.from),
  findConversations: (text) => findConversations([], text),
  errorText: (text) => [errorText(text), errorText(new Error(text))],
  parseRoute,
  shortAddress,
  picture,
})
