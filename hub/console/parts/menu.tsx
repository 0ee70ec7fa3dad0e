import type { ComponentChildren, JSX } from 'preact'
import { useEffect, useRef } from 'preact/hooks'

interface MenuParts {
  readonly label: ComponentChildren
  readonly title?: string
  readonly style: string
  readonly children: ComponentChildren
}

/** A button that shows a list below itself; Escape, a choice of a link, or a click elsewhere hides it. */
export function Menu({ label, title, style, children }: MenuParts): JSX.Element {
  const element = useRef<HTMLDetailsElement>(null)
  useEffect(() => {
    const shut = (event: Event): void => {
      const { current } = element
      if (current?.open !== true) return
      const isInside = event.target instanceof Node && current.contains(event.target)
      const isKey = event instanceof KeyboardEvent
      if (isKey ? event.key !== 'Escape' : isInside && !isLink(event.target)) return
      current.open = false
      if (isKey) {
        event.preventDefault()
        current.querySelector('summary')?.focus()
      }
    }
    document.addEventListener('click', shut)
    document.addEventListener('keydown', shut, { capture: true })
    return () => {
      document.removeEventListener('click', shut)
      document.removeEventListener('keydown', shut, { capture: true })
    }
  }, [])
  return (
    <details class="menu" ref={element}>
      <summary class={style} title={title}>
        {label}
      </summary>
      <div class="menu-list">{children}</div>
    </details>
  )
}

function isLink(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest('a') !== null
}
