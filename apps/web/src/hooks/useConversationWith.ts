import type { Conversation } from '@parley/client'
import { useEffect, useState } from 'react'

import { sameAddress } from '../ui/address.ts'
import { useStore } from './context.ts'
import { failed, loading, ready, type Resource } from './resource.ts'
import { useConversations } from './useConversations.ts'

/** The conversation with the wallet at `address`, made if there is none; none for no address. */
export function useConversationWith(
  address: string | undefined,
): Resource<Conversation | undefined> {
  const store = useStore()
  const { data, status } = useConversations()
  const [failure, setFailure] = useState<{ address: string; error: unknown }>()
  const found =
    address === undefined ? undefined : data?.find(({ peer }) => sameAddress(peer, address))
  const missing = address !== undefined && found === undefined && status === 'ready'

  useEffect(() => {
    if (!missing) return
    store.open(address).catch((error: unknown) => setFailure({ address, error }))
  }, [store, address, missing])

  if (address === undefined || found !== undefined) return ready(found)
  return failure?.address === address ? failed(failure.error) : loading()
}
