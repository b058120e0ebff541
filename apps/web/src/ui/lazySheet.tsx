import { type ComponentType, lazy, Suspense } from 'react'

type Opened = { open: boolean }

/**
 * A sheet whose code is read when it is first opened, or before by `preload`: the first screen does
 * without dialogs.
 */
export function lazySheet<P extends Opened>(load: () => Promise<ComponentType<P>>) {
  const Sheet = lazy(async () => ({ default: await load() }))
  return Object.assign(
    function LazySheet(props: P) {
      return props.open ? (
        <Suspense>
          <Sheet {...props} />
        </Suspense>
      ) : undefined
    },
    { preload: () => void load() },
  )
}
