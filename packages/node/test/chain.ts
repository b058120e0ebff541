/** Nodes that can be registered. */
import type { Registrant } from '@parley/contracts/anvil'
import { Crypto, Network } from '@parley/protocol'

export type ChainNode = Registrant & { readonly id: Uint8Array }

/** A node with this key. */
export function registrant(
  keyPair: Crypto.KeyPair,
  { url, peer }: { url: string; peer: string },
): ChainNode {
  const { publicKey } = keyPair
  return {
    publicKey,
    id: Network.nodeId(Crypto.pure, publicKey),
    url,
    peer,
    sign: (message) => Crypto.pure.sign(keyPair, message),
  }
}

/** A node with a key of its own; the same number, the same node. */
export function chainNode(number: number): ChainNode {
  const keyPair = Crypto.deriveKeyPair(new Uint8Array(32).fill(number), 'chain tests')
  return registrant(keyPair, {
    url: `ws://node${number}`,
    peer: `/dns/node${number}/tcp/1/p2p/${number}`,
  })
}
