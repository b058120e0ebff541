/**
 * Everything a stranger can send has a limit. Each stands here with its reason; sizes in bytes,
 * times in milliseconds unless the name says otherwise.
 *
 * @module
 */

/** Limits both sides of the wire must agree on: changing one is a change of protocol. */
export const wire = {
  /** A Welcome for 1,000 members takes about 350 kB; a message is a few hundred bytes. */
  bodyBytesMax: 512 * 1024,
  /** One body with its envelope and framing, and room for a page of small ones. */
  messageBytesMax: 1024 * 1024,
  /** RFC 9420 groups above this size use rooms of another kind; bounds one batch of receipts' path. */
  receiptPathMax: 16,
  /** A replica set is 3f+1; 31 tolerates f = 10, far above any planned deployment. */
  replicasMax: 31,
  /** The signed network file must stay readable in one piece; a registry replaces it above this. */
  nodesMax: 1024,
  /** `nodesMax` nodes at 600 bytes of JSON each. */
  networkFileBytesMax: 640 * 1024,
  /** A registry lists all that ever were members: 30 MB of them, and each locks its bond for a time. */
  nodesEverMax: 65_536,
  /** ERC-6492 signatures carry deploy calldata; an EOA's is 65 bytes. */
  walletSignatureBytesMax: 8192,
  /** One fetch: a page of envelopes must fit the responder's patience, not its memory. */
  refsPerFetchMax: 256,
  /** A WebRTC offer with its candidates takes 1–3 kB; sealed and signed it stays well below. */
  signalBytesMax: 8 * 1024,
  /** One replica asks another for so many at once: names of 43 kB, and a full answer. */
  keysPerPullMax: 1024,
  /** One reconciliation round: 16 parts of each of 512 ranges take 80 kB, a tenth of a message. */
  rangesPerRoundMax: 512,
  /** Error details are for people; more is a way to fill logs. */
  errorDetailsBytesMax: 512,
} as const

/** What nodes and clients allow each other over time. */
export const time = {
  /** Honest clocks drift by seconds; two minutes is generous and keeps time order useful. */
  futureMsMax: 2 * 60_000,
  /** A phone in a drawer sends what it queued a week ago; older is written anew. */
  pastMsMax: 7 * 24 * 3_600_000,
  /** A month offline must not lose messages. */
  retentionSecondsDefault: 30 * 24 * 3600,
  /** Nodes promise no storage beyond about a year without renewal. */
  retentionSecondsMax: 400 * 24 * 3600,
  /** Messages written before a commit was seen still arrive; a removed member's window to spam. */
  staleEpochMs: 60_000,
  /** Below common NAT and proxy idle cut-offs (30–60 s). */
  pingMs: 20_000,
  /** Two pings lost: the other side is gone. */
  idleMs: 45_000,
  /** A request on a live link that takes longer has failed somewhere. */
  requestMs: 15_000,
} as const

/** What one link may do; a node may be configured to allow less or more. */
export const link = {
  /** Pipelining depth that saturates a node; more is only a queue. */
  requestsMax: 1024,
  /** A client with 1,000 conversations on one link. */
  subscriptionsMax: 2048,
  /** Items a stream may send ahead of its reader. */
  creditItems: 256,
  /** Above this a sender waits for the socket. */
  bufferedBytesHigh: 2 * 1024 * 1024,
  /** Above this, or above `High` for `stallMs`, the reader is cut off: memory is for those who read. */
  bufferedBytesMax: 16 * 1024 * 1024,
  stallMs: 30_000,
} as const
