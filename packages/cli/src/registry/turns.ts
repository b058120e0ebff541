/**
 * A network's turns: who runs nodes opens them, draws them, and shows what members hold.
 *
 * @module
 */
import { setTimeout as delay } from 'node:timers/promises'

import { Handover, type Network, Placement } from '@parley/protocol'
import type { Account } from 'viem'

import { collectConfirmations, type Confirmed } from './confirmations.ts'
import type { Registry, Turn } from './Registry.ts'

/** What one transaction has room for, with sets of a large network's members. */
const shardsPerCall = 512
/** Whoever is not at turn waits so much of a turn before it acts for who is: an hour of a day. */
const patiencePart = 24

/** What a look at the members brought. */
export type Settled = {
  readonly turn: number
  /** How many shards are installed since, and how many are pending still. */
  readonly installed: number
  readonly pending: number
  /** Members that confirm nothing, by name. */
  readonly missing: readonly string[]
}

/** Shards whose newest set is not installed yet. */
function pendingOf(network: Network.Network): number[] {
  const { turn } = network
  const shards = Array.from({ length: Placement.shards }, (_, shard) => shard)
  const isPending = (shard: number): boolean => {
    const topic = Placement.topicOf(shard)
    // Where turns do not pass by themselves, one is over when all of it is installed.
    const isOpen = network.parameters.viewSecondsMax === 0 || network.setsOf(topic).length > 1
    return isOpen && network.installedOf(topic).turn < turn
  }
  return network.drawOf(0) === 0 ? [] : shards.filter(isPending)
}

/** Whether every set is all members: then one count is all. */
function isWhole({ nodes, isMember, parameters }: Network.Network): boolean {
  const { classes, replicas } = parameters
  const members = nodes.filter(({ name }) => isMember(name)).length
  return classes === 1 && members <= Math.min(replicas.first, replicas.second) && members % 3 === 1
}

/** Shards of which a quorum of the newest set confirms. */
function ready(
  network: Network.Network,
  shards: readonly number[],
  confirmed: readonly Confirmed[],
): number[] {
  const words = new Map(confirmed.map(({ node, shards: of }) => [node.name, new Set(of)]))
  return shards.filter((shard) => {
    const set = network.setAt(Placement.topicOf(shard), network.turn)
    const holds = (name: string): boolean => {
      const of = words.get(name)
      return of !== undefined && (of.size === 0 || of.has(shard))
    }
    return set !== undefined && Handover.takesOver(set, holds)
  })
}

/** The members' words that some shards need. */
function needed(
  network: Network.Network,
  shards: readonly number[],
  confirmed: readonly Confirmed[],
): Confirmed[] {
  const names = new Set(
    shards.flatMap((shard) =>
      network.setAt(Placement.topicOf(shard), network.turn)!.nodes.map(({ name }) => name),
    ),
  )
  return confirmed.filter(({ node }) => names.has(node.name))
}

/** Asks the members what they hold, and shows the registry as much of it as installs something. */
export async function settleOnce(
  registry: Registry,
  account: Account,
  signal: AbortSignal,
): Promise<Settled> {
  const network = await registry.network()
  const { turn } = network
  const pending = pendingOf(network)
  if (pending.length === 0) return { turn, installed: 0, pending: 0, missing: [] }
  const confirmed = await collectConfirmations(network, signal)
  const shards = ready(network, pending, confirmed)
  if (shards.length === pending.length && isWhole(network))
    await registry.settle(account, turn, { shards: [], confirmed })
  else
    for (let from = 0; from < shards.length; from += shardsPerCall) {
      const some = shards.slice(from, from + shardsPerCall)
      const words = needed(network, some, confirmed)
      await registry.settle(account, turn, { shards: some, confirmed: words })
    }
  const names = new Set(confirmed.map(({ node }) => node.name))
  const missing = network.nodes
    .filter(({ name }) => network.isMember(name) && !names.has(name))
    .map(({ name }) => name)
  const installed = shards.length
  return { turn, installed, pending: pending.length - installed, missing }
}

/** Whether it is this node's part to act; anybody's after a while. */
function isOurs(network: Network.Network, { openedAt, turnMs }: Turn, self?: string): boolean {
  if (self === undefined) return true
  const members = network.nodes
    .filter(({ name }) => network.isMember(name))
    .toSorted((one, other) => one.seat - other.seat)
  const due = openedAt + turnMs * (1 + 1 / patiencePart)
  return members[network.turn % members.length]?.name === self || Date.now() >= due
}

/**
 * Does what the newest turn needs: draws it, shows what members hold, opens the next one.
 *
 * @param self the node whose part in the rotation is taken; everybody's unless given
 * @returns what was done, for people; nothing if there was nothing to do
 */
export async function keepOnce(
  registry: Registry,
  account: Account,
  { self, signal }: { self?: string | undefined; signal: AbortSignal },
): Promise<string | undefined> {
  const found = await registry.turn()
  if (!found.drawn) {
    await registry.draw(account, found.drawBlock)
    return `Turn ${found.turn} of the network is drawn.`
  }
  const network = await registry.network()
  if (!isOurs(network, found, self)) return undefined
  const { installed, pending, turn } = await settleOnce(registry, account, signal)
  if (installed > 0 && pending === 0) return `Turn ${turn} of the network is settled.`
  if (await registry.isDue(pending > 0)) {
    await registry.open(account)
    return `Turn ${turn + 1} of the network is open.`
  }
  return installed > 0 ? `${installed} shards of turn ${turn} are settled.` : undefined
}

/**
 * Keeps a network's turns going, until the signal is aborted.
 *
 * @param options.note is told what was done
 */
export async function keepTurns(
  registry: Registry,
  account: Account,
  options: {
    self?: string | undefined
    lookMs: number
    note: (text: string) => void
    signal: AbortSignal
  },
): Promise<void> {
  const { lookMs, note, signal } = options
  while (!signal.aborted) {
    let did: string | undefined
    try {
      did = await keepOnce(registry, account, options)
      if (did !== undefined) note(did)
    } catch {
      // The chain is away, or somebody else did it: the next look tells.
    }
    // What was done may be followed by more.
    if (did === undefined) await delay(lookMs, undefined, { signal }).catch(() => {})
  }
}
