import type { ApiRoute } from '../api-route.ts'
import {
  apiTokensRoute,
  endApiTokenRoute,
  endOwnApiTokenRoute,
  makeApiTokenRoute,
  ownApiTokensRoute,
} from './api-tokens.ts'
import { auditExportRoute, auditRoute } from './audit.ts'
import { endEnrolTokenRoute, enrolTokensRoute, makeEnrolTokenRoute } from './enrol-tokens.ts'
import { LoginLimits } from './login-limits.ts'
import { loginRoute } from './login.ts'
import { logout } from './logout.ts'
import { me } from './me.ts'
import { preferencesRoute, setPreferencesRoute } from './own-preferences.ts'
import { OwnProofs } from './own-proof.ts'
import { ownPasswordRoute, ownTotpRoute, proposeTotpRoute, totpStateRoute } from './own-secrets.ts'
import { PasswordDesk } from './password-desk.ts'
import { addPersonRoute, changePersonRoute, peopleRoute } from './people.ts'
import { endTotpRoute, passwordOfPersonRoute } from './secrets-of-person.ts'
import { endOwnSessionsRoute, endSessionsRoute, ownSessionsRoute } from './sessions.ts'
import { setupState } from './setup-state.ts'
import { setupRoute } from './setup.ts'

/** All of /api/v1 that is about people, and what they and servers get in with. */
export function peopleRoutes(): readonly ApiRoute[] {
  const [desk, limits] = [new PasswordDesk(), new LoginLimits()]
  const proofs = new OwnProofs(desk, limits)
  return [
    setupState,
    setupRoute(desk),
    loginRoute(desk, limits),
    logout,
    me,
    ownPasswordRoute(desk, proofs),
    totpStateRoute,
    proposeTotpRoute,
    ownTotpRoute(proofs),
    ownSessionsRoute,
    endOwnSessionsRoute,
    ownApiTokensRoute,
    endOwnApiTokenRoute,
    preferencesRoute,
    setPreferencesRoute,
    peopleRoute,
    addPersonRoute(desk),
    changePersonRoute,
    passwordOfPersonRoute(desk),
    endTotpRoute,
    endSessionsRoute,
    apiTokensRoute,
    makeApiTokenRoute,
    endApiTokenRoute,
    enrolTokensRoute,
    makeEnrolTokenRoute,
    endEnrolTokenRoute,
    auditRoute,
    auditExportRoute(),
  ]
}
