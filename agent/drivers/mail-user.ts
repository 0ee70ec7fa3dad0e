import type { Context } from '../../lib/event/event.ts'

/** Whom a name that somebody logs in to mail with means: a mailbox, an account's own mailbox, or root. */
export function contextOfMailUser(user: string): Context {
  if (user.includes('@')) return 'mailbox'
  return user === 'root' ? 'system' : 'domain'
}

/** Whether it is a user that cPanel invents to check that its own services accept logins. */
export function isServiceCheck(user: string): boolean {
  return user.startsWith('__cpanel__service__auth__')
}
