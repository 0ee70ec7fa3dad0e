import type { Event, EventOf } from '../event/event.ts'

/**
 * Whether somebody logged in. A new cPanel logs no successful logins to the web interfaces ("Log successful logins" in
 * WHM is off), so that a session opened with a password is all that tells of one; where both do, one follows the other.
 */
export function isLogin(event: Event): event is EventOf<'login' | 'session_opened'> {
  return event.type === 'login' || (event.type === 'session_opened' && event.session_method === 'login')
}
