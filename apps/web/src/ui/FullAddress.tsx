import { addressOf } from './address.ts'

/** An address in two halves, so that it breaks in the middle where it does not fit on a line. */
export function FullAddress({ account }: { account: string }) {
  const address = addressOf(account)
  const half = 2 + (address.length - 2) / 2
  return (
    <>
      <span className="inline-block">{address.slice(0, half)}</span>
      <span className="inline-block">{address.slice(half)}</span>
    </>
  )
}
