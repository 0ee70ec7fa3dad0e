import { type Kind, definitionOf, isKind } from './catalogue.ts'
import type { Event } from './event.ts'
import { fieldNamed } from './fields.ts'

/**
 * An event as sealed: the fields of its kind, those of every entry, and those in ON_REQUEST, `null` if unknown. What is
 * sent is an entry too, with fewer keys (`project`).
 */
export interface Entry {
  readonly id: string
  readonly [key: string]: string | number | null
}

/** Where the line of an event is in its log. */
export interface Place {
  /** The followed path. */
  readonly log: string
  /** null if the content is unknown. */
  readonly generation: string | null
  /** Bytes from the beginning of that content. */
  readonly offset: number
}

/** What is sealed with an event besides its own fields. */
export interface Sealing {
  readonly id: string
  readonly host: string
  /** undefined for an event from no log, or from an unknown place. */
  readonly place: Place | undefined
  /** Whether the entry leaves out `log` and `generation`: another says them (see `toEntries`). */
  readonly isSameLog?: boolean
}

/** Fields sealed with events of every kind, but sent only to receivers that ask for them by name. */
export const ON_REQUEST = ['severity', 'service', 'log', 'generation', 'offset'] as const

/** The keys of entries of a kind. */
interface Keys {
  /** On the wire for every receiver, in this order; `id` follows. */
  readonly wire: readonly string[]
  /** Keys that a receiver can ask for in addition. */
  readonly onRequest: readonly string[]
  /** The same without `log` and `generation`. */
  readonly besidesLog: readonly string[]
}

/** Cached per kind: a busy server seals thousands of entries a second. */
const known = new Map<Kind, Keys>()

/** The keys that entries of a kind have on the wire, and those that are sent on request. */
export function keysOf(kind: Kind): Keys {
  const keys = known.get(kind) ?? makeKeys(kind)
  known.set(kind, keys)
  return keys
}

function makeKeys(kind: Kind): Keys {
  const { fields, onRequest: further = {} } = definitionOf(kind)
  const onRequest = [...Object.keys(further), ...ON_REQUEST].filter((key) => !Object.hasOwn(fields, key))
  return {
    wire: ['type', 'time', ...Object.keys(fields), 'context', 'host'],
    onRequest,
    besidesLog: onRequest.filter((key) => key !== 'log' && key !== 'generation'),
  }
}

/** The entry to seal for an event; the same event and sealing always give the same keys in the same order. */
export function toEntry(event: Event, { id, host, place, isSameLog = false }: Sealing): Entry {
  const { severity } = definitionOf(event.type)
  const { wire, onRequest, besidesLog } = keysOf(event.type)
  const said: Values = event
  const sealed: Values = { host, severity, log: place?.log, generation: place?.generation, offset: place?.offset }
  return inOrder((key) => said[key] ?? sealed[key], id, wire, isSameLog ? besidesLog : onRequest)
}

type Values = Readonly<Record<string, string | number | null | undefined>>

/**
 * The part of an entry that a receiver gets: the wire keys of its kind in their order, `id`, then the keys that it
 * asked for by name; unknown names are ignored. An entry sealed by version 0.1.0 gives the same bytes as then, and null
 * for keys that were not sealed. For a kind that only another version knows, the fields that this one knows are sent.
 */
export function project(entry: Entry, asked: readonly string[] = []): Entry {
  const { type } = entry
  const { wire, onRequest } = isKind(type) ? keysOf(type) : { wire: keysOfStranger(entry), onRequest: ON_REQUEST }
  const has = (key: string): boolean => entry[key] !== undefined
  const extras = asked.length === 0 ? [] : onRequest.filter((key) => asked.includes(key))
  return inOrder((key) => entry[key], entry.id, wire.every(has) ? wire : wire.filter(has), extras)
}

/** One object for each entry, and none on the way: a busy server seals thousands a second. */
function inOrder(
  valueOf: (key: string) => string | number | null | undefined,
  id: string,
  before: readonly string[],
  after: readonly string[],
): Entry {
  const entry: Record<string, string | number | null> = {}
  for (const key of before) entry[key] = valueOf(key) ?? null
  const named = Object.assign(entry, { id })
  for (const key of after) entry[key] = valueOf(key) ?? null
  return named
}

function keysOfStranger(entry: Entry): readonly string[] {
  const isSent = (key: string): boolean => fieldNamed(key) !== undefined && !ON_REQUEST.some((extra) => extra === key)
  return Object.keys(entry).filter((key) => key !== 'id' && isSent(key))
}
