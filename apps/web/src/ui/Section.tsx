import type { ReactNode } from 'react'

/** A titled part of a sheet. */
export function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="mb-6">
      <h3 className="mb-2 text-small font-medium text-label-2">{title}</h3>
      {children}
    </section>
  )
}
