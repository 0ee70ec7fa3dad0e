import type { Filled } from './filled.ts'
import type { Role, Scope } from './known-person.ts'

/** Somebody who may ask the hub. */
export interface PersonTable {
  readonly id: Filled<number>
  /** In lower case. */
  readonly name: string
  readonly role: Role
  /** What is kept of the password: a PHC string of Argon2id; null for a program, which has only tokens. */
  readonly password: string | null
  /** What one-time codes are made from, sealed (`people/secret-seal.ts`), and the step of the last one used. */
  readonly totp: string | null
  readonly totp_step: Filled<number>
  readonly created: number
  readonly disabled: number | null
  readonly last_login: number | null
}

/** A code that stands in for a one-time code, once. */
export interface RecoveryCodeTable {
  readonly digest: string
  readonly person: number
}

/** The code that makes the first admin. */
export interface SetupCodeTable {
  readonly digest: string
  readonly expires: number
}

/** A token that asks the hub in the name of a person. */
export interface ApiTokenTable {
  readonly id: string
  readonly person: number
  /** SHA-256 of the secret, as for credentials. */
  readonly digest: string
  /** What it is for. */
  readonly name: string
  readonly scope: Scope
  readonly created: number
  readonly expires: number
  readonly revoked: number | null
  /** When it was used last, to within some minutes. */
  readonly used: number | null
}

/** A browser in which a person has signed in. */
export interface SessionTable {
  /** SHA-256 of the cookie. */
  readonly digest: string
  readonly person: number
  readonly created: number
  /** When it was used last, to within a minute. */
  readonly seen: number
  readonly expires: number
  readonly address: string
}

/** What a person chose about the console. */
export interface PreferenceTable {
  readonly person: number
  /** Rises with each change, from 1. */
  readonly revision: number
  /** As JSON: `Preferences` of the contract. */
  readonly document: string
}

/** Who did what, when, from where. */
export interface AuditTable {
  readonly id: Filled<number>
  readonly at: number
  /** The name of the person, `root on the command line`, or empty for somebody unknown. */
  readonly actor: string
  /** `login`, `person_added`. */
  readonly action: string
  /** Whom or what it was done to; empty if nothing else than the actor. */
  readonly target: string
  /** The IP address; empty on the command line. */
  readonly address: string
  /** More about it, in words; without anything secret. */
  readonly detail: string
}
