import { acknowledgeIncident } from './change/acknowledge-incident.ts'
import { addAgent } from './change/add-agent.ts'
import { addFirstAdmin } from './change/add-first-admin.ts'
import { addPerson } from './change/add-person.ts'
import { addSnooze } from './change/add-snooze.ts'
import { addTestAlert } from './change/add-test-alert.ts'
import { assessEvent } from './change/assess-event.ts'
import { beginErasure } from './change/begin-erasure.ts'
import { beginForwarding } from './change/begin-forwarding.ts'
import { bringBackDue } from './change/bring-back-due.ts'
import { changeIncident } from './change/change-incident.ts'
import { claimDeliveries } from './change/claim-deliveries.ts'
import { closeQuiet } from './change/close-quiet.ts'
import { createApiToken } from './change/create-api-token.ts'
import { createSetupCode } from './change/create-setup-code.ts'
import { createToken } from './change/create-token.ts'
import { disablePerson } from './change/disable-person.ts'
import { enablePerson } from './change/enable-person.ts'
import { endEveryLease } from './change/end-every-lease.ts'
import { endLease } from './change/end-lease.ts'
import { endSessions } from './change/end-sessions.ts'
import { endSnooze } from './change/end-snooze.ts'
import { enrol } from './change/enrol.ts'
import { eraseEvents } from './change/erase-events.ts'
import { eraseIncidents } from './change/erase-incidents.ts'
import { eraseTexts } from './change/erase-texts.ts'
import { forgetAgent } from './change/forget-agent.ts'
import { forgetOld } from './change/forget-old.ts'
import { forgetPlaces } from './change/forget-places.ts'
import { forgetTotals } from './change/forget-totals.ts'
import { giveUpSeals } from './change/give-up-seals.ts'
import { joinHeld } from './change/join-held.ts'
import { keepTotals } from './change/keep-totals.ts'
import { labelAgent } from './change/label-agent.ts'
import { leaveQuarantine } from './change/leave-quarantine.ts'
import { logIn } from './change/log-in.ts'
import { logOut } from './change/log-out.ts'
import { noteApiTokenUse } from './change/note-api-token-use.ts'
import { noteEvidence } from './change/note-evidence.ts'
import { noteFailedLogin } from './change/note-failed-login.ts'
import { noteFleetTraffic } from './change/note-fleet-traffic.ts'
import { noteForwarding } from './change/note-forwarding.ts'
import { noteListening } from './change/note-listening.ts'
import { noteMissed } from './change/note-missed.ts'
import { noteOnIncident } from './change/note-on-incident.ts'
import { notePlaces } from './change/note-places.ts'
import { noteReceipts } from './change/note-receipts.ts'
import { noteSessionUse } from './change/note-session-use.ts'
import { noteStatus } from './change/note-status.ts'
import { noteTime } from './change/note-time.ts'
import { noteUnseen } from './change/note-unseen.ts'
import { renameAgent } from './change/rename-agent.ts'
import { renewSeals } from './change/renew-seals.ts'
import { revokeAgent } from './change/revoke-agent.ts'
import { revokeApiToken } from './change/revoke-api-token.ts'
import { revokeToken } from './change/revoke-token.ts'
import { rotateSecret } from './change/rotate-secret.ts'
import { setOwnPassword } from './change/set-own-password.ts'
import { setOwnTotp } from './change/set-own-totp.ts'
import { setPassword } from './change/set-password.ts'
import { setPreferences } from './change/set-preferences.ts'
import { setRole } from './change/set-role.ts'
import { setTotp } from './change/set-totp.ts'
import { takeLease } from './change/take-lease.ts'
import { takeSealingKey } from './change/take-sealing-key.ts'
import { tellDue } from './change/tell-due.ts'
import { tryEvidence } from './change/try-evidence.ts'
import type { Change } from './store.ts'

const ALL = [
  acknowledgeIncident,
  addAgent,
  addFirstAdmin,
  addPerson,
  addSnooze,
  addTestAlert,
  assessEvent,
  beginErasure,
  beginForwarding,
  bringBackDue,
  changeIncident,
  claimDeliveries,
  closeQuiet,
  createApiToken,
  createSetupCode,
  createToken,
  disablePerson,
  enablePerson,
  endEveryLease,
  endLease,
  endSessions,
  endSnooze,
  enrol,
  eraseEvents,
  eraseIncidents,
  eraseTexts,
  forgetAgent,
  forgetOld,
  forgetPlaces,
  forgetTotals,
  giveUpSeals,
  joinHeld,
  keepTotals,
  logIn,
  logOut,
  noteApiTokenUse,
  noteEvidence,
  noteFailedLogin,
  noteFleetTraffic,
  noteForwarding,
  noteListening,
  noteMissed,
  noteOnIncident,
  notePlaces,
  noteReceipts,
  noteSessionUse,
  noteStatus,
  noteTime,
  noteUnseen,
  labelAgent,
  leaveQuarantine,
  renameAgent,
  renewSeals,
  revokeAgent,
  revokeApiToken,
  revokeToken,
  rotateSecret,
  setOwnPassword,
  setOwnTotp,
  setPassword,
  setPreferences,
  setRole,
  setTotp,
  takeLease,
  takeSealingKey,
  tellDue,
  tryEvidence,
]

/** Every change, by its name: threads that make them get only that. */
export const CHANGES: ReadonlyMap<string, Change<never, unknown>> = new Map(ALL.map((change) => [change.name, change]))
