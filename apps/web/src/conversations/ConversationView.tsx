import type { Conversation } from '@parley/client'
import { useState } from 'react'

import { ConversationSheet } from '../app/sheets.ts'
import { Composer } from '../messages/Composer.tsx'
import { MessageList } from '../messages/MessageList.tsx'
import { BlockedBar } from './BlockedBar.tsx'
import { ConversationHeader } from './ConversationHeader.tsx'
import { NotJoined } from './NotJoined.tsx'
import { RequestBar } from './RequestBar.tsx'

/** One conversation: its messages, and what to do in it. */
export function ConversationView({ conversation }: { conversation: Conversation }) {
  const [details, setDetails] = useState(false)
  const { consent, peerJoined } = conversation
  return (
    <>
      <ConversationHeader conversation={conversation} onDetails={() => setDetails(true)} />
      <MessageList conversation={conversation} />
      {peerJoined === false && <NotJoined conversation={conversation} />}
      {consent === 'request' ? (
        <RequestBar conversation={conversation} />
      ) : consent === 'blocked' ? (
        <BlockedBar conversation={conversation} />
      ) : (
        <Composer conversation={conversation} />
      )}
      <ConversationSheet conversation={conversation} open={details} onOpenChange={setDetails} />
    </>
  )
}
