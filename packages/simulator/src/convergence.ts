/**
 * What must be true some time after all trouble has ended.
 *
 * @module
 */
import * as Codec from '@parley/codec'
import type { Message } from '@parley/client'
import { Bytes, Placement, Reconcile, Topic } from '@parley/protocol'

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
  if (!registrar.isInstalled)
    return { checker, details: `turn ${registrar.members.turn} of the network is not installed` }
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
      for (const message of await client!.messages(id, { limit: 10_000 }))
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
    const topic = Placement.topicOf(Reconcile.shardOf(Bytes.fromHex(key)))
    const replicas = members.replicasOf(topic).map(({ peer }) => peer)
    const own = honest.filter((node) => replicas.includes(node.name))
    const lacks = own.find((node) => !held.get(node.name)!.has(key))
    if (lacks === undefined) continue
    // Who left the network keeps an account's entries that are superseded since.
    const isHeld = own.some((node) => held.get(node.name)!.has(key))
    if (isHeld || !(await isOfMap(honest, Bytes.fromHex(key))))
      return { checker: 'everything converges', details: `${lacks.name} lacks envelope ${key}` }
  }
  return undefined
}

/** Whether an envelope is of a topic in which a later one takes the place of an earlier one. */
async function isOfMap(nodes: World['nodes'], key: Uint8Array): Promise<boolean> {
  for (const { disk } of nodes) {
    const [found] = await disk.store.fetch([key])
    if (found === undefined) continue
    const { descriptor } = (await disk.store.topic(found.topic))!
    return Codec.decode(Topic.descriptor, descriptor).type === 'identity'
  }
  return false
}
