import type { CATALOGUE, Kind } from './catalogue.ts'
import type { Presences } from './definition.ts'
import type { FieldName, ValueOf } from './fields.ts'

type Catalogue = typeof CATALOGUE

/** To whom it happened. */
export type Context = ValueOf<'context'>

/** The service that was used. */
export type Service = ValueOf<'service'>

/** What a forward leads to. */
export type ForwardType = ValueOf<'forward_type'>

/** Why bytes of a log cannot be had any more. */
export type GapCause = ValueOf<'cause'>

/** What every event has. */
type Common<K extends Kind> = {
  readonly type: K
  /** Seconds since 1970-01-01T00:00:00Z, from the line itself. */
  readonly time: number
  readonly context: Catalogue[K]['contexts'][number]
  /** Null where the log does not tell. */
  readonly service: Catalogue[K]['services'][number] | null
}

type Fields<P extends Presences> = {
  readonly [F in keyof P & FieldName]: P[F] extends 'maybe' ? ValueOf<F> | null : ValueOf<F>
}

type FieldsOnRequest<K extends Kind> = Catalogue[K] extends { readonly onRequest: infer P extends Presences }
  ? Fields<P>
  : unknown

/** The same type; the compiler names its fields where one is missing. */
type Flat<T> = { readonly [F in keyof T]: T[F] }

/**
 * One event of a kind, or of one of several kinds: every field of its kind, null for what the log does not tell, and no
 * other. Only these can ever leave the host: no password, token, subject or raw text.
 */
export type EventOf<K extends Kind> = K extends Kind
  ? Flat<Common<K> & Fields<Catalogue[K]['fields']> & FieldsOnRequest<K>>
  : never

/** What happened: one event with the fields of its kind. */
export type Event = EventOf<Kind>

/** What an event says besides its kind: without the service, and without what its log does not tell. */
export function saidBy(event: Event): Partial<Event> {
  const { service: _, ...said } = event
  return Object.fromEntries(Object.entries(said).filter(([, value]) => value !== null))
}
