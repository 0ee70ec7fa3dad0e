/** What somebody is for the hub: a viewer sees, an analyst also judges, an admin also manages. */
export type Role = 'viewer' | 'analyst' | 'admin'

/** `read`: only to see; `write`: all that the role allows. */
export type Scope = 'read' | 'write'

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
