import { signal } from '@preact/signals'
import type { MeAnswer } from '../../contract/person-contract.ts'
import { ask, type Outcome, sessionLost } from './ask.ts'
import { live } from './live.ts'

/** Who is signed in; null if nobody is, undefined as long as that is not known. */
export const me = signal<MeAnswer | null | undefined>(undefined)

/** Asks who is signed in. */
export async function meetPerson(): Promise<Outcome<MeAnswer>> {
  const outcome = await ask<MeAnswer>('/api/v1/me')
  if ('value' in outcome) {
    me.value = outcome.value
    sessionLost.value = 0
  } else if (outcome.problem.fault === 'session') me.value = null
  return outcome
}

/** Ends the session, and whatever the page knows with it: another person may sit down. */
export async function signOut(): Promise<Outcome<undefined>> {
  live.follow(undefined)
  const outcome = await ask<undefined>('/api/v1/logout', { method: 'POST' })
  if ('value' in outcome) location.assign('/login')
  return outcome
}
