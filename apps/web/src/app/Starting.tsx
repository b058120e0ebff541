import { RowSkeletons } from '../conversations/RowSkeletons.tsx'
import { Panes } from './Panes.tsx'

/** The messenger's shape, for the moment until the local store answers. */
export function Starting() {
  return (
    <Panes
      showing="list"
      list={
        <div className="pt-[112px]">
          <RowSkeletons />
        </div>
      }
      main={null}
    />
  )
}
