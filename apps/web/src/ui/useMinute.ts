import { useSyncExternalStore } from 'react'

const minuteMs = 60_000
const listeners = new Set<() => void>()
let timer: ReturnType<typeof setInterval> | undefined

/** One timer for everything that shows a time relative to now. */
function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  timer ??= setInterval(() => {
    for (const each of listeners) each()
  }, minuteMs / 2)
  return () => {
    listeners.delete(listener)
    if (listeners.size > 0) return
    clearInterval(timer)
    timer = undefined
  }
}

const currentMinute = () => Math.floor(Date.now() / minuteMs) * minuteMs

/** The present, to the minute: draws again when it has changed. */
export function useMinute(): number {
  return useSyncExternalStore(subscribe, currentMinute)
}
