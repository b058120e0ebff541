/**
 * Who is signed in on this tab. Lives beside React, so that a client is made once for each sign-in,
 * however often the screens are drawn.
 *
 * @module
 */
import { createCell } from '../hooks/cell.ts'
import { asError } from '../hooks/resource.ts'
import { createStore, type Store } from '../hooks/store.ts'
import { useCell } from '../hooks/useCell.ts'
import { signerOf } from '../wallet/signer.ts'
import { currentWallet, enterWallet, leaveWallet, type Wallet } from '../wallet/wallets.ts'
import { allowsDirect, followDirect } from './direct.ts'
import { readNetwork } from './network.ts'

export type Session =
  | { readonly state: 'signed out' }
  | { readonly state: 'starting'; readonly wallet: Wallet; readonly known: boolean }
  | { readonly state: 'ready'; readonly wallet: Wallet; readonly store: Store }
  | { readonly state: 'failed'; readonly wallet: Wallet; readonly error: Error }

const session = createCell<Session>({ state: 'signed out' })

export function useSession(): Session {
  return useCell(session)
}

/** Takes up where this tab was. */
export function resume(): void {
  const wallet = currentWallet()
  if (wallet !== undefined) void begin(wallet, true)
}

/** Starts with a wallet; it may be asked for a signature. */
export function signIn(wallet: Wallet): Promise<void> {
  return begin(wallet, false)
}

/** Stops, keeping everything of the wallet on this device. */
export async function signOut(): Promise<void> {
  const before = session.get()
  starts += 1
  leaveWallet()
  session.set({ state: 'signed out' })
  if (before.state === 'ready') await before.store.close()
}

/** Counts the starts: one that is overtaken by another, or by signing out, comes to nothing. */
let starts = 0

/** @param known whether the wallet was in use before: then the screens need not wait for its client */
async function begin(wallet: Wallet, known: boolean): Promise<void> {
  starts += 1
  const start = starts
  const show = (next: Session) => {
    if (start === starts) session.set(next)
  }
  show({ state: 'starting', wallet, known })
  // Asked for a signature after all: say so where one can see it.
  const onSign = () => show({ state: 'starting', wallet, known: false })
  try {
    const [{ createClient }, network] = await Promise.all([import('./client.ts'), readNetwork()])
    const direct = allowsDirect()
    const client = await createClient({ signer: signerOf(wallet, onSign), network, direct })
    if (start !== starts) return await client.close()
    enterWallet(wallet)
    const store = createStore(client)
    const stopFollowing = followDirect(client)
    const close = async () => {
      stopFollowing()
      await store.close()
    }
    show({ state: 'ready', wallet, store: { ...store, close } })
  } catch (error) {
    show({ state: 'failed', wallet, error: asError(error) })
  }
}
