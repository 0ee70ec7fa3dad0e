import { concludedFrom } from '../concluded-from.ts'
import type { ConcludedPart } from '../concluded-part.ts'
import type { Question } from '../store.ts'

/** What conclusions follow from, as `concludedFrom` finds it. */
export const conclusionParts: Question<
  readonly ConcludedPart[],
  readonly (readonly [string, readonly ConcludedPart[]])[]
> = {
  name: 'conclusion-parts',
  isOfDays: true,
  run: (db, conclusions, segmentOf = () => 'event') => concludedFrom(db, conclusions, segmentOf),
}
