/** How private the value of a field is; each class with what it means. */
export const PRIVACY = {
  operational: 'About the host, its logs and what happened; names nobody.',
  personal: 'Names a person or leads to one: a mailbox, an account, the address of a client or a recipient.',
  content:
    'What somebody wrote, or what a log says word for word; it leaves the host only where a driver of the operator says so.',
} as const

/** The properties of every field. */
interface Common {
  /** One sentence. */
  readonly meaning: string
  readonly privacy: keyof typeof PRIVACY
  /** Shown to people if the value is null; `unknown` without this. */
  readonly untold?: string
}

/** A text that log lines, other programs or their users may have written. */
interface TextField extends Common {
  readonly type: 'text'
  /** The longest accepted text, in UTF-16 code units. */
  readonly longest: number
  readonly example: string
  /** Symbolic values, and what to show to people instead. */
  readonly read?: Readonly<Record<string, string>>
}

/** A whole number, from 0. */
interface IntegerField extends Common {
  readonly type: 'integer'
  readonly unit: string
  readonly example: number
}

/** One of some words, each with what it means. */
interface ChoiceField extends Common {
  readonly type: 'choice'
  readonly values: Readonly<Record<string, string>>
  readonly example: string
}

/** One field of events and entries. */
export type Field = TextField | IntegerField | ChoiceField

/** Fields of one subject, by name. */
export type Fields = Readonly<Record<string, Field>>
