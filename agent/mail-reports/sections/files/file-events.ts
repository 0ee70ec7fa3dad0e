import type { Event, EventOf } from '../../../../lib/event/event.ts'
import { FIELDS } from '../../../../lib/event/fields.ts'
import { bufferOf, type ByteText } from '../../../files/byte-text.ts'
import type { Aspect, ChangedFile, Difference } from '../../../files/comparison.ts'
import type { HeldDifferences } from './held-differences.ts'
import { gainsPowers, hasPowers } from './powers.ts'

/** Events of one report that name a file. */
const MOST_NAMED = 100

type FileChanged = EventOf<'file_changed'>

/** A file that is another than before: what could not be read tells nothing. */
type Told = Exclude<Difference, { readonly is: 'unknown' }>

/**
 * The events that differences are: one for each file that no package explains, worst first; one for the rest of those,
 * and one for all that packages explain. `by` has the names of packages; `now` is in milliseconds since the epoch.
 */
export function fileEvents(
  held: HeldDifferences,
  by: ReadonlyMap<Difference, string> | undefined,
  now: number,
): readonly Event[] {
  const common = { time: Math.floor(now / 1000), context: 'system', service: null } as const
  const unexplained = held.kept.filter(isTold).filter((difference) => by?.has(difference) !== true)
  const worstFirst = unexplained.toSorted((one, other) => rankOf(one) - rankOf(other))
  const events: Event[] = []
  for (const difference of worstFirst.slice(0, MOST_NAMED))
    events.push({ type: 'file_changed', ...common, ...namedIn(difference) })
  const { new: added, removed, changed } = held.left
  const files = unexplained.length - events.length + added + removed + changed
  if (files > 0) events.push({ type: 'files_changed', ...common, files })
  const packages = new Set(by?.values()).size
  if (by !== undefined && packages > 0) events.push({ type: 'files_updated', ...common, files: by.size, packages })
  return events
}

function namedIn(difference: Told): Pick<FileChanged, 'path' | 'file_change' | 'file_aspect'> {
  const { name } = difference.is === 'removed' ? difference.before : difference.after
  return { path: pathOf(name), file_change: difference.is, file_aspect: aspectOf(difference) }
}

function isTold(difference: Difference): difference is Told {
  return difference.is !== 'unknown'
}

/** 0 is worst. */
function rankOf(difference: Told): number {
  if (gainsPowers(difference)) return 0
  if (hasPowers(difference)) return 1
  if (difference.is === 'new') return 3
  if (difference.is === 'removed') return 5
  return difference.aspects.includes('content') ? 2 : 4
}

/** In the order of the field's values; a size changes only with the content. */
const ASPECTS: readonly Exclude<Aspect, 'size'>[] = ['type', 'content', 'device', 'target', 'owner', 'group', 'mode']

function aspectOf(difference: Told): FileChanged['file_aspect'] {
  if (gainsPowers(difference)) return 'setuid'
  return difference.is === 'changed' ? firstAspect(difference) : null
}

function firstAspect({ aspects }: ChangedFile): FileChanged['file_aspect'] {
  return ASPECTS.find((aspect) => aspects.includes(aspect)) ?? null
}

function pathOf(name: ByteText): string {
  const path = bufferOf(name).toString()
  const { longest } = FIELDS.path
  return path.length <= longest ? path : `${path.slice(0, longest - 1)}…`.toWellFormed()
}
