import type { RoleWord } from './person-contract.ts'

// Times are seconds since 1970.

/** Somebody who may ask the hub, as admins see it. */
export interface ShownPerson {
  readonly name: string
  readonly role: RoleWord
  readonly created: number
  readonly disabled: number | null
  readonly last_login: number | null
  /** Without one it is a program, which has only tokens. */
  readonly has_password: boolean
  readonly has_totp: boolean
  readonly recovery_codes: number
  /** In how many browsers it is signed in, and when one of them was used last. */
  readonly sessions: number
  readonly seen: number | null
}

/** Every person, by name. */
export interface PeopleAnswer {
  /** For `If-Match`: a change of a person is refused if somebody has changed that person since. */
  readonly revision: number
  readonly people: readonly ShownPerson[]
}

/** A browser in which whoever asks is signed in. */
export interface ShownSession {
  readonly created: number
  readonly seen: number
  readonly expires: number
  readonly address: string
  readonly is_this: boolean
}

/** The sessions of whoever asks, the one used last first. */
export interface SessionsAnswer {
  readonly sessions: readonly ShownSession[]
}

/** An API token, without what would let anybody in. */
export interface ShownApiToken {
  readonly id: string
  readonly person: string
  readonly name: string
  readonly scope: 'read' | 'write'
  readonly created: number
  readonly expires: number
  readonly revoked: number | null
  readonly used: number | null
  readonly disabled: number | null
}

/** API tokens, the newest first. */
export interface ApiTokensAnswer {
  readonly tokens: readonly ShownApiToken[]
}

/** A token for enrolments, without what would enrol anybody. */
export interface ShownEnrolToken {
  readonly id: string
  readonly label: string
  readonly host: string | null
  readonly maker: string
  readonly created: number
  readonly expires: number
  readonly uses_left: number
  readonly revoked: number | null
}

/** Tokens for enrolments, the newest first. */
export interface EnrolTokensAnswer {
  readonly tokens: readonly ShownEnrolToken[]
}

/** A token of either kind that was made: the only answer that has it. */
export interface MadeToken {
  readonly id: string
  readonly token: string
  readonly expires: number
}

/** Whether whoever asks signs in with one-time codes, too, and how many recovery codes are left. */
export interface TotpState {
  readonly begun: boolean
  readonly recovery_codes: number
}

/** A new secret for one-time codes, and the same as an address for programs that make them. */
export interface ProposedTotp {
  readonly secret: string
  readonly url: string
}

/** The codes that stand in for one-time codes: the only answer that has them. */
export interface RecoveryCodes {
  readonly recovery_codes: readonly string[]
}

/** Something that was done. */
export interface AuditNoteShown {
  readonly id: number
  readonly at: number
  /** A name, or empty for somebody unknown. */
  readonly actor: string
  readonly action: string
  readonly target: string
  /** Empty on the command line. */
  readonly address: string
  readonly detail: string
}

/** What was done, the newest first; `next` is `before` of the next page. */
export interface AuditAnswer {
  readonly notes: readonly AuditNoteShown[]
  readonly next: number | null
}
