/**
 * A bare link to a node, as the thinnest of clients has it: for load, not for people.
 *
 * @module
 */
import * as Codec from '@parley/codec'
import { globalHost } from '@parley/client'
import {
  Crypto,
  Envelope,
  Errors,
  Frame,
  Limits,
  Link,
  Network,
  Receipt,
  Topic,
} from '@parley/protocol'

const host = globalHost()

/** Connects to a network's node and says hello. */
export async function connect(
  file: Network.File,
  index = 0,
): Promise<{ link: Link.Link; network: Network.Network }> {
  const network = await Network.read(host.crypto, file)
  const duplex = await host.dial(network.nodes[index]!.url, {
    signal: new AbortController().signal,
  })
  const link = new Link.Link({
    duplex,
    clock: host.clock,
    handler: () => Promise.reject(new Errors.WireError('not_permitted')),
  })
  const nonce = host.random.bytes(32)
  await link.call({ type: 'hello', version: Frame.version, network: network.id, nonce })
  return { link, network }
}

/** A fresh log, and `count` signed envelopes for it. */
export async function signedEnvelopes(
  count: number,
  bodyBytes: number,
): Promise<{
  descriptor: Topic.Descriptor
  envelopes: { ref: Envelope.Ref; bytes: Uint8Array }[]
}> {
  const writer = Crypto.deriveKeyPair(host.random.bytes(32), 'bench')
  const descriptor: Topic.Descriptor = {
    type: 'log',
    writer: writer.publicKey,
    version: 1,
    retentionSeconds: 3600,
    bodyBytesMax: Limits.wire.bodyBytesMax,
  }
  const topic = Topic.idOf(host.crypto, descriptor)
  const sentAt = Date.now()
  const make = async () => {
    const envelope = await Envelope.sign(
      host.crypto,
      {
        topic,
        kind: 'message',
        epoch: 0,
        sentAt,
        expiresAt: sentAt + 3_000_000,
        body: host.random.bytes(bodyBytes),
      },
      writer,
    )
    return {
      ref: Envelope.refOf(host.crypto, envelope.content),
      bytes: Codec.encode(Envelope.codec, envelope),
    }
  }
  const envelopes = []
  for (let i = 0; i < count; i += 256)
    envelopes.push(...(await Promise.all(Array.from({ length: Math.min(256, count - i) }, make))))
  return { descriptor, envelopes }
}

/** Publishes, and verifies receipts until `quorum` nodes have signed. */
export function publisher(
  link: Link.Link,
  network: Network.Network,
  quorum: number,
): (
  descriptor: Topic.Descriptor,
  envelope: { ref: Envelope.Ref; bytes: Uint8Array },
) => Promise<void> {
  const verify = Receipt.verifier(host.crypto, 4096)
  return (descriptor, { ref, bytes }) =>
    new Promise((resolve, reject) => {
      let signed = 0
      const refusals: string[] = []
      const take = async (response: Frame.Response | undefined): Promise<void> => {
        if (response?.type === 'refusal') refusals.push(response.error.code)
        if (response?.type !== 'receipt') return
        const node = network.nodes.find(
          ({ id }) => Buffer.compare(id, response.statement.node) === 0,
        )
        if (!node || !Envelope.sameRef(response.statement.envelope, ref))
          throw new Error('a receipt of something else')
        if (!(await verify(response, node.publicKey))) throw new Error('a forged receipt')
        if (++signed === quorum) resolve()
      }
      const taken: Promise<void>[] = []
      const onData = (response: Frame.Response): Promise<void> => {
        const done = take(response)
        taken.push(done)
        return done
      }
      link
        .call(
          { type: 'publish', version: network.version, descriptor, envelope: bytes },
          { onData, timeoutMs: 60_000 },
        )
        .then(async (last) => {
          await Promise.all([...taken, take(last)])
          if (signed < quorum) reject(new Error(`${signed} receipts; refused: ${refusals.join()}`))
        })
        .catch(reject)
    })
}
