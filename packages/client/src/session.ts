/**
 * What the parts of one running client share.
 *
 * @module
 */
import * as Codec from '@parley/codec'
import { type Account, Bytes, Certificate, type Crypto } from '@parley/protocol'

import type { Events } from './api.ts'
import type { Database } from './database.ts'
import type { GroupEngine, LeafKeys } from './engine.ts'
import type { ClientHost } from './host.ts'
import type { Network } from './network.ts'
import type * as Records from './records.ts'

/** Tells listeners; a listener that throws harms nobody else. */
export class Emitter {
  readonly #listeners = new Map<keyof Events, Set<(value: never) => void>>()

  on<E extends keyof Events>(event: E, listener: (value: Events[E]) => void): () => void {
    const all = this.#listeners.get(event) ?? new Set()
    this.#listeners.set(event, all)
    all.add(listener)
    return () => all.delete(listener)
  }

  emit<E extends keyof Events>(event: E, value: Events[E]): void {
    for (const listener of this.#listeners.get(event) ?? []) {
      try {
        ;(listener as (value: Events[E]) => void)(value)
      } catch (error) {
        // It is the listener's bug: show it as the platform shows uncaught ones.
        queueMicrotask(() => {
          throw error
        })
      }
    }
  }
}

/** This device's keys, ready for use. */
export type DeviceKeys = {
  readonly account: Account.Account
  /** The device's id in hex. */
  readonly id: string
  readonly deviceKey: Crypto.KeyPair
  readonly leaf: LeafKeys
  readonly inboxSecret: Uint8Array
  readonly certificate: Certificate.Signed
}

/** The keys of a device record. */
export function deviceKeys(crypto: Crypto.Crypto, record: Records.Device): DeviceKeys {
  const { certificate } = record.certificate
  return {
    account: certificate.account,
    id: Bytes.toHex(crypto.sha256(Bytes.labelled('device', certificate.deviceKey))),
    deviceKey: { publicKey: certificate.deviceKey, secretKey: record.deviceSecret },
    leaf: { certificate: record.certificate, signatureSecret: record.signatureSecret },
    inboxSecret: record.inboxSecret,
    certificate: record.certificate,
  }
}

/** `Certificate.verify` that remembers what it found good. */
export function certificateVerifier(): Session['verifyCertificate'] {
  const good = new Set<string>()
  return (signed) => {
    const name = Bytes.toHex(Codec.encode(Certificate.signed, signed))
    if (good.has(name)) return true
    if (!Certificate.verify(signed)) return false
    good.add(name)
    return true
  }
}

/** Runs what nobody waits for; what fails is logged, and tried again by whoever has a reason. */
export function background(session: Session, what: string, task: () => Promise<unknown>): void {
  task().catch((error: unknown) => session.host.log.debug({ error: String(error) }, what))
}

export type Session = {
  readonly host: ClientHost
  readonly database: Database
  readonly engine: GroupEngine
  readonly network: Network
  readonly device: DeviceKeys
  readonly emitter: Emitter
  /** `Certificate.verify` that remembers: the wallet's signature takes 2 ms to check. */
  readonly verifyCertificate: (signed: Certificate.Signed) => boolean
}
