import type { NetworkStatus } from '@parley/client'
import { useEffect, useState } from 'react'

import { useStore } from './context.ts'
import { failed, loading, ready, type Resource } from './resource.ts'

const everyMs = 5_000

/** The network as this client verifies it, asked again every few seconds while it is shown. */
export function useNetworkStatus(): Resource<NetworkStatus> {
  const { client } = useStore()
  const [status, setStatus] = useState<Resource<NetworkStatus>>(loading())
  useEffect(() => {
    let shown = true
    let timer: ReturnType<typeof setTimeout> | undefined
    const ask = async () => {
      try {
        const data = await client.status()
        if (shown) setStatus(ready(data))
      } catch (error) {
        if (shown) setStatus((before) => failed(error, before.data))
      }
      if (shown) timer = setTimeout(ask, everyMs)
    }
    void ask()
    return () => {
      shown = false
      clearTimeout(timer)
    }
  }, [client])
  return status
}
