/** The app's sign: two speakers, face to face. */
export function Mark({ size = 40 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden="true">
      <rect width="32" height="32" rx="8" fill="var(--accent)" />
      <path d="M15 7.5v17H8.6a1.1 1.1 0 0 1-1.1-1.1V15A7.5 7.5 0 0 1 15 7.5Z" fill="#fff" />
      <path
        d="M17 24.5v-17h6.4a1.1 1.1 0 0 1 1.1 1.1V17a7.5 7.5 0 0 1-7.5 7.5Z"
        fill="#fff"
        fillOpacity=".62"
      />
    </svg>
  )
}
