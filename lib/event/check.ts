import * as v from 'valibot'
import { type Kind, KINDS, definitionOf } from './catalogue.ts'
import type { Presence } from './definition.ts'
import { type Entry, keysOf } from './entry.ts'
import type { Event } from './event.ts'
import { fieldNamed } from './fields.ts'

/**
 * Checks an event that another program wrote against the catalogue: it must have the fields of its kind and no others,
 * none longer than the catalogue allows; fields that it leaves out become null. Returns a sentence, which repeats none
 * of the values, if it is not a valid event.
 */
export function checkedEvent(input: unknown): Event | string {
  eventSchema ??= schemaOf<Event>(entriesOfEvent, 'refused')
  return answerOf(v.safeParse(eventSchema, input))
}

/**
 * Checks an entry, sealed or sent, in the same way; the fields sent on request may be missing. A later version may have
 * sealed further fields: what is returned leaves them out. Of a kind that only a later version knows it says so.
 */
export function checkedEntry(input: unknown): Entry | string {
  entrySchema ??= schemaOf<Entry>(entriesOfEntry, 'left out')
  return answerOf(v.safeParse(entrySchema, input))
}

type Schema<T> = v.GenericSchema<unknown, T>
type Entries = Readonly<Record<string, v.GenericSchema>>

// Built on first use: most commands check nothing from outside.
let eventSchema: Schema<Event> | undefined
let entrySchema: Schema<Entry> | undefined

/** The cast to `T` is sound: schema and type are derived from the same definitions. */
function schemaOf<T extends Event | Entry>(of: (kind: Kind) => Entries, further: 'refused' | 'left out'): Schema<T> {
  const kinds = KINDS.map((kind) => {
    const entries = { type: v.literal(kind), ...of(kind) }
    return further === 'refused' ? v.strictObject(entries, keyFault) : v.object(entries, keyFault)
  })
  return v.pipe(
    v.variant('type', kinds, ({ path, input }) =>
      path !== undefined && input === undefined ? 'is missing' : 'is no kind of event that this version knows',
    ),
    v.guard((value: object): value is T => 'type' in value),
  )
}

/** A key too many is one that nothing is expected of. */
function keyFault({ expected }: Pick<v.BaseIssue<unknown>, 'expected'>): string {
  return expected === 'never' ? 'is not known' : 'is missing'
}

function entriesOfEvent(kind: Kind): Entries {
  const { fields, onRequest } = definitionOf(kind)
  const presences = { time: 'always', context: 'always', ...fields, ...onRequest, service: 'maybe' } as const
  return entriesOf(kind, presences, (value) => v.optional(v.nullable(value), null))
}

function entriesOfEntry(kind: Kind): Entries {
  const { fields } = definitionOf(kind)
  const presences = { time: 'always', context: 'always', ...fields, host: 'always', id: 'always' } as const
  const onRequest = Object.fromEntries(keysOf(kind).onRequest.map((name) => [name, 'maybe'] as const))
  return {
    ...entriesOf(kind, presences, (value) => v.nullable(value)),
    ...entriesOf(kind, onRequest, (value) => v.exactOptional(v.nullable(value))),
  }
}

function entriesOf(
  kind: Kind,
  presences: Readonly<Record<string, Presence>>,
  orNull: (value: v.GenericSchema) => v.GenericSchema,
): Entries {
  const schemas = Object.entries(presences).map(([name, presence]) => {
    const value = valueOf(kind, name)
    return [name, presence === 'always' ? value : orNull(value)] as const
  })
  return Object.fromEntries(schemas)
}

function valueOf(kind: Kind, name: string): v.GenericSchema {
  const { contexts, services } = definitionOf(kind)
  if (name === 'context') return choiceOf(contexts)
  if (name === 'service') return choiceOf(services)
  const field = fieldNamed(name)
  switch (field?.type) {
    case 'choice':
      return choiceOf(Object.keys(field.values))
    case 'integer':
      return v.pipe(v.number('is no number'), v.safeInteger('is no whole number'), v.minValue(0, 'is negative'))
    case 'text':
      return v.pipe(
        v.string('is no text'),
        v.nonEmpty('is empty'),
        v.maxLength(field.longest, `is longer than ${field.longest}`),
        v.check((text) => text.isWellFormed() && !text.includes('\0'), 'holds what cannot be stored'),
      )
    case undefined:
      throw new Error(`${kind} has a field ${name}, which lib/event/fields.ts does not know`)
  }
}

function choiceOf(words: readonly string[]): v.GenericSchema {
  return v.picklist(words, words.length === 0 ? 'must be null' : `is none of ${words.join(', ')}`)
}

function answerOf<T>({ success, output, issues }: v.SafeParseResult<Schema<T>>): T | string {
  if (success) return output
  const [issue] = issues
  return `${v.getDotPath(issue)?.slice(0, 40) ?? 'what was written'} ${issue.message}`
}
