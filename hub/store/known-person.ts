/** What somebody can be for the hub: a viewer sees, an analyst also judges, an admin also manages. */
export const ROLES = ['viewer', 'analyst', 'admin'] as const

/** One of the roles. */
export type Role = (typeof ROLES)[number]

/** What a token can be for: `read` only to see; `write` for all that the role of its person allows. */
export const SCOPES = ['read', 'write'] as const

/** One of the scopes. */
export type Scope = (typeof SCOPES)[number]

/** A person who has proved who it is. */
export interface KnownPerson {
  readonly person: number
  readonly name: string
  readonly role: Role
  /** Of the token; a session has `write`. */
  readonly scope: Scope
  /** The name of the token; null for a session. */
  readonly token: string | null
  /** When the session or token ends, in seconds. */
  readonly expires: number
}
