import { type Kind, definitionOf, isKind } from './catalogue.ts'
import type { Event } from './event.ts'
import { fieldNamed } from './fields.ts'

/**
 * One event as it is sealed: the fields of its kind, those of every entry, and those in ON_REQUEST, `null` where
 * nothing is known. What is sent of it is an entry, too, with fewer keys (`project`).
 */
export interface Entry {
  readonly id: string
  readonly [key: string]: string | number | null
}

/** Where the line of an event stands. */
export interface Place {
  /** The path that is followed. */
  readonly log: string
  /** Null where nobody knows which content it was. */
  readonly generation: string | null
  /** Bytes from the beginning of that content. */
  readonly offset: number
}

/** What is sealed with an event besides its own fields. */
export interface Sealing {
  readonly id: string
  readonly host: string
  /** Undefined for an event that stands in no log, or nobody knows where. */
  readonly place: Place | undefined
}

/** What is sealed with events of every kind, and sent only to receivers that ask for it by name. */
export const ON_REQUEST = ['severity', 'service', 'log', 'generation', 'offset'] as const

/** The keys that entries of a kind have on the wire, in this order, for every receiver; `id` follows. */
export function wireKeys(kind: Kind): readonly string[] {
  return ['type', 'time', ...Object.keys(definitionOf(kind).fields), 'context', 'host']
}

/** The keys that a receiver can ask for in addition, of entries of a kind. */
export function keysOnRequest(kind: Kind): readonly string[] {
  const { fields, onRequest = {} } = definitionOf(kind)
  return [...Object.keys(onRequest), ...ON_REQUEST].filter((key) => !Object.hasOwn(fields, key))
}

/** The entry of an event as it is sealed; the same event and sealing always give the same keys in the same order. */
export function toEntry(event: Event, { id, host, place }: Sealing): Entry {
  const { severity } = definitionOf(event.type)
  const values = { ...place, severity, ...event, host, id }
  return inOrder(values, wireKeys(event.type), keysOnRequest(event.type))
}

/**
 * What a receiver gets of an entry: the wire keys of its kind in their order, `id`, and then the keys that it asked for
 * by name; unknown names are ignored. An entry that version 0.1.0 sealed gives the same bytes as then, and null for
 * keys that were not sealed. Of a kind that only another version knows, the fields that this one knows are sent.
 */
export function project(entry: Entry, asked: readonly string[] = []): Entry {
  const { type } = entry
  const [keys, extras] = isKind(type) ? [wireKeys(type), keysOnRequest(type)] : [keysOfStranger(entry), ON_REQUEST]
  const [has, isAsked] = [(key: string) => key in entry, (key: string) => asked.includes(key)]
  return inOrder(entry, keys.filter(has), extras.filter(isAsked))
}

function inOrder(values: Entry, before: readonly string[], after: readonly string[]): Entry {
  const pick = (keys: readonly string[]): Omit<Entry, 'id'> =>
    Object.fromEntries(keys.map((key) => [key, values[key] ?? null]))
  return { ...pick(before), id: values.id, ...pick(after) }
}

function keysOfStranger(entry: Entry): readonly string[] {
  const isSent = (key: string): boolean => fieldNamed(key) !== undefined && !ON_REQUEST.some((extra) => extra === key)
  return Object.keys(entry).filter((key) => key !== 'id' && isSent(key))
}
