import { type Kind, KINDS, definitionOf, isKind } from './catalogue.ts'
import type { Entry } from './entry.ts'
import { type EventSet, isEventSet, shareOf } from './event-set.ts'
import type { Context, Event } from './event.ts'
import { type EventSeverity, SEVERITIES, severityOf } from './severity.ts'

/** Which events a receiver gets: those of the sets and kinds in `events` that meet the other conditions. */
export interface Wish {
  readonly events: EventSet | readonly (EventSet | Kind)[]
  /** Events that matter less are left out; undefined for none. */
  readonly minSeverity?: EventSeverity | undefined
  /** Undefined for every context. */
  readonly contexts?: readonly Context[] | undefined
}

type Test = (event: Event | Entry) => boolean

/** The kinds of which a receiver may get events. */
export function kindsIn(wish: Wish): readonly Kind[] {
  const { contexts } = wish
  const concerns = (kind: Kind): boolean =>
    contexts === undefined || definitionOf(kind).contexts.some((context) => contexts.includes(context))
  return KINDS.filter((kind) => concerns(kind) && testsOf(kind, wish).length > 0)
}

/** Tells whether a receiver gets an event. */
export function wantedBy(wish: Wish): (event: Event | Entry) => boolean {
  const tests = new Map<unknown, readonly Test[]>(KINDS.map((kind) => [kind, testsOf(kind, wish)]))
  const contexts = wish.contexts && new Set<unknown>(wish.contexts)
  const isNew = (entry: Event | Entry): boolean =>
    !isKind(entry.type) && namesIn(wish).includes('all') && matters(severityOf(entry), wish)
  return (event) =>
    contexts?.has(event.context) !== false && (tests.get(event.type)?.some((test) => test(event)) ?? isNew(event))
}

/** What has an event of a kind: one test for each set or kind of the wish. */
function testsOf(kind: Kind, wish: Wish): readonly Test[] {
  if (!matters(definitionOf(kind).severity, wish)) return []
  return namesIn(wish).flatMap((name) => {
    if (!isEventSet(name)) return name === kind ? [() => true] : []
    return shareOf(name, kind) ?? []
  })
}

function namesIn({ events }: Wish): readonly (EventSet | Kind)[] {
  return typeof events === 'string' ? [events] : events
}

/** Whether a severity reaches the least one. */
function matters(severity: EventSeverity, { minSeverity = 'info' }: Wish): boolean {
  return SEVERITIES.indexOf(severity) >= SEVERITIES.indexOf(minSeverity)
}
