import type { ReactNode } from 'react'

/** Where there is nothing yet: one line, and what to do about it. */
export function Empty({
  picture,
  title,
  children,
}: {
  picture?: ReactNode
  title: string
  children?: ReactNode
}) {
  return (
    <div className="flex flex-col items-center gap-3 px-6 py-10 text-center">
      {picture}
      <p className="text-message font-medium text-balance">{title}</p>
      {children}
    </div>
  )
}
