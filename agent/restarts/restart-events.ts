import type { Event } from '../../lib/event/event.ts'
import type { CheckConfig } from '../config/checks/check-config.ts'
import { type RestartTarget, restartWords } from '../config/checks/restart-target.ts'
import type { RestartOutcome } from './restart-service.ts'

/** For whom what is restarted, at a moment in milliseconds since the epoch. */
export interface RestartTeller {
  readonly check: Pick<CheckConfig, 'name' | 'type'>
  readonly target: RestartTarget
  readonly now: number
}

/** That a service was restarted, or could not be. */
export function restartedEvent(teller: RestartTeller, { isGood, finding }: RestartOutcome): Event {
  const outcome = isGood ? 'restarted' : 'failed'
  return { type: 'service_restarted', ...commonTo(teller), restart_outcome: outcome, finding }
}

/** That a service is not restarted any more. */
export function givenUpEvent(teller: RestartTeller, tries: number): Event {
  const finding = `${tries} restarts within an hour did not help`
  return { type: 'service_given_up', ...commonTo(teller), finding }
}

function commonTo({ check: { name, type }, target, now }: RestartTeller): {
  readonly time: number
  readonly context: 'system'
  readonly service: null
  readonly check: string
  readonly check_type: string
  readonly restart: string
} {
  const time = Math.floor(now / 1000)
  return { time, context: 'system', service: null, check: name, check_type: type, restart: restartWords(target) }
}
