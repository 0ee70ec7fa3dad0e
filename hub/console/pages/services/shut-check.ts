import { place, setQuery } from '../../state/navigator.ts'

/** Closes the open check; the wall stays as it is, and its cell has the focus. */
export function shutCheck(): void {
  if (place.peek()?.query.has('check') !== true) return
  const cell = document.querySelector<HTMLElement>('.chosen-check a')
  setQuery({ host: undefined, check: undefined }, 'replace')
  // Once the panel is gone: until then it may hold the focus.
  requestAnimationFrame(() => cell?.focus({ preventScroll: true }))
}
