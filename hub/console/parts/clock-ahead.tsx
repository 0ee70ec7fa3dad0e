import type { JSX } from 'preact'
import { WORDS } from '../words/words.ts'

/** Says that a time is one of a clock that was ahead, by so many seconds; nothing if it was not. */
export function ClockAhead({ by }: { readonly by: number | undefined }): JSX.Element | null {
  return by === undefined ? null : <span class="clock-ahead">{WORDS.clockAhead(by)}</span>
}
