import { kick, plainMailbox } from './root-commands.ts'
import type { Taken } from './taken.ts'
import { answerTo, type Happening, named, type Todo } from './todo.ts'

/** Steps that say that somebody else may know the password. */
const ENTRIES: ReadonlySet<string> = new Set([
  'login_burst',
  'login_after_burst',
  'login_new_place',
  'login_new_country',
  'login_new_provider',
])

/** What keeps the intruder out: a new password, and the end of what is open. */
export function afterEntry({ subject, isMailbox, steps }: Taken): readonly Todo[] {
  const entries = steps.filter(({ kind }) => ENTRIES.has(kind))
  const asked = entries.length > 0 ? entries : steps.slice(0, 1)
  const because = asked.at(-1)
  if (because === undefined) return []
  // What the intruder changes shuts the owner out, not the intruder.
  const intruders = new Set(entries.map(({ ip }) => ip).filter((ip) => ip !== null))
  const isOwners = ({ ip }: Happening): boolean => ip === null || !intruders.has(ip)
  const of = `for ${named(subject)}.`
  return [
    {
      what: 'Set a new password',
      of,
      where: isMailbox
        ? 'In cPanel: Email Accounts, Manage. Do not send it by mail: the intruder may read it.'
        : 'In WHM: Password Modification. Do not send it to this account by mail: the intruder may read it.',
      commands: [],
      because,
      seen: answerTo(asked, steps, (step) => step.kind.endsWith('_password_changed') && isOwners(step)),
    },
    {
      what: 'End what is still open',
      of,
      where: 'A new password ends webmail sessions; mail programs stay connected until root ends them.',
      commands: plainMailbox(subject) === undefined ? [] : [kick(subject)],
      because,
      seen: answerTo(asked, steps, ({ kind }) => kind === 'sessions_ended'),
    },
  ]
}
