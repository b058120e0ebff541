import type { Conversation } from '@parley/client'
import { Account } from '@parley/client'
import { describe, expect, it } from 'vitest'

import { findConversations, recipient } from './recipient.ts'

const address = '0xd8dA6BF26964aF9D7eEd9e03E53415D37aA96045'
const account = `eip155:1:${address}`
const read = (text: string) => recipient(text, Account.from)

describe('recipient', () => {
  it('takes addresses, CAIP-10 ids and invite links', () => {
    for (const text of [
      address,
      ` ${address.toLowerCase()}\n`,
      `eip155:10:${address}`,
      `https://parley.example/app/?network=x#to=${address}`,
    ])
      expect(read(text)).toEqual({ kind: 'account', account })
  })

  it('says nothing while an address is being typed', () => {
    for (const text of ['', '0', '0x', address.slice(0, 20)])
      expect(read(text)).toEqual({ kind: 'none' })
  })

  it('says what is wrong with a whole one', () => {
    expect(read(address.replace('dA6', 'da6'))).toMatchObject({
      kind: 'invalid',
      why: expect.stringContaining('checksum'),
    })
    expect(read(`${address}00`).kind).toBe('invalid')
    expect(read('vitalik.eth').kind).toBe('invalid')
    expect(read('https://parley.example/#to=%').kind).toBe('invalid')
  })
})

describe('findConversations', () => {
  const conversation = (peer: string, consent: Conversation['consent']) =>
    ({ peer, consent, lastMessage: {} }) as Conversation

  it('finds accepted ones by any part of the address', () => {
    const list = [
      conversation(account, 'accepted'),
      conversation(`eip155:1:0x${'1'.repeat(40)}`, 'accepted'),
      conversation(`eip155:1:0x${'6045'.repeat(10)}`, 'blocked'),
    ]
    expect(findConversations(list, '')).toEqual(list.slice(0, 2))
    expect(findConversations(list, '6045')).toEqual(list.slice(0, 1))
    expect(findConversations(list, 'D8DA')).toEqual(list.slice(0, 1))
  })
})
