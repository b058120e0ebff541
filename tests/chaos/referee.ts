/**
 * What must hold in spite of everything, looked at all the time.
 *
 * @module
 */
import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'

import * as Records from '@parley/client/records'
import * as Codec from '@parley/codec'
import { Bytes, Crypto, Envelope, Seal } from '@parley/protocol'

import { Client } from '../../packages/node/test/client.ts'
import { Checkers, isStored, type Sent } from '../../packages/simulator/src/Checkers.ts'
import type { Cluster } from './cluster.ts'
import type { Device, Listing, Report } from './crew.ts'

export class Referee {
  readonly checkers = new Checkers(() => false)
  readonly #cluster: Cluster
  readonly #devices = new Map<string, Device>()
  /** By message: the envelope it was put into last. */
  readonly #envelopes = new Map<string, { topic: Uint8Array; sentAt: number }>()
  readonly #topics = new Map<string, Uint8Array>()
  /** By message: how long it took until it was called stored. */
  readonly #stored = new Map<string, number>()

  constructor(cluster: Cluster) {
    this.#cluster = cluster
  }

  /** Messages written, those called stored, and how long that took. */
  get counts(): { sent: number; stored: number; storedMsP50: number; storedMsP99: number } {
    const times = [...this.#stored.values()].toSorted((a, b) => a - b)
    const percentile = (percent: number): number =>
      times[Math.floor((times.length * percent) / 100)] ?? 0
    return {
      sent: this.checkers.sent.size,
      stored: times.length,
      storedMsP50: percentile(50),
      storedMsP99: percentile(99),
    }
  }

  add(device: Device): void {
    this.#devices.set(device.name, device)
  }

  onReport(report: Report): void {
    switch (report.type) {
      case 'change':
        if (report.change.key.startsWith('out/') && report.change.value)
          this.#onOutgoing(Codec.decode(Records.outgoing, report.change.value))
        this.checkers.onClientChange(report.device, report.change)
        break
      case 'message':
        this.#onMessage(report)
        this.checkers.onMessage(report.device, report.message)
        break
      case 'fault':
        this.checkers.onFault(report.device, report.fault)
        break
      case 'failed':
        this.checkers.fail('nothing fails inside', report.error)
    }
  }

  #onOutgoing({ message, envelope }: Records.Outgoing): void {
    if (!message || !envelope) return
    const { topic, sentAt } = Codec.decode(Envelope.codec, envelope).content
    this.#envelopes.set(Bytes.toHex(message), { topic, sentAt })
    this.#topics.set(Bytes.toHex(topic), topic)
  }

  /** What is called stored was signed by a quorum: of processes that could sign. */
  #onMessage({ device, message }: Report & { type: 'message' }): void {
    const { id, at, own, state, receipts } = message
    if (!own || receipts === 0 || !isStored(state) || this.#stored.has(id)) return
    this.#stored.set(id, Date.now() - at)
    const envelope = this.#envelopes.get(id)
    if (envelope === undefined) return
    const { members } = this.#cluster
    // While members change, how many are needed depends on who knows of it.
    if (members.settled !== members.version) return
    const [{ nodes, quorum } = { nodes: [], quorum: 0 }] = members.setsOf(envelope.topic)
    const able = nodes.filter(({ name }) => {
      const since = this.#cluster.silentSince(this.#cluster.indexOf(name))
      return since === undefined || since > envelope.sentAt
    })
    if (able.length < quorum)
      this.checkers.fail(
        'acknowledged is never lost',
        `${device} was told that ${id} is stored while ${able.length} of its replicas ran`,
      )
  }

  /** The first thing that is not as it should be now that all is well; `undefined` if all is. */
  whatIsMissing(listings: readonly Listing[]): string | undefined {
    for (const { device, link } of listings) if (link !== 'live') return `${device} is ${link}`
    const all = new Map(
      listings.map(({ device, messages }) => [
        device,
        Map.groupBy(messages, (message) => message.id),
      ]),
    )
    for (const sent of this.checkers.sent.values()) {
      const problem = this.#problemOf(sent, all)
      if (problem) return `"${sent.text}" of ${sent.client}: ${problem}`
    }
    return undefined
  }

  #problemOf(
    sent: Sent,
    all: ReadonlyMap<string, ReadonlyMap<string, Listing['messages']>>,
  ): string | undefined {
    const [own] = all.get(sent.client)!.get(sent.id) ?? []
    if (own === undefined || !isStored(own.state)) return `it is ${own?.state ?? 'gone'}`
    const recipients = this.checkers.recipientsOf(sent)
    const writer = this.#devices.get(sent.client)!.account
    if (!recipients.some((name) => this.#devices.get(name)!.account !== writer))
      return 'no device of its reader is in the group'
    for (const name of recipients) {
      const copies = all.get(name)!.get(sent.id) ?? []
      if (copies.length !== 1) return `${name} has it ${copies.length} times`
      if (copies[0]!.text !== sent.text) return `${name} has "${copies[0]!.text}"`
    }
    return undefined
  }

  /** Every slot is sealed once, whichever replica is asked. */
  async checkSeals(): Promise<{
    seals: number
    slow: number
    laterViews: number
    contested: number
  }> {
    const { members } = this.#cluster
    /** By slot: the commits that were to end its epoch. */
    const commits = new Map<string, Set<string>>()
    const seals = new Map<string, Seal.Certificate>()
    for (const node of members.nodes) {
      const index = this.#cluster.indexOf(node.name)
      const client = await Client.connect(this.#cluster.urlOf(index), members)
      for (const [name, topic] of this.#topics) {
        if (!members.replicasOf(topic).includes(node)) continue
        for (const { envelope } of await client.read(topic)) {
          const { content } = Codec.decode(Envelope.codec, envelope)
          if (content.kind === 'commit') {
            const slot = `${name} ${content.epoch}`
            const id = Bytes.toHex(Envelope.idOf(Crypto.pure, content))
            commits.set(slot, (commits.get(slot) ?? new Set()).add(id))
          }
          if (content.kind !== 'seal') continue
          const certificate = Codec.decode(Seal.certificate, content.body)
          const { slot: number, value } = certificate
          await this.#verify(topic, certificate)
          const known = seals.get(`${name} ${number}`)
          if (known && !Envelope.sameRef(known.value, value))
            this.checkers.fail('one seal a slot', `slot ${number} of ${name} at node ${index}`)
          seals.set(`${name} ${number}`, certificate)
        }
      }
      client.close()
    }
    const all = [...seals.values()]
    return {
      seals: all.length,
      slow: all.filter((certificate) => certificate.path === 'slow').length,
      laterViews: all.filter((certificate) => certificate.view > 0).length,
      contested: [...commits.values()].filter(({ size }) => size > 1).length,
    }
  }

  /** A seal is of the set of replicas of some version: which, its commit's forerunner says. */
  async #verify(topic: Uint8Array, certificate: Seal.Certificate): Promise<void> {
    const { members } = this.#cluster
    for (let version = 1; version <= members.version; version++) {
      const replicas = members.setAt(topic, version)!.nodes
      const slot = Seal.slotOf(Crypto.pure, { topic, slot: certificate.slot, replicas })
      if (Bytes.equal(slot.set, certificate.set))
        return void (await Seal.verifyCertificate(Crypto.pure, slot, certificate))
    }
    throw new Error('A seal is of no set of replicas there ever was.')
  }

  /** No node's disk holds what was written. */
  async checkDisks(mark: string): Promise<void> {
    for (const entry of await readdir(this.#cluster.folder, {
      recursive: true,
      withFileTypes: true,
    })) {
      const file = path.join(entry.parentPath, entry.name)
      if (!entry.isFile() || !/node-\d+/.test(file)) continue
      if ((await readFile(file)).includes(mark)) this.checkers.fail('no plaintext at nodes', file)
    }
  }
}
