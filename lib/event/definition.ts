import type { FieldName, ValueOf } from './fields.ts'

/** Whether every event of a kind has the field, or it may be null because some logs lack it. */
export type Presence = 'always' | 'maybe'

/** The fields of a kind, without those that every event and entry has. */
export type Presences = Readonly<Partial<Record<Exclude<FieldName, EveryField>, Presence>>>

type EveryField = 'type' | 'time' | 'context' | 'host' | 'id' | 'severity' | 'service'

/** The definition of one kind of event. Types, wire keys, checks, sentences and docs/events.md follow from it. */
export interface Definition {
  /** What happened, in one sentence, for the documentation. */
  readonly sentence: string
  /** The same in the table of `replay`, after the mailbox and the address; `{field}` stands for the field's value. */
  readonly words: string
  readonly severity: ValueOf<'severity'>
  readonly contexts: readonly ValueOf<'context'>[]
  /** The services that such an event can be about; empty if the kind has none. */
  readonly services: readonly ValueOf<'service'>[]
  /**
   * The fields that every receiver gets, in this order, after `type` and `time` and before `context`, `host` and `id`.
   */
  readonly fields: Presences
  /** Fields that are sealed, but sent only to receivers that ask for them by name. */
  readonly onRequest?: Presences
  /**
   * Whether `events: takeover` means such events: steps of the takeover of a mailbox, and so few of them that people
   * can read them all.
   */
  readonly takeover: boolean | Share
  /**
   * Present if App::Spoor reported such events of mailboxes: `events: spoor` means these. Its servers rely on the names
   * and the order of `fields`. Source: App::Spoor 0.08.
   */
  readonly appSpoor?: Share
}

/** The events of a kind that belong to a set: all, `unless` a field has one of the values named here. */
export interface Share {
  readonly unless: { readonly [F in FieldName]?: readonly ValueOf<F>[] }
}

/** The kinds of one subject, by name. */
export type Definitions = Readonly<Record<string, Definition>>

/** The definition of a kind that the hub itself tells, of a whole host or of a mailbox or account on it. */
export interface HubDefinition extends Pick<Definition, 'sentence' | 'words' | 'severity'> {
  /** The fields, each in `fields/hub.ts`. */
  readonly fields: Readonly<Record<string, Presence>>
}
