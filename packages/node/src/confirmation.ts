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
  if (network.settled === network.version) return true
  for (let shard = 0; shard < Placement.shards; shard++) {
    const [newest, ...earlier] = network.setsOf(Placement.topicOf(shard))
    if (newest === undefined || !newest.nodes.some(({ name }) => name === self)) continue
    for (const { nodes, quorum } of earlier)
      if (nodes.filter(({ name }) => name === self || compared(name)).length < quorum) return false
  }
  return true
}
