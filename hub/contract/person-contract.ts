/** What somebody may do: a viewer sees, an analyst judges, an admin manages. */
export type RoleWord = 'viewer' | 'analyst' | 'admin'

/** Who asks, with what, until when (in seconds since 1970), and what that allows. */
export interface MeAnswer {
  readonly name: string
  readonly role: RoleWord
  readonly scope: 'read' | 'write'
  readonly token: string | null
  readonly expires: number
  readonly rights: { readonly see: boolean; readonly judge: boolean; readonly manage: boolean }
}

/** What a browser gets for a name, a password and a code. */
export interface LoginAnswer {
  readonly name: string
  readonly role: RoleWord
  readonly expires: number
}

/** Whether the hub still waits for its first admin. */
export interface SetupState {
  readonly needed: boolean
}
