/**
 * When a member may confirm a version of the network: see `Confirmation` of `@parley/protocol`.
 *
 * @module
 */
import { type Network, Placement } from '@parley/protocol'

/**
 * Whether a node holds all that was acknowledged, in each of its shards: it compared with a quorum of
 * each set that had to hold it. One of them is honest and signed for it before the comparison.
 *
 * @param self the node's id in hex: what it signed for itself it has
 * @param compared whether it has fetched everything from a node that knew this version then
 */
export function holdsAll(
  network: Network.Network,
  self: string,
  compared: (name: string) => boolean,
): boolean {
  if (!network.isMember(self)) return false
  for (let shard = 0; shard < Placement.shards; shard++) {
    const [own, next] = network.setsOfShard(shard)
    if (own === undefined || !next?.nodes.some(({ name }) => name === self)) continue
    if (own.nodes.filter(({ name }) => name === self || compared(name)).length < own.quorum)
      return false
  }
  return true
}
