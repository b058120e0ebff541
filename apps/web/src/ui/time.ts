/**
 * Times as people say them. The clock and the locale are arguments, so that each case can be shown.
 *
 * @module
 */

const dayMs = 86_400_000

function startOfDay(ms: number): number {
  return new Date(ms).setHours(0, 0, 0, 0)
}

/** Whole days between the dates of two instants; rounded, because some days have 23 hours. */
function daysBetween(earlier: number, later: number): number {
  return Math.round((startOfDay(later) - startOfDay(earlier)) / dayMs)
}

export function sameDay(a: number, b: number): boolean {
  return startOfDay(a) === startOfDay(b)
}

/** `14:05` */
export function timeOfDay(at: number, locale?: string): string {
  return new Intl.DateTimeFormat(locale, { hour: 'numeric', minute: '2-digit' }).format(at)
}

/** For a date pill: `Today`, `Yesterday`, `Monday`, `12 May`, `12 May 2023`. */
export function dayName(at: number, now: number, locale?: string): string {
  const days = daysBetween(at, now)
  if (days === 0) return 'Today'
  if (days === 1) return 'Yesterday'
  if (days > 1 && days < 7) return new Intl.DateTimeFormat(locale, { weekday: 'long' }).format(at)
  return new Intl.DateTimeFormat(locale, {
    day: 'numeric',
    month: 'long',
    ...(new Date(at).getFullYear() === new Date(now).getFullYear() ? {} : { year: 'numeric' }),
  }).format(at)
}

/** For a list: `14:05`, `Yesterday`, `Mon`, `12 May`, `12/05/2023`. */
export function listTime(at: number, now: number, locale?: string): string {
  const days = daysBetween(at, now)
  if (days === 0) return timeOfDay(at, locale)
  if (days === 1) return 'Yesterday'
  if (days > 1 && days < 7) return new Intl.DateTimeFormat(locale, { weekday: 'short' }).format(at)
  const thisYear = new Date(at).getFullYear() === new Date(now).getFullYear()
  return new Intl.DateTimeFormat(
    locale,
    thisYear ? { day: 'numeric', month: 'short' } : { dateStyle: 'short' },
  ).format(at)
}

/** With everything: `12 May 2023, 14:05:33`. */
export function fullTime(at: number, locale?: string): string {
  return new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'medium' }).format(at)
}
