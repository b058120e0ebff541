import { Component, type ReactNode } from 'react'

import { Button } from '../ui/Button.tsx'
import { errorText } from '../ui/errors.ts'

type Props = { children: ReactNode }
type State = { error: unknown }

/** What is left when drawing the screens fails. */
export class ErrorBoundary extends Component<Props, State> {
  override state: State = { error: undefined }

  static getDerivedStateFromError(error: unknown): State {
    return { error }
  }

  override render() {
    const { error } = this.state
    if (error === undefined) return this.props.children
    return (
      <main className="m-auto flex h-full max-w-sm flex-col items-center justify-center gap-4 p-6 text-center">
        <h1 className="text-heading font-semibold">Something broke on this page</h1>
        <p className="text-label-2">
          Your conversations are safe on this device. Reload to go on where you were.
        </p>
        <Button kind="primary" onClick={() => location.reload()}>
          Reload
        </Button>
        <p className="font-mono text-small break-all text-label-2">{errorText(error)}</p>
      </main>
    )
  }
}
