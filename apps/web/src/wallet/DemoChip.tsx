/** Marks a wallet whose key was made in this browser. */
export function DemoChip() {
  return (
    <span className="shrink-0 rounded-full bg-warn-soft px-2 py-0.5 text-caption font-medium text-warn">
      Demo
    </span>
  )
}
