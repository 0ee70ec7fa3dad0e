import { ownName } from '../../lib/system/users/passwd.ts'
import type { Actor } from '../store/note-audit.ts'

/** Who types a command, as the audit log names it: the user, and who became root by sudo(8), if so. */
export function commandActor(sudoer: string | undefined): Actor {
  const by = sudoer !== undefined && /^[\w.-]{1,32}$/.test(sudoer) ? ` (${sudoer} by sudo)` : ''
  return { actor: `${ownName()}${by} on the command line`, address: '' }
}
