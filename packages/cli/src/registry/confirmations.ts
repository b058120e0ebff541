/**
 * Members' confirmations, asked of each over HTTP: signed statements that it holds all that members
 * of earlier versions held, as far as it is to store it now.
 *
 * @module
 */
import { Bytes, Confirmation, Crypto, type Network } from '@parley/protocol'

/** A member's confirmation of the network's `membersVersion`, verified. */
export type Confirmed = { readonly node: Network.Node; readonly signature: Uint8Array }

/** A node that takes longer is asked again another time. */
const requestMsMax = 5_000
/** A confirmation takes some 400 bytes; a node is a stranger. */
const answerBytesMax = 4_096
/** So many at once: a network may have a thousand members. */
const requestsMax = 32

/** Where a node answers over HTTP: beside the links of its clients. */
export function httpUrl(node: Pick<Network.Node, 'url'>, name: string): URL {
  const url = new URL(node.url)
  url.protocol = url.protocol === 'wss:' ? 'https:' : 'http:'
  return new URL(name, url)
}

async function readAnswer(response: Response): Promise<unknown> {
  const chunks: Uint8Array[] = []
  let length = 0
  for await (const chunk of response.body as ReadableStream<Uint8Array>) {
    length += chunk.length
    if (length > answerBytesMax) return undefined
    chunks.push(chunk)
  }
  return JSON.parse(new TextDecoder().decode(Bytes.concat(...chunks)))
}

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
    const answer = (await readAnswer(response)) as { signature?: string } | undefined
    const signature = Bytes.fromHex(answer?.signature ?? '')
    const statement = { network: network.id, version: network.membersVersion }
    const good = await Confirmation.verify(Crypto.pure, statement, signature, node.publicKey)
    return good ? { node, signature } : undefined
  } catch {
    // Not reached, or no answer that can be read: no confirmation.
    return undefined
  }
}

/**
 * Asks all members of the network's version.
 *
 * @param enough ends it when so many have confirmed
 */
export async function collectConfirmations(
  network: Network.Network,
  { enough, signal }: { enough: number; signal: AbortSignal },
): Promise<Confirmed[]> {
  const members = network.nodes.filter(({ name }) => network.isMember(name))
  const confirmed: Confirmed[] = []
  for (let at = 0; at < members.length && confirmed.length < enough; at += requestsMax) {
    const some = members.slice(at, at + requestsMax)
    const answers = await Promise.all(some.map((node) => ask(network, node, signal)))
    for (const answer of answers) if (answer !== undefined) confirmed.push(answer)
  }
  return confirmed.slice(0, enough)
}
