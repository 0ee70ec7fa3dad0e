import { type ReadonlySignal, signal } from '@preact/signals'

/** The usual size of letters, in CSS pixels. */
const USUAL = 16

/** Whether the window is at least so wide, in CSS pixels at usual letters: whoever has larger ones has less room. */
function atLeast(pixels: number): ReadonlySignal<boolean> {
  const query = matchMedia(`(min-width: ${pixels / USUAL}em)`)
  const matches = signal(query.matches)
  query.addEventListener('change', () => (matches.value = query.matches))
  return matches
}

/** Whether a page has room for columns beside its list. */
export const isWide: ReadonlySignal<boolean> = atLeast(1101)

/** Whether it has room for two of them. */
export const isWider: ReadonlySignal<boolean> = atLeast(1301)

/** Whether the pages stand in the bar at the top; on a phone they are tabs at the foot. */
export const hasTopPages: ReadonlySignal<boolean> = atLeast(721)
