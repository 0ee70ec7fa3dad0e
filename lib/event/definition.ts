import type { FieldName, ValueOf } from './fields.ts'

/** Whether every event of a kind has a field, or some logs do not tell it: then it is null. */
export type Presence = 'always' | 'maybe'

/** The fields of a kind, besides those that every event and entry has. */
export type Presences = Readonly<Partial<Record<Exclude<FieldName, EveryField>, Presence>>>

type EveryField = 'type' | 'time' | 'context' | 'host' | 'id' | 'severity' | 'service'

/** All that is known of one kind of event. Types, wire keys, checks, sentences and docs/events.md follow from it. */
export interface Definition {
  /** What happened, in one sentence, for the documentation. */
  readonly sentence: string
  /** The same in the table of `replay`, after the mailbox and the address; `{field}` stands for the field's value. */
  readonly words: string
  readonly severity: ValueOf<'severity'>
  readonly contexts: readonly ValueOf<'context'>[]
  /** The services that such an event can be of; none where that makes no sense. */
  readonly services: readonly ValueOf<'service'>[]
  /** What every receiver gets, in this order, between `type`, `time` and `context`, `host`, `id`. */
  readonly fields: Presences
  /** What is sealed with it, and sent only to receivers that ask for it by name. */
  readonly onRequest?: Presences
  /**
   * Present where App::Spoor reported such events of mailboxes: `events: spoor` means these, `unless` a field has one of
   * the values named here. Its servers rely on the names and the order of `fields`. Source: App::Spoor 0.08.
   */
  readonly appSpoor?: { readonly unless: { readonly [F in FieldName]?: readonly ValueOf<F>[] } }
}

/** The kinds of one subject, by name. */
export type Definitions = Readonly<Record<string, Definition>>
