import type { Kind } from '../../lib/event/catalogue.ts'
import { type Condition, type Surroundings, meets } from '../../lib/event/condition.ts'
import { type Entry, type Place, toEntry } from '../../lib/event/entry.ts'
import type { Event } from '../../lib/event/event.ts'
import { wantedBy } from '../../lib/event/wish.ts'
import type { IgnoreRule } from '../config/config.ts'
import { type Wishes, wishesOf } from '../config/receivers/destinations.ts'
import { isLocalDomain } from './local-domains.ts'
import type { Recogniser, Recognised } from './recogniser.ts'

/** An event that will be sealed. */
export interface Selected {
  readonly event: Event
  readonly place: Place
  readonly id: string
}

/** Which events are selected. */
export interface SelectionOptions extends Wishes {
  /** Matching events go to no receiver. */
  readonly ignore?: readonly IgnoreRule[]
}

/** Tells whether somebody wants an event. */
export function wantedByAny(wishes: Wishes): (event: Event) => boolean {
  const wanted = wishesOf(wishes).map(wantedBy)
  return (event) => wanted.some((isWanted) => isWanted(event))
}

/** Kinds that tell of several steps: `ip` is that of the last one alone, and whoever took it, the others stand. */
const OF_STEPS: ReadonlySet<Kind> = new Set(['mailbox_takeover', 'mailbox_takeover_step'])

/** Whether a condition of `ignore` can leave out a kind: who took one step is no reason to hide a takeover. */
export function canIgnore({ ip, actor }: Condition, kind: Kind): boolean {
  return (ip === undefined && actor === undefined) || !OF_STEPS.has(kind)
}

/** Tells whether an event meets a condition of `ignore`. */
export function ignores(condition: Condition, surroundings: Surroundings): (event: Event) => boolean {
  const fits = meets(condition, surroundings)
  return (event) => canIgnore(condition, event.type) && fits(event)
}

/** Tells whether an event is sealed: some receiver wants it, and it is not ignored. */
export function selectionOf(options: SelectionOptions): (event: Event) => boolean {
  const isWanted = wantedByAny(options)
  const ignored = (options.ignore ?? []).map(({ condition }) => ignores(condition, { isLocal: isLocalDomain }))
  return (event) => isWanted(event) && !ignored.some((fits) => fits(event))
}

/** A recogniser of the selected events only; the selection never changes an event's id. */
export function selecting(recogniser: Recogniser, isSelected: (event: Event) => boolean): Recogniser<Selected> {
  const select = (found: readonly Recognised[]): readonly Selected[] => {
    const selected: Selected[] = []
    for (const { event, place, id } of found) if (isSelected(event)) selected.push({ event, place, id: id() })
    return selected
  }
  return {
    ...recogniser,
    take: (line) => select(recogniser.take(line)),
    takeGap: (gap) => select(recogniser.takeGap(gap)),
  }
}

/** The entry to seal for an event of host `host`. */
export function sealed({ event, ...rest }: Selected, host: string): Entry {
  return toEntry(event, { ...rest, host })
}
