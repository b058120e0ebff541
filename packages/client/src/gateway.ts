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

/** A dead link is noticed within six seconds: people look at whether they are connected. */
const pulse: Link.Pulse = { pingMs: 1750, unansweredMax: 2 }

/** What a device proves itself with. */
export type DeviceProof = {
  readonly shown: Certificate.Certified
  readonly deviceKey: Crypto.KeyPair
}

/** The device as it is now; `undefined` while its account has not certified it. */
export type Prover = () => DeviceProof | undefined

/** A link whose other end has proven to be the node the network lists. */
export type Gateway = {
  readonly node: Network.Node
  readonly link: Link.Link
  /** How far the node's clock is ahead, in milliseconds, give or take the way there. */
  readonly clockSkewMs: number
  /**
   * Proves the device, if it was not yet, or has another certificate since. A node that knows it for
   * revoked still serves what anyone may read.
   *
   * @throws WireError
   */
  readonly prove: () => Promise<void>
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
  device: Prover,
  options: { signal: Host.Signal; onClose: (code: string) => void },
): Promise<Gateway> {
  const duplex = await host.dial(node.url, { signal: options.signal })
  const link = new Link.Link({
    duplex,
    clock: host.clock,
    pulse,
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
    const { challenge, time } = welcome
    const says = { nonce, challenge, time }
    const author = { network: network.id, id: node.id, publicKey: node.publicKey }
    if (
      !Bytes.equal(welcome.node, node.id) ||
      !(await Handshake.verifyWelcome(host.crypto, says, welcome, author))
    )
      throw new ImpostorError(`Expected node ${node.name}.`)
    let proven: DeviceProof | undefined
    const prove = async (): Promise<void> => {
      const current = device()
      if (current === undefined || current === proven) return
      proven = current
      const answered = { node: node.id, challenge }
      const proof = await Handshake.signChallenge(host.crypto, answered, current.deviceKey)
      try {
        await link.call({ type: 'authenticate', device: current.shown, signature: proof }, call)
      } catch (error) {
        if (!(error instanceof Errors.WireError) || error.code !== 'not_permitted') throw error
        host.log.warn({ node: node.url, error: String(error) }, 'a node does not know this device')
      }
    }
    await prove()
    return { node, link, clockSkewMs: time - now, prove }
  } catch (error) {
    link.close('cancelled')
    throw error
  }
}
