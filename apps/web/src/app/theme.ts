/**
 * Light, dark, or as the system says. `public/theme.js` applies the choice before the first paint.
 *
 * @module
 */
import { createCell } from '../hooks/cell.ts'
import { useCell } from '../hooks/useCell.ts'
import { shared } from '../wallet/storage.ts'

export const themes = ['auto', 'light', 'dark'] as const
export type Theme = (typeof themes)[number]

const key = 'parley.theme'
const theme = createCell<Theme>(themes.find((each) => each === shared.getItem(key)) ?? 'auto')

export function useTheme(): Theme {
  return useCell(theme)
}

export function setTheme(next: Theme): void {
  shared.setItem(key, next)
  if (next === 'auto') delete document.documentElement.dataset['theme']
  else document.documentElement.dataset['theme'] = next
  theme.set(next)
}
