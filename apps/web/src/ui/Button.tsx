import type { ComponentProps } from 'react'

import { classes } from './classes.ts'

const kinds = {
  primary: 'bg-accent text-on-accent hover:bg-accent-hover',
  plain: 'bg-hover text-label hover:bg-selected',
  quiet: 'text-accent-text hover:bg-accent-soft',
  danger: 'bg-danger-soft text-danger hover:bg-selected',
} as const

/** A button with words. */
export function Button({
  kind = 'plain',
  size = 'medium',
  className,
  ...rest
}: ComponentProps<'button'> & { kind?: keyof typeof kinds; size?: 'medium' | 'large' | 'small' }) {
  return (
    <button
      type="button"
      {...rest}
      className={classes(
        'inline-flex shrink-0 items-center justify-center gap-2 rounded-[10px] font-medium whitespace-nowrap',
        'transition-[background-color,opacity] duration-150 ease-out disabled:cursor-default disabled:opacity-45',
        size === 'large' && 'h-12 px-5 text-message',
        size === 'medium' && 'h-10 px-4 text-body',
        size === 'small' && 'h-8 px-3 text-[13px]',
        kinds[kind],
        className,
      )}
    />
  )
}

/** A button with a picture alone; `label` says what it does. */
export function IconButton({
  label,
  className,
  ...rest
}: ComponentProps<'button'> & { label: string }) {
  return (
    <button
      type="button"
      aria-label={label}
      title={label}
      {...rest}
      className={classes(
        'inline-flex size-10 shrink-0 pointer-coarse:size-11 items-center justify-center rounded-[10px] text-label-2',
        'transition-colors duration-150 ease-out hover:bg-hover hover:text-label disabled:opacity-45',
        className,
      )}
    />
  )
}
