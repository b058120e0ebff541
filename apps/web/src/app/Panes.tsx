import type { ReactNode } from 'react'

import { classes } from '../ui/classes.ts'

/** The list and what is chosen in it: side by side, or on small screens one of them. */
export function Panes({
  showing,
  banner,
  list,
  main,
}: {
  showing: 'list' | 'main'
  banner?: ReactNode
  list: ReactNode
  main: ReactNode
}) {
  return (
    <div className="flex h-full flex-col">
      {banner}
      <div className="flex min-h-0 flex-1">
        <nav
          aria-label="Conversations"
          className={classes(
            'w-full min-w-0 flex-col bg-surface pane:flex pane:w-[280px] pane:shrink-0 pane:border-r pane:border-line lg:w-[320px]',
            showing === 'list' ? 'flex' : 'hidden',
          )}
        >
          {list}
        </nav>
        <main
          className={classes(
            'min-w-0 flex-1 flex-col bg-canvas pane:flex',
            showing === 'main' ? 'flex' : 'hidden',
          )}
        >
          {main}
        </main>
      </div>
    </div>
  )
}
