import { createContext, use } from 'react'

import type { Store } from './store.ts'

export const StoreContext = createContext<Store | undefined>(undefined)

/** The store of the wallet that is signed in. */
export function useStore(): Store {
  const store = use(StoreContext)
  if (store === undefined) throw new Error('Used outside of a signed-in session.')
  return store
}
