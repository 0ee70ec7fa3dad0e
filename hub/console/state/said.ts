import { signal } from '@preact/signals'

/** What screen readers are told; the page shows the same in its place. */
export const said = signal('')

/** Tells it, also if it is the same again. */
export function say(text: string): void {
  said.value = said.peek() === text ? `${text}\u00a0` : text
}
