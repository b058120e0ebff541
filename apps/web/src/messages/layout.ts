/**
 * How messages stand under each other: days, groups of one writer, and the line where the new ones
 * begin.
 *
 * @module
 */
import type { Message } from '@parley/client'

import { sameDay } from '../ui/time.ts'

/** Messages of one writer, close together. */
export type Group = {
  readonly kind: 'group'
  readonly key: string
  readonly own: boolean
  readonly from: string
  readonly messages: readonly Message[]
}
export type Day = {
  readonly kind: 'day'
  readonly key: string
  readonly at: number
  readonly items: readonly (Group | NewLine)[]
}
export type NewLine = { readonly kind: 'new'; readonly key: 'new' }

/** Longer silences start a new group. */
const groupMs = 5 * 60_000

export function layout(messages: readonly Message[], newFrom?: string): readonly Day[] {
  type Filling = Omit<Group, 'messages'> & { readonly messages: Message[] }
  const days: (Omit<Day, 'items'> & { readonly items: (Filling | NewLine)[] })[] = []
  let last: Message | undefined
  for (const message of messages) {
    let day = days.at(-1)
    // By the writers' clocks a message may stand under a later one; it does not open a day again.
    if (day === undefined || (message.at > day.at && !sameDay(message.at, day.at))) {
      day = { kind: 'day', key: new Date(message.at).toDateString(), at: message.at, items: [] }
      days.push(day)
    }
    const isNew = message.id === newFrom
    if (isNew) day.items.push({ kind: 'new', key: 'new' })
    const group = day.items.at(-1)
    if (
      group?.kind === 'group' &&
      last !== undefined &&
      group.from === message.from &&
      Math.abs(message.at - last.at) <= groupMs
    )
      group.messages.push(message)
    else
      day.items.push({
        kind: 'group',
        key: message.id,
        own: message.own,
        from: message.from,
        messages: [message],
      })
    last = message
  }
  return days
}

/** The first of the last `unread` messages that others wrote, if as many are here. */
export function firstUnread(messages: readonly Message[], unread: number): string | undefined {
  let left = unread
  if (left <= 0) return undefined
  for (let i = messages.length - 1; i >= 0; i--) {
    const message = messages[i]!
    if (message.own) continue
    left -= 1
    if (left === 0) return message.id
  }
  return undefined
}
