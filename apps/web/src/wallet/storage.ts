/**
 * Small things kept in this browser. In a frame that denies storage they last as long as the page.
 *
 * @module
 */

function fallback(): Storage {
  const map = new Map<string, string>()
  return {
    get length() {
      return map.size
    },
    clear: () => map.clear(),
    getItem: (key) => map.get(key) ?? null,
    key: (index) => [...map.keys()][index] ?? null,
    removeItem: (key) => void map.delete(key),
    setItem: (key, value) => void map.set(key, value),
  }
}

function usable(pick: () => Storage): Storage {
  try {
    const storage = pick()
    storage.getItem('parley')
    return storage
  } catch {
    return fallback()
  }
}

/** For all tabs. */
export const shared = usable(() => localStorage)
/** For this tab: survives a reload, not the tab. */
export const tab = usable(() => sessionStorage)
