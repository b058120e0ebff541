/**
 * What a message's state means, in words that claim no more than what was verified.
 *
 * @module
 */
import type { Message } from '@parley/client'

export type Stated = Pick<Message, 'state' | 'receipts' | 'replicas' | 'error'>

/** For the tick: one line. */
export function stateLabel(message: Stated): string {
  switch (message.state) {
    case 'waiting':
      return 'Waiting for this wallet to join'
    case 'sending':
      return message.receipts > 0
        ? `Sending: ${message.receipts} of ${message.replicas} nodes have it`
        : 'Sending'
    case 'stored':
      return `Stored by ${message.receipts} of ${message.replicas} nodes`
    case 'delivered':
      return 'Delivered'
    case 'read':
      return 'Read'
    case 'failed':
      return 'Not sent'
  }
}

/** For the message's sheet: what it rests on. */
export function stateMeaning(message: Stated): string {
  switch (message.state) {
    case 'waiting':
      return 'The other wallet has not joined Parley yet. The message waits here, encrypted, and leaves by itself once it joins.'
    case 'sending':
      return 'The message is safe on this device and leaves as soon as enough nodes answer.'
    case 'stored':
      return `${message.receipts} of ${message.replicas} independent nodes signed that they have it on disk. This device checked the signatures.`
    case 'delivered':
      return 'A device of the other wallet has it, and said so end-to-end encrypted.'
    case 'read':
      return 'The other wallet has read it, and said so end-to-end encrypted.'
    case 'failed':
      return `The network refused the message${message.error === undefined ? '' : ` (${message.error})`}. It is still on this device.`
  }
}
