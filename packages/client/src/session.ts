/**
 * What the parts of one running client share.
 *
 * @module
 */
import { x25519 } from '@noble/curves/ed25519.js'
import { type Account, Bytes, type Certificate, type Crypto } from '@parley/protocol'

import type { Checks } from './account/checks.ts'
import type { Events, SignedOut } from './api.ts'
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
  readonly inboxKey: Uint8Array
  readonly shown: Certificate.Certified
  /** The account's root key. */
  readonly rootKey: Uint8Array
}

/** The keys of a device record. */
export function deviceKeys(record: Records.Device): DeviceKeys {
  const { certificate, deviceKey, signatureKey } = record.shown
  return {
    account: certificate.credential.account,
    id: Bytes.toHex(certificate.credential.device),
    deviceKey: { publicKey: deviceKey, secretKey: record.deviceSecret },
    leaf: { certificate, signatureKey, signatureSecret: record.signatureSecret },
    inboxSecret: record.inboxSecret,
    inboxKey: x25519.getPublicKey(record.inboxSecret),
    shown: record.shown,
    rootKey: record.rootKey,
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
  /** Replaced when its certificate is, and where it turns out that another device has its keys too. */
  device: DeviceKeys
  /** Why this device is its account's no more, if so: then it says nothing in conversations. */
  signedOut: SignedOut | undefined
  readonly emitter: Emitter
  readonly checks: Checks
}
