import type { ReactNode } from 'react'

/** The place under the messages. */
export function Bar({ children }: { children: ReactNode }) {
  return (
    <div className="shrink-0 border-t border-line px-4 pt-3 pb-[max(16px,env(safe-area-inset-bottom))]">
      <div className="mx-auto flex max-w-[728px] flex-col items-center gap-3">{children}</div>
    </div>
  )
}
