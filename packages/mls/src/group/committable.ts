import * as Codec from '@parley/codec'
import { hex } from '../crypto/bytes.ts'
import type { Sender } from '../wire/Message.ts'
import { PreSharedKeyId, type Proposal } from '../wire/Proposal.ts'
import type { GroupState } from './GroupState.ts'

/**
 * What a proposal takes for itself: of two that take the same, one commit can have only one
 * (RFC 9420 §12.2).
 */
function claim(proposal: Proposal, sender: Sender): string | undefined {
  switch (proposal.type) {
    case 'add':
      return `key ${hex(proposal.keyPackage.leafNode.signatureKey)}`
    case 'update':
      return sender.type === 'member' ? `leaf ${sender.leafIndex}` : undefined
    case 'remove':
      return `leaf ${proposal.removed}`
    case 'psk':
      return `psk ${hex(Codec.encode(PreSharedKeyId, proposal.psk))}`
    default:
      return proposal.type
  }
}

/**
 * References of the waiting proposals that a commit can take together, besides those by value: of
 * several for one leaf a removal goes first, then the latest update; of several additions of one
 * client the latest. A ReInit is left out: it is committed alone, and by someone who means it.
 */
export function committable(state: GroupState, byValue: readonly Proposal[]): Uint8Array[] {
  const self: Sender = { type: 'member', leafIndex: state.ownLeafIndex }
  const taken = new Set(byValue.map((proposal) => claim(proposal, self)))
  taken.add(`leaf ${state.ownLeafIndex}`)
  const waiting = [...state.proposals.values()]
  const removals = waiting.filter(({ proposal }) => proposal.type === 'remove')
  const others = waiting.filter(({ proposal }) => proposal.type !== 'remove')
  const chosen = new Set<Uint8Array>()
  const take = ({ proposal, sender, reference }: (typeof waiting)[number]): void => {
    const claimed = claim(proposal, sender)
    if (proposal.type === 'reinit' || claimed === undefined || taken.has(claimed)) return
    taken.add(claimed)
    chosen.add(reference)
  }
  for (const each of removals) take(each)
  // A client that is in the group already is not added again, unless its old leaf goes.
  if (others.some(({ proposal }) => proposal.type === 'add'))
    for (const [leafIndex, leaf] of state.tree.leaves())
      if (!taken.has(`leaf ${leafIndex}`) || leafIndex === state.ownLeafIndex)
        taken.add(`key ${hex(leaf.signatureKey)}`)
  for (const each of others.toReversed()) take(each)
  return waiting.flatMap(({ reference }) => (chosen.has(reference) ? [reference] : []))
}
