import type { Kind } from './catalogue.ts'
import { reportedByDefault } from './default-report.ts'
import type { Entry } from './entry.ts'
import type { Event } from './event.ts'

/** Which events a receiver gets: those that App::Spoor reported, or these kinds. */
export type Wish = 'spoor' | readonly Kind[]

/** Tells whether an event is one of those in a wish. */
export function wantedBy(wish: Wish): (event: Event | Entry) => boolean {
  if (wish === 'spoor') return reportedByDefault
  const kinds: ReadonlySet<string | number | null> = new Set(wish)
  return ({ type }) => type !== undefined && kinds.has(type)
}
