import type { CATALOGUE, Kind } from './catalogue.ts'
import type { Presences } from './definition.ts'
import type { FieldName, ValueOf } from './fields.ts'

type Catalogue = typeof CATALOGUE

/** Whom the event concerns. */
export type Context = ValueOf<'context'>

/** The service that was used. */
export type Service = ValueOf<'service'>

/** The kind of target of a forward. */
export type ForwardType = ValueOf<'forward_type'>

/** Why bytes of a log are lost. */
export type GapCause = ValueOf<'cause'>

/** The fields of every event. */
type Common<K extends Kind> = {
  readonly type: K
  /** Seconds since 1970-01-01T00:00:00Z, from the line itself. */
  readonly time: number
  readonly context: Catalogue[K]['contexts'][number]
  /** null if the log does not tell. */
  readonly service: Catalogue[K]['services'][number] | null
}

type Fields<P extends Presences> = {
  readonly [F in keyof P & FieldName]: P[F] extends 'maybe' ? ValueOf<F> | null : ValueOf<F>
}

type FieldsOnRequest<K extends Kind> = Catalogue[K] extends { readonly onRequest: infer P extends Presences }
  ? Fields<P>
  : unknown

/** The same type, flattened so that the compiler names a missing field. */
type Flat<T> = { readonly [F in keyof T]: T[F] }

/**
 * An event of a kind, or of one of several kinds: exactly the fields of its kind, null if the log does not tell. Only
 * these can ever leave the host: no password, token, subject or raw text.
 */
export type EventOf<K extends Kind> = K extends Kind
  ? Flat<Common<K> & Fields<Catalogue[K]['fields']> & FieldsOnRequest<K>>
  : never

/** What happened: one event with the fields of its kind. */
export type Event = EventOf<Kind>

/** The fields of an event without its service and without null values. */
export function saidBy(event: Event): Partial<Event> {
  const { service: _, ...said } = event
  return Object.fromEntries(Object.entries(said).filter(([, value]) => value !== null))
}
