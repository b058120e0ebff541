/**
 * Members' confirmations, asked of each over HTTP: signed statements that it holds all that it is to
 * store in the newest turn.
 *
 * @module
 */
import { Bytes, Crypto, Handover, type Network } from '@parley/protocol'

/** A member's confirmation of the network's newest turn, verified. */
export type Confirmed = Pick<Handover.Said, 'shards' | 'serial' | 'signature'> & {
  readonly node: Network.Node
}

/** A node that takes longer is asked again another time. */
const requestMsMax = 5_000
/** A confirmation that lists all shards takes some 25 kB; a node is a stranger. */
const answerBytesMax = 32_768
/** So many at once: a network may have a thousand members. */
const requestsMax = 32

/** Where a node answers over HTTP: beside the links of its clients. */
export function httpUrl(node: Pick<Network.Node, 'url'>, name: string): URL {
  const url = new URL(node.url)
  url.protocol = url.protocol === 'wss:' ? 'https:' : 'http:'
  return new URL(name, url)
}

/** The JSON of a short answer. */
export async function readAnswer(response: Response): Promise<unknown> {
  const chunks: Uint8Array[] = []
  let length = 0
  for await (const chunk of response.body as ReadableStream<Uint8Array>) {
    length += chunk.length
    if (length > answerBytesMax) return undefined
    chunks.push(chunk)
  }
  return JSON.parse(new TextDecoder().decode(Bytes.concat(...chunks)))
}

type Answer = { shards: number[]; serial: number; signature: string }

/** A member's confirmation; `undefined` if it has none to give, or none that is good. */
async function ask(
  network: Network.Network,
  node: Network.Node,
  signal: AbortSignal,
): Promise<Confirmed | undefined> {
  try {
    const response = await fetch(httpUrl(node, '/confirmation'), {
      signal: AbortSignal.any([signal, AbortSignal.timeout(requestMsMax)]),
      redirect: 'error',
    })
    if (!response.ok) {
      await response.body?.cancel()
      return undefined
    }
    const answer = (await readAnswer(response)) as Answer
    const { serial, shards } = answer
    const author = { network: network.id, id: node.id, publicKey: node.publicKey }
    const signed = { shards, serial, signature: Bytes.fromHex(answer.signature) }
    const said = { kind: 'holds', turn: network.turn, ...signed } as const
    const good = await Handover.verify(Crypto.pure, author, said)
    return good ? { node, ...signed } : undefined
  } catch {
    // Not reached, or no answer that can be read: no confirmation.
    return undefined
  }
}

/** Asks all members of the network. */
export async function collectConfirmations(
  network: Network.Network,
  signal: AbortSignal,
): Promise<Confirmed[]> {
  const members = network.nodes.filter(({ name }) => network.isMember(name))
  const confirmed: Confirmed[] = []
  for (let at = 0; at < members.length; at += requestsMax) {
    const some = members.slice(at, at + requestsMax)
    const answers = await Promise.all(some.map((node) => ask(network, node, signal)))
    for (const answer of answers) if (answer !== undefined) confirmed.push(answer)
  }
  return confirmed
}
