import { addAgent } from './change/add-agent.ts'
import { addPerson } from './change/add-person.ts'
import { assessEvent } from './change/assess-event.ts'
import { createApiToken } from './change/create-api-token.ts'
import { createToken } from './change/create-token.ts'
import { endLease } from './change/end-lease.ts'
import { enrol } from './change/enrol.ts'
import { noteStatus } from './change/note-status.ts'
import { renameAgent } from './change/rename-agent.ts'
import { revokeAgent } from './change/revoke-agent.ts'
import { revokeToken } from './change/revoke-token.ts'
import { rotateSecret } from './change/rotate-secret.ts'
import { takeLease } from './change/take-lease.ts'
import type { Change } from './store.ts'

const ALL = [
  addAgent,
  addPerson,
  assessEvent,
  createApiToken,
  createToken,
  endLease,
  enrol,
  noteStatus,
  renameAgent,
  revokeAgent,
  revokeToken,
  rotateSecret,
  takeLease,
]

/** Every change, by its name: threads that make them get only that. */
export const CHANGES: ReadonlyMap<string, Change<never, unknown>> = new Map(ALL.map((change) => [change.name, change]))
