/**
 * Load per node as a network grows: production placement, and a model of who sends what.
 *
 * Users write and read at a constant pace; a topic has as many members as a conversation has
 * devices. Counted are messages a node sends or takes in: as a client's gateway, as a replica, and
 * in keeping other replicas in step.
 *
 * @module
 */
import { Placement } from '@parley/protocol'

import { crypto } from './cryptography.ts'
import { Random } from './Random.ts'

export type ScaleOptions = {
  seed: number
  /** Users, and with them topics and traffic, grow with the network. */
  topicsPerNode: number
  nodes: number
}

/** What nodes have to do. */
export type Load = {
  readonly nodes: number
  readonly topics: number
  /** Topics a node stores, on average and at most. */
  readonly topicsMean: number
  readonly topicsMax: number
  /** Messages of a node for each message that is written by a user of its share. */
  readonly messagesMean: number
  readonly messagesMax: number
}

const replicas = 4
/** Devices that read a topic, its writers among them. */
const readers = 4
/** Gateways of a device: both deliver. */
const gateways = 2

/** Spreads topics and their traffic over a network's nodes. */
export function loadOf({ seed, topicsPerNode, nodes }: ScaleOptions): Load {
  const random = new Random(`scale ${seed}`)
  const members = Array.from({ length: nodes }, (_, index) => ({ index, id: random.bytes(32) }))
  const sets = Array.from({ length: Placement.shards }, (_, shard) =>
    Placement.rank(crypto, shard, members)
      .slice(0, replicas)
      .map(({ index }) => index),
  )
  const topics = topicsPerNode * nodes
  const held = Array.from({ length: nodes }, () => 0)
  const messages = Array.from({ length: nodes }, () => 0)
  for (let topic = 0; topic < topics; topic++) {
    const set = sets[Placement.shardOf(random.bytes(32))]!
    for (const node of set) held[node]!++
    addMessage(random, nodes, set, messages)
  }
  const share = topics / nodes
  return {
    nodes,
    topics,
    topicsMean: mean(held),
    topicsMax: Math.max(...held),
    messagesMean: mean(messages) / share,
    messagesMax: Math.max(...messages) / share,
  }
}

/** One message of a topic: written through a gateway, stored by the set, read by all. */
function addMessage(
  random: Random,
  nodes: number,
  set: readonly number[],
  messages: number[],
): void {
  const gateway = random.below(nodes)
  // In from the writer, and the receipts back.
  messages[gateway]! += 1 + set.length
  for (const node of set)
    if (node !== gateway) {
      // To the replica, and its receipt back: each sent by one and taken in by the other.
      messages[gateway]! += 2
      messages[node]! += 2
    }
  for (let reader = 0; reader < readers; reader++)
    for (let link = 0; link < gateways; link++) {
      const through = random.below(nodes)
      messages[through]!++
      if (set.includes(through)) continue
      // A gateway that stores no replica has it from one that does.
      messages[through]!++
      messages[random.pick(set)]!++
    }
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}
