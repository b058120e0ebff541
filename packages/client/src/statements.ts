/**
 * What devices say of direct links, inside a conversation: the consent of each side. It is kept by
 * every client, also by one that makes no such links: another process of its device may.
 *
 * @module
 */
import * as Codec from '@parley/codec'
import { Bytes, Certificate } from '@parley/protocol'

import type { Content } from './content.ts'
import type { Transaction } from './database.ts'
import * as Records from './records.ts'
import type { Session } from './session.ts'

/** The content type; its body is {@link codec}. Never shown. */
export const type = 'parley/direct:1.0'

export const codec = Codec.struct({
  /** Whether the device allows direct links with the members of the conversation. */
  allows: Codec.boolean,
  /** Whether the others are to say theirs again: the writer has not heard it. */
  asks: Codec.boolean,
  /** What carries its links. */
  transport: Codec.utf8({ lengthMax: 32 }),
  /** Who it is there: links of nobody else are taken for its. */
  address: Codec.opaque({ lengthMax: 128 }),
})
export type Statement = Codec.TypeOf<typeof codec>

/**
 * Keeps what another device said, if the content is a statement.
 *
 * @returns the statement if it is news
 */
export async function keep(
  session: Session,
  transaction: Transaction,
  said: { conversation: string; writer: Certificate.Certificate; content: Content },
): Promise<Statement | undefined> {
  const { conversation, writer, content } = said
  if (content.type !== type) return undefined
  const { host, device } = session
  const id = Bytes.toHex(Certificate.deviceId(host.crypto, writer.deviceKey))
  if (id === device.id) return undefined
  let statement: Statement
  try {
    statement = Codec.decode(codec, content.body)
  } catch {
    return undefined
  }
  const key = Records.keys.heardStatement(conversation, id)
  const known = await transaction.get(Records.statement, key)
  // Two statements may arrive in another order than they were said.
  if (known && known.at > content.at) return undefined
  const { allows, transport } = statement
  const address = statement.address.slice()
  transaction.put(Records.statement, key, { at: content.at, allows, transport, address })
  return { ...statement, address }
}
