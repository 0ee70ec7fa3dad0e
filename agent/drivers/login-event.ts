import type { EventOf } from '../../lib/event/event.ts'

/** How an attempt to log in ended. */
export type LoginOutcome =
  | Pick<EventOf<'login'>, 'type'>
  | Pick<EventOf<'login_failed'>, 'type' | 'login_fault' | 'attempts'>

/** The event of an attempt: who tried, and how it ended. */
export function loginEvent(
  outcome: LoginOutcome,
  who: Omit<EventOf<'login'>, 'type' | 'actor'>,
): EventOf<'login' | 'login_failed'> {
  if (outcome.type === 'login') return { type: outcome.type, ...who, actor: null }
  const { type, login_fault, attempts } = outcome
  return { type, ...who, login_fault, attempts }
}
