/**
 * What must be true some time after all trouble has ended.
 *
 * @module
 */
import type { Message } from '@parley/client'
import { Bytes, Reconcile } from '@parley/protocol'

import { type Checker, isStored, type Sent } from './Checkers.ts'
import { greeting } from './Scenario.ts'
import type { World } from './World.ts'

/** What is not as it should be yet, and whose promise that is. */
export type Missing = { readonly checker: Checker; readonly details: string }

/** The first thing that is missing; `undefined` if the network has converged. */
export async function whatIsMissing(world: World): Promise<Missing | undefined> {
  return servingOf(world) ?? (await messagesOf(world)) ?? (await replicasOf(world))
}

function servingOf({ nodes, clients, registrar }: World): Missing | undefined {
  const checker = 'everything converges'
  const { version, settled } = registrar.members
  if (settled < version)
    return { checker, details: `version ${version} of the network is not settled` }
  for (const node of nodes.filter((each) => registrar.current.includes(each))) {
    const reasons = node.reasons()
    if (reasons.length > 0)
      return { checker, details: `${node.name} does not serve: ${reasons.join('; ')}` }
  }
  for (const { name, client } of clients) {
    const state = client?.linkState() ?? 'not started'
    if (state !== 'live') return { checker, details: `${name} is ${state}` }
  }
  return undefined
}

/** All messages of every client, by id: those of each id in a list. */
async function allMessages(world: World): Promise<Map<string, Map<string, Message[]>>> {
  const all = new Map<string, Map<string, Message[]>>()
  for (const { name, client } of world.clients) {
    const own = new Map<string, Message[]>()
    all.set(name, own)
    for (const { id } of await client!.conversations())
      for (const message of await client!.messages(id, { limit: 100_000 }))
        own.set(message.id, [...(own.get(message.id) ?? []), message])
  }
  return all
}

async function messagesOf(world: World): Promise<Missing | undefined> {
  const { checkers, clients } = world
  const all = await allMessages(world)
  for (const sent of checkers.sent.values()) {
    const [own] = all.get(sent.client)!.get(sent.id) ?? []
    if (own === undefined || !isStored(own.state))
      return {
        checker: sent.stored ? 'acknowledged is never lost' : 'everything converges',
        details: `${sent.client} wrote "${sent.text}", and it is ${own?.state ?? 'gone'} ${own?.error ?? ''}`,
      }
    const { peer } = (await clientOf(world, sent).conversation(sent.conversation))!
    const recipients = new Set(checkers.recipientsOf(sent))
    const readers = clients.filter(({ wallet }) => wallet.account === peer)
    if (!readers.some(({ name }) => recipients.has(name)))
      return lost(sent, 'no device of its reader is in the group')
    if (sent.text.startsWith(greeting)) for (const { name } of readers) recipients.add(name)
    for (const name of recipients) {
      const copies = all.get(name)!.get(sent.id) ?? []
      if (copies.length === 0) return lost(sent, `${name} lacks it`)
      if (copies.length > 1 || copies[0]!.text !== sent.text)
        return {
          checker: 'delivered once',
          details: `${name} has ${copies.map(({ text }) => `"${text}"`).join(', ')} for "${sent.text}"`,
        }
    }
  }
  return undefined
}

function clientOf(world: World, sent: Sent): NonNullable<World['clients'][number]['client']> {
  return world.clients.find(({ name }) => name === sent.client)!.client!
}

function lost(sent: Sent, who: string): Missing {
  return {
    checker: sent.stored ? 'acknowledged is never lost' : 'everything converges',
    details: `"${sent.text}" of ${sent.client} is missing: ${who}`,
  }
}

/** Every honest replica of a topic holds the same. */
async function replicasOf({ nodes, registrar }: World): Promise<Missing | undefined> {
  const { members } = registrar
  const honest = nodes.filter((node) => node.liar === undefined)
  const held = new Map<string, Set<string>>()
  for (const node of honest) {
    const keys = new Set<string>()
    const range = { from: Reconcile.keyMin, to: Reconcile.keyMax }
    for await (const page of node.disk.store.keys.keys(range))
      for (const key of page) keys.add(Bytes.toHex(key))
    held.set(node.name, keys)
  }
  for (const key of new Set([...held.values()].flatMap((keys) => [...keys]))) {
    const topic = new Uint8Array(32)
    // A key begins with its shard, a topic with its shard's 12 bits.
    topic.set(Bytes.fromHex(`${key.slice(1, 4)}0`))
    const replicas = members.replicasOf(topic).map(({ peer }) => peer)
    for (const node of honest)
      if (replicas.includes(node.name) && !held.get(node.name)!.has(key))
        return { checker: 'everything converges', details: `${node.name} lacks envelope ${key}` }
  }
  return undefined
}
