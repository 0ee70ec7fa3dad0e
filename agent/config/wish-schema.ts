import * as v from 'valibot'
import { KINDS } from '../../lib/event/catalogue.ts'
import { EVENT_SETS, isEventSet } from '../../lib/event/event-set.ts'
import type { Context } from '../../lib/event/event.ts'
import { FIELDS } from '../../lib/event/fields.ts'
import { SEVERITIES } from '../../lib/event/severity.ts'
import { oneOrList } from '../../lib/settings/value.ts'
import { nearest } from '../../lib/text/nearest.ts'

const SETS = Object.keys(EVENT_SETS).filter(isEventSet)
const CONTEXTS = Object.keys(FIELDS.context.values).filter(isContext)

const set = v.picklist(SETS)
const NAMES = [...SETS, ...KINDS]

const setOrKind = v.picklist(NAMES, noneOf(NAMES, `is neither ${SETS.join(', ')} nor a kind of event`))

/** A set or kind of events, or a list of them. */
export const eventNames = v.lazy((input) => (v.is(set, input) ? set : oneOrList(setOrKind)))

/** A word for how much an event matters. */
export const severity = v.picklist(SEVERITIES, `is none of ${SEVERITIES.join(', ')}`)

/** A word for whom an event concerns. */
export const context = v.picklist(CONTEXTS, `is none of ${CONTEXTS.join(', ')}`)

/** What `events` can name, for sentences: `spoor (what App::Spoor reported), …`. */
export const SETS_IN_WORDS = SETS.map((name) => `${name} (${EVENT_SETS[name]})`).join(', ')

function isContext(name: string): name is Context {
  return Object.hasOwn(FIELDS.context.values, name)
}

/** What is said of a word that is none of many names: of the nearest, not of all. */
export function noneOf(names: readonly string[], sentence: string): (issue: { readonly input: unknown }) => string {
  return ({ input }) => {
    const near = typeof input === 'string' ? nearest(input, names) : undefined
    return sentence + (near === undefined ? ' (docs/events.md has them)' : `; did you mean ${near}?`)
  }
}
