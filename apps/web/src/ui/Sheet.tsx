import { X } from 'lucide-react'
import { Dialog } from 'radix-ui'
import type { ReactNode } from 'react'

import { IconButton } from './Button.tsx'
import { classes } from './classes.ts'

type Shown = {
  open: boolean
  onOpenChange: (open: boolean) => void
  title: string
  children: ReactNode
}

/** A panel from the right edge, for details of what is on the screen. Fills small screens. */
export function Sheet({ open, onOpenChange, title, children }: Shown) {
  return (
    <Dialog.Root open={open} onOpenChange={onOpenChange}>
      <Dialog.Portal>
        <Dialog.Overlay className="fixed inset-0 z-40 animate-fade bg-scrim" />
        <Dialog.Content
          aria-describedby={undefined}
          className="fixed inset-y-0 right-0 z-50 flex w-full animate-slide flex-col bg-raised shadow-float outline-none pane:w-[384px]"
        >
          <SheetHeader title={title} />
          <div className="min-h-0 flex-1 overflow-y-auto px-5 pb-[max(24px,env(safe-area-inset-bottom))]">
            {children}
          </div>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  )
}

/** A small window in the middle, for one thing to do. */
export function Window({
  open,
  onOpenChange,
  title,
  children,
  className,
}: Shown & { className?: string }) {
  return (
    <Dialog.Root open={open} onOpenChange={onOpenChange}>
      <Dialog.Portal>
        <Dialog.Overlay className="fixed inset-0 z-40 animate-fade bg-scrim" />
        <div className="pointer-events-none fixed inset-0 z-50 flex items-start justify-center p-3 pt-[min(12vh,96px)]">
          <Dialog.Content
            aria-describedby={undefined}
            className={classes(
              'pointer-events-auto flex max-h-full w-full max-w-[440px] animate-pop flex-col overflow-hidden rounded-2xl bg-raised shadow-float outline-none',
              className,
            )}
          >
            <SheetHeader title={title} />
            <div className="min-h-0 flex-1 overflow-y-auto px-5 pt-1 pb-5">{children}</div>
          </Dialog.Content>
        </div>
      </Dialog.Portal>
    </Dialog.Root>
  )
}

function SheetHeader({ title }: { title: string }) {
  return (
    <header className="flex h-14 shrink-0 items-center justify-between pr-2 pl-5">
      <Dialog.Title className="text-heading font-semibold">{title}</Dialog.Title>
      <Dialog.Close asChild>
        <IconButton label="Close">
          <X size={20} />
        </IconButton>
      </Dialog.Close>
    </header>
  )
}
