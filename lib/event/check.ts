import { type Kind, definitionOf, isKind } from './catalogue.ts'
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
  // Sound, as what is expected and the types are derived from the same definitions.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return checked(input, OF_EVENTS) as Event | string
}

/**
 * Checks an entry, sealed or sent, in the same way; the fields sent on request may be missing. A later version may have
 * sealed further fields: what is returned leaves them out. Of a kind that only a later version knows it says so.
 */
export function checkedEntry(input: unknown): Entry | string {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return checked(input, OF_ENTRIES) as Entry | string
}

/** What a field of a kind must be. */
interface Expected {
  readonly name: string
  readonly ifMissing: 'refused' | 'null' | 'left out'
  readonly isNullable: boolean
  readonly faultOf: FaultOf
}

/** What is wrong with a value; undefined if nothing is. */
type FaultOf = (value: unknown) => string | undefined

type Values = Readonly<Record<string, unknown>>

/** What is expected of each kind. */
interface Expectations {
  /** Each made when first needed: most commands check nothing from outside. */
  readonly known: Map<Kind, readonly Expected[]>
  readonly make: (kind: Kind) => readonly Expected[]
  readonly further: 'refused' | 'left out'
}

const OF_EVENTS: Expectations = { known: new Map(), make: ofEvent, further: 'refused' }
const OF_ENTRIES: Expectations = { known: new Map(), make: ofEntry, further: 'left out' }

/** Without a library: a hub checks tens of thousands of entries a second. */
function checked(input: unknown, { known, make, further }: Expectations): Values | string {
  if (!isObject(input)) return `what was written ${UNKNOWN}`
  const { type } = input
  if (!isKind(type)) return type === undefined ? 'type is missing' : `type ${UNKNOWN}`
  const expected = known.get(type) ?? make(type)
  known.set(type, expected)
  const values: Record<string, unknown> = { type }
  for (const field of expected) {
    const fault = take(field, input, values)
    if (fault !== undefined) return `${field.name} ${fault}`
  }
  if (further === 'left out') return values
  const key = Object.keys(input).find((name) => !Object.hasOwn(values, name))
  return key === undefined ? values : `${key.slice(0, 40)} is not known`
}

/** Adds what was written of a field to the values; returns what is wrong with it. */
function take(
  { name, ifMissing, isNullable, faultOf }: Expected,
  input: Values,
  values: Record<string, unknown>,
): string | undefined {
  const value = input[name]
  if (value === undefined && (ifMissing === 'null' || !Object.hasOwn(input, name))) {
    if (ifMissing === 'null') values[name] = null
    return ifMissing === 'refused' ? 'is missing' : undefined
  }
  values[name] = value
  return value === null && isNullable ? undefined : faultOf(value)
}

const UNKNOWN = 'is no kind of event that this version knows'

function isObject(input: unknown): input is Values {
  return typeof input === 'object' && input !== null
}

function ofEvent(kind: Kind): readonly Expected[] {
  const { fields, onRequest } = definitionOf(kind)
  const presences = { time: 'always', context: 'always', ...fields, ...onRequest, service: 'maybe' } as const
  return expectedOf(kind, presences, 'null')
}

function ofEntry(kind: Kind): readonly Expected[] {
  const { fields } = definitionOf(kind)
  const presences = { time: 'always', context: 'always', ...fields, host: 'always', id: 'always' } as const
  const onRequest = Object.fromEntries(keysOf(kind).onRequest.map((name) => [name, 'maybe'] as const))
  return [...expectedOf(kind, presences, 'refused'), ...expectedOf(kind, onRequest, 'left out')]
}

function expectedOf(
  kind: Kind,
  presences: Readonly<Record<string, Presence>>,
  maybe: Expected['ifMissing'],
): readonly Expected[] {
  return Object.entries(presences).map(([name, presence]) => ({
    name,
    ifMissing: presence === 'always' ? 'refused' : maybe,
    isNullable: presence === 'maybe',
    faultOf: faultOf(kind, name),
  }))
}

function faultOf(kind: Kind, name: string): FaultOf {
  const { contexts, services } = definitionOf(kind)
  if (name === 'context') return faultOfChoice(contexts)
  if (name === 'service') return faultOfChoice(services)
  const field = fieldNamed(name)
  switch (field?.type) {
    case 'choice':
      return faultOfChoice(Object.keys(field.values))
    case 'integer':
      return faultOfNumber
    case 'text':
      return (value) => faultOfText(value, field.longest)
    case undefined:
      throw new Error(`${kind} has a field ${name}, which lib/event/fields.ts does not know`)
  }
}

function faultOfChoice(words: readonly unknown[]): FaultOf {
  const fault = words.length === 0 ? 'must be null' : `is none of ${words.join(', ')}`
  return (value) => (words.includes(value) ? undefined : fault)
}

function faultOfNumber(value: unknown): string | undefined {
  if (typeof value !== 'number') return 'is no number'
  if (!Number.isSafeInteger(value)) return 'is no whole number'
  return value < 0 ? 'is negative' : undefined
}

function faultOfText(value: unknown, longest: number): string | undefined {
  if (typeof value !== 'string') return 'is no text'
  if (value === '') return 'is empty'
  if (value.length > longest) return `is longer than ${longest}`
  return value.isWellFormed() && !value.includes('\0') ? undefined : 'holds what cannot be stored'
}
