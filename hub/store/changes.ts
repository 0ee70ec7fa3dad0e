import { addAgent } from './change/add-agent.ts'
import { addFirstAdmin } from './change/add-first-admin.ts'
import { addPerson } from './change/add-person.ts'
import { assessEvent } from './change/assess-event.ts'
import { beginForwarding } from './change/begin-forwarding.ts'
import { createApiToken } from './change/create-api-token.ts'
import { createSetupCode } from './change/create-setup-code.ts'
import { createToken } from './change/create-token.ts'
import { disablePerson } from './change/disable-person.ts'
import { enablePerson } from './change/enable-person.ts'
import { endLease } from './change/end-lease.ts'
import { enrol } from './change/enrol.ts'
import { logIn } from './change/log-in.ts'
import { logOut } from './change/log-out.ts'
import { noteApiTokenUse } from './change/note-api-token-use.ts'
import { noteFailedLogin } from './change/note-failed-login.ts'
import { noteForwarding } from './change/note-forwarding.ts'
import { noteMissed } from './change/note-missed.ts'
import { noteSessionUse } from './change/note-session-use.ts'
import { noteStatus } from './change/note-status.ts'
import { renameAgent } from './change/rename-agent.ts'
import { revokeAgent } from './change/revoke-agent.ts'
import { revokeApiToken } from './change/revoke-api-token.ts'
import { revokeToken } from './change/revoke-token.ts'
import { rotateSecret } from './change/rotate-secret.ts'
import { setPassword } from './change/set-password.ts'
import { setRole } from './change/set-role.ts'
import { setTotp } from './change/set-totp.ts'
import { takeLease } from './change/take-lease.ts'
import type { Change } from './store.ts'

const ALL = [
  addAgent,
  addFirstAdmin,
  addPerson,
  assessEvent,
  beginForwarding,
  createApiToken,
  createSetupCode,
  createToken,
  endLease,
  disablePerson,
  enablePerson,
  enrol,
  logIn,
  logOut,
  noteApiTokenUse,
  noteFailedLogin,
  noteForwarding,
  noteMissed,
  noteSessionUse,
  noteStatus,
  renameAgent,
  revokeAgent,
  revokeApiToken,
  revokeToken,
  rotateSecret,
  setPassword,
  setRole,
  setTotp,
  takeLease,
]

/** Every change, by its name: threads that make them get only that. */
export const CHANGES: ReadonlyMap<string, Change<never, unknown>> = new Map(ALL.map((change) => [change.name, change]))
