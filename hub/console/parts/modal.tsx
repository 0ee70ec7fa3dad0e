import type { ComponentChildren, JSX } from 'preact'
import { useLayoutEffect, useRef } from 'preact/hooks'

interface ModalParts {
  readonly label: string
  readonly style?: string
  /** Called by Escape and a click beside it; absent: it stays. */
  readonly onClose?: () => void
  readonly children: ComponentChildren
}

/** A dialog over the page, which waits; the focus goes back to where it was. */
export function Modal({ label, style = '', onClose, children }: ModalParts): JSX.Element {
  const element = useRef<HTMLDialogElement>(null)
  // At once, and not after the next frame: a key that is pressed meanwhile would act on the wrong thing.
  useLayoutEffect(() => {
    const [before, { current: dialog }] = [document.activeElement, element]
    dialog?.showModal()
    return () => {
      dialog?.close()
      if (before instanceof HTMLElement && before.isConnected) before.focus({ preventScroll: true })
    }
  }, [])
  const cancel = (event: Event): void => {
    event.preventDefault()
    onClose?.()
  }
  return (
    <dialog
      ref={element}
      class={style}
      aria-label={label}
      onCancel={cancel}
      onClick={(event) => (event.target === element.current ? onClose?.() : undefined)}
    >
      {children}
    </dialog>
  )
}
