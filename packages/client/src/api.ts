/**
 * What a Parley client is to the people who build with it.
 *
 * @module
 */
import type { Account, Certificate } from '@parley/protocol'

/**
 * A wallet. viem's local accounts fit as they are; for others pass the address and a function that
 * asks the wallet for an EIP-712 signature.
 */
export type Signer = {
  /** The wallet's address, `0x…`. */
  readonly address: string
  /** Signs EIP-712 typed data: 65 bytes in hex. Called once for each device, not for each message. */
  readonly signTypedData: (data: Certificate.TypedData) => Promise<string>
}

/**
 * - `waiting`: encrypted on this device until the other wallet joins; leaves by itself
 * - `sending`: on its way; kept on this device until stored
 * - `stored`: a quorum of nodes signed that they have it on disk
 * - `delivered`: the other wallet's device has it
 * - `read`: the other wallet has read it
 * - `failed`: refused for good; `retry` tries again
 *
 * Messages from others are `delivered`, then `read`.
 */
export type MessageState = 'waiting' | 'sending' | 'stored' | 'delivered' | 'read' | 'failed'

/** One message, as it is now. */
export type Message = {
  /** 32 bytes in hex: the same for everyone in the conversation. */
  readonly id: string
  readonly conversation: string
  readonly from: Account.Account
  /** Whether this account wrote it. */
  readonly own: boolean
  /** When its writer sent it, milliseconds since the Unix epoch, by the writer's clock. */
  readonly at: number
  /** Content type, `authority/type:major.minor`. */
  readonly type: string
  /** The text, or what stands in for content this client does not know. */
  readonly text: string
  readonly state: MessageState
  /** Receipts verified, of how many replicas. For own messages. */
  readonly receipts: number
  readonly replicas: number
  /** Why it `failed`: a code of `docs/specs/errors.md`. */
  readonly error?: string
}

/**
 * Whether this account wants the conversation: a stranger's first message is a `request` until it is
 * accepted, rejected or blocked.
 */
export type Consent = 'request' | 'accepted' | 'rejected' | 'blocked'

/** A conversation with one other account, as it is now. */
export type Conversation = {
  /** 32 bytes in hex: the same on both sides. */
  readonly id: string
  readonly peer: Account.Account
  readonly consent: Consent
  readonly unread: number
  readonly lastMessage: Message | undefined
  /** Milliseconds since the Unix epoch: sorts the list. */
  readonly activeAt: number
  /** Whether the other wallet has joined Parley; `undefined` until it is known. */
  readonly peerJoined: boolean | undefined
  /** Whether a direct link to a device of the other account is up. */
  readonly direct: boolean
}

/**
 * The truth about the connection:
 * - `offline`: no node answers (or the client is closed)
 * - `connecting`: no link yet, trying
 * - `catching up`: linked, and still reading what was missed
 * - `live`: linked to at least one node, all read
 */
export type LinkState = 'offline' | 'connecting' | 'catching up' | 'live'

/** A node that did what no honest node does, as this client saw it. */
export type Fault = {
  /** The node's id in hex. */
  readonly node: string
  readonly url: string
  readonly kind:
    | 'bad_identity'
    | 'forged_receipt'
    | 'replayed_receipt'
    | 'malformed_envelope'
    | 'forged_envelope'
    | 'replayed_envelope'
    | 'withheld_envelope'
    | 'forged_head'
    | 'rewritten_log'
    | 'forged_vote'
    | 'equivocation'
  readonly detail: string
  /** Milliseconds since the Unix epoch. */
  readonly at: number
  /**
   * Two or more statements of the node that prove it to anyone, encoded as `Evidence` of the protocol;
   * absent where it can only be noticed.
   */
  readonly evidence?: Uint8Array
}

/** A node as this client sees it. */
export type NodeStatus = {
  readonly id: string
  readonly url: string
  /** `linked`: a gateway of this client; `reachable`: it answered and proved itself. */
  readonly state: 'linked' | 'reachable' | 'unreachable' | 'faulty'
  /** How far its clock is ahead of this one's, in milliseconds. */
  readonly clockSkewMs?: number
  readonly version?: string
  readonly envelopes?: number
  readonly peers?: number
  readonly storing?: boolean
  readonly faults: readonly Fault[]
}

/** The network as this client verifies it. */
export type NetworkStatus = {
  readonly name: string
  /** The network's id in hex. */
  readonly id: string
  readonly version: number
  readonly state: LinkState
  readonly replicas: number
  readonly quorum: number
  readonly nodes: readonly NodeStatus[]
}

/** What a client tells its listeners. */
export type Events = {
  /** A message is new, or its state changed. */
  message: Message
  /** A conversation is new or changed. */
  conversation: Conversation
  link: LinkState
  fault: Fault
}

/** A wallet's client on one device. Everything it returns is a snapshot; listen for changes. */
export type Client = {
  readonly account: Account.Account
  /** This device's id in hex. */
  readonly device: string
  readonly linkState: () => LinkState
  /** Listens; the function returned stops. */
  readonly on: <E extends keyof Events>(
    event: E,
    listener: (value: Events[E]) => void,
  ) => () => void

  /** All conversations, the most recently active first. Local: never waits for the network. */
  readonly conversations: (filter?: { consent?: Consent }) => Promise<readonly Conversation[]>
  readonly conversation: (id: string) => Promise<Conversation | undefined>
  /**
   * The conversation with an account, made if there is none. Local.
   *
   * @param account an address or a CAIP-10 id
   * @throws Account.InvalidAccountError
   */
  readonly open: (account: string) => Promise<Conversation>
  /**
   * A page of messages, oldest first.
   *
   * @param options the newest `limit` (default 50) older than message `before`
   */
  readonly messages: (
    conversation: string,
    options?: { before?: string; limit?: number },
  ) => Promise<readonly Message[]>
  readonly message: (id: string) => Promise<Message | undefined>

  /**
   * Writes a text. Returns as soon as it is safe on this device; it leaves by itself, also after a
   * restart. Writing to a `request` accepts it.
   *
   * @throws ConversationError `unknown_conversation`, `blocked`, `text_empty`, `text_too_large`
   */
  readonly send: (conversation: string, text: string) => Promise<Message>
  /** Tries a `failed` message again. */
  readonly retry: (message: string) => Promise<void>
  /**
   * Waits until an own message is `stored` (or further), `failed`, or `waiting` for its reader to
   * join; returns it as it then is. With `timeoutMs`, at the latest as it is then.
   */
  readonly settled: (message: string, options?: { timeoutMs?: number }) => Promise<Message>

  readonly accept: (conversation: string) => Promise<void>
  /** Puts a request away. Its sender learns nothing; another message of theirs is a request again. */
  readonly reject: (conversation: string) => Promise<void>
  /** Drops all that the account writes from now on. Its sender learns nothing. */
  readonly block: (conversation: string) => Promise<void>
  readonly unblock: (conversation: string) => Promise<void>
  /** Marks all messages of a conversation as read, and tells the writer unless it is a request. */
  readonly markRead: (conversation: string) => Promise<void>

  /** Resolves when all that the network holds for this account has been read; rejects after `timeoutMs`. */
  readonly caughtUp: (options?: { timeoutMs?: number }) => Promise<void>
  /**
   * Waits until all that can leave this device has left it, receipts for others included; messages
   * to wallets that have not joined stay.
   *
   * @returns whether it was all stored within `timeoutMs` (15 s unless given)
   */
  readonly flushed: (options?: { timeoutMs?: number }) => Promise<boolean>
  /** Asks every node how it is, and verifies what can be verified. */
  readonly status: () => Promise<NetworkStatus>
  /** What nodes were caught at and can be proved, also by earlier runs on this device; the oldest first. */
  readonly evidence: () => Promise<readonly Fault[]>
  /**
   * Allows direct links from now on, or takes that back: see `direct` of `createClient`.
   *
   * @throws ClientError `direct_unavailable`
   */
  readonly allowDirect: (allow: boolean) => Promise<void>
  /** Stops, keeping everything for the next start. */
  readonly close: () => Promise<void>
}
