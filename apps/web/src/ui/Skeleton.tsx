/** Stands where text will be. Wrap in `animate-late`, so that what loads at once never flickers. */
export function Skeleton({ className }: { className: string }) {
  return <div className={`animate-breathe rounded-md bg-selected ${className}`} />
}
