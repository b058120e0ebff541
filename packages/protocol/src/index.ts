/**
 * What Parley nodes and clients say to each other. Pure: no clock, no randomness, no I/O of its own.
 *
 * @module
 */
export * as Account from './Account.ts'
export * as Bytes from './Bytes.ts'
export * as Certificate from './Certificate.ts'
export * as ChainNetwork from './ChainNetwork.ts'
export * as Confirmation from './Confirmation.ts'
export * as Crypto from './Crypto.ts'
export * as Duplex from './Duplex.ts'
export * as Envelope from './Envelope.ts'
export * as Errors from './Errors.ts'
export * as Evidence from './Evidence.ts'
export * as Frame from './Frame.ts'
export * as Handshake from './Handshake.ts'
export * as Head from './Head.ts'
export * as Host from './Host.ts'
export * as Identity from './Identity.ts'
export * as Limits from './Limits.ts'
export * as Link from './Link.ts'
export * as Network from './Network.ts'
export * as Placement from './Placement.ts'
export * as Receipt from './Receipt.ts'
export * as Reconcile from './Reconcile.ts'
export * as Seal from './Seal.ts'
export * as Topic from './Topic.ts'
