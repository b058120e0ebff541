import { Skeleton } from '../ui/Skeleton.tsx'

/** Rows of the list before they are read. */
export function RowSkeletons() {
  return (
    <div className="animate-late px-2" role="status" aria-label="Loading conversations">
      {[56, 40, 64, 48].map((width) => (
        <div key={width} className="flex h-16 items-center gap-3 px-2">
          <div className="size-10 animate-breathe rounded-full bg-selected" />
          <div className="flex flex-1 flex-col gap-2">
            <Skeleton className="h-3 w-28" />
            <div style={{ width: `${width}%` }}>
              <Skeleton className="h-2.5 w-full" />
            </div>
          </div>
        </div>
      ))}
    </div>
  )
}
