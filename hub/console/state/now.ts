import { signal } from '@preact/signals'

/** The time in milliseconds, to within a second: what shows an age reads it. */
export const now = signal(Date.now())

/** Keeps it up, but not in a hidden tab. */
export function keepTime(): void {
  setInterval(() => {
    if (!document.hidden) now.value = Date.now()
  }, 1000)
}
