import { Toaster } from 'sonner'

import { StoreContext } from '../hooks/context.ts'
import { Welcome } from '../wallet/Welcome.tsx'
import { Messenger } from './Messenger.tsx'
import { useSession } from './session.ts'
import { Starting } from './Starting.tsx'
import { useTheme } from './theme.ts'

export function App() {
  const session = useSession()
  const theme = useTheme()
  return (
    <>
      {session.state === 'ready' ? (
        <StoreContext value={session.store}>
          <Messenger key={session.wallet.address} wallet={session.wallet} />
        </StoreContext>
      ) : session.state === 'starting' && (session.known || session.wallet.kind === 'demo') ? (
        <Starting />
      ) : (
        <Welcome />
      )}
      <Toaster
        theme={theme === 'auto' ? 'system' : theme}
        position="bottom-center"
        offset={88}
        mobileOffset={88}
      />
    </>
  )
}
