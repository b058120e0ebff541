import { memo, useMemo } from 'react'

import { addressOf } from './address.ts'
import { picture } from './avatar.ts'

/** The picture of an account. Decoration: the address always stands beside it. */
export const Avatar = memo(function Avatar({
  account,
  size = 40,
}: {
  account: string
  size?: number
}) {
  const { hue, accentHue, tiles } = useMemo(() => picture(addressOf(account)), [account])
  const tones = [
    `oklch(0.62 0.13 ${hue})`,
    `oklch(0.48 0.12 ${hue})`,
    `oklch(0.72 0.12 ${accentHue})`,
  ]
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 32 32"
      className="shrink-0 rounded-full"
      aria-hidden="true"
    >
      <rect width="32" height="32" fill={`oklch(0.88 0.05 ${hue})`} />
      {tiles.map((tile, index) => (
        <path key={index} d={tile.d} fill={tones[tile.tone]} />
      ))}
    </svg>
  )
})
