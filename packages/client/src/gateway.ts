/**
 * A proven link to one node.
 *
 * @module
 */
import {
  Bytes,
  type Certificate,
  type Crypto,
  Errors,
  Frame,
  Handshake,
  type Host,
  Limits,
  Link,
  type Network,
} from '@parley/protocol'

import type { ClientHost } from './host.ts'

/** What a device proves itself with. */
export type DeviceProof = {
  readonly certificate: Certificate.Signed
  readonly deviceKey: Crypto.KeyPair
}

/** A link whose other end has proven to be the node the network lists. */
export type Gateway = {
  readonly node: Network.Node
  readonly link: Link.Link
  /** How far the node's clock is ahead, in milliseconds, give or take the way there. */
  readonly clockSkewMs: number
}

/** A node that is not who the network says: thrown by {@link connect}. */
export class ImpostorError extends Errors.BaseError {
  override name = 'Gateway.ImpostorError'
  constructor(details: string) {
    super('The node did not prove its identity.', { code: 'bad_identity', details })
  }
}

/**
 * Connects to a node: it proves itself, then the device does.
 *
 * @param onClose told once, after this resolved, when the link is gone
 * @throws ImpostorError if it is another node
 * @throws WireError with the node's code
 */
export async function connect(
  host: ClientHost,
  network: Network.Network,
  node: Network.Node,
  device: DeviceProof,
  options: { signal: Host.Signal; onClose: (code: string) => void },
): Promise<Gateway> {
  const duplex = await host.dial(node.url, { signal: options.signal })
  const link = new Link.Link({
    duplex,
    clock: host.clock,
    // Nodes ask nothing of clients.
    handler: () => Promise.reject(new Errors.WireError('not_permitted')),
    onClose: (code) => options.onClose(code),
    onInternalError: (error) => host.log.error({ error: String(error) }, 'link failed'),
  })
  try {
    const call = { timeoutMs: Limits.time.requestMs, signal: options.signal }
    const nonce = host.random.bytes(32)
    const welcome = await link.call(
      { type: 'hello', version: Frame.version, network: network.id, nonce },
      call,
    )
    const now = host.clock.now()
    if (welcome?.type !== 'welcome') throw new ImpostorError('It sent no welcome.')
    const { challenge, time, signature } = welcome
    const says = { network: network.id, nonce, challenge, time }
    if (
      !Bytes.equal(welcome.node, node.id) ||
      !(await Handshake.verifyWelcome(host.crypto, says, signature, node.publicKey))
    )
      throw new ImpostorError(`Expected node ${node.name}.`)
    await link.call(
      {
        type: 'authenticate',
        certificate: device.certificate,
        signature: await Handshake.signChallenge(
          host.crypto,
          { node: node.id, challenge },
          device.deviceKey,
        ),
      },
      call,
    )
    return { node, link, clockSkewMs: time - now }
  } catch (error) {
    link.close('cancelled')
    throw error
  }
}
