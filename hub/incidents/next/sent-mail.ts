import { plainMailbox, queueOf, uapi } from './root-commands.ts'
import type { Taken } from './taken.ts'
import { answerTo, type Happening, named, type Todo } from './todo.ts'

/** What is to be done about mail that was sent, or is stopped: its owner needs it again, but last. */
export function sentMail({ subject, steps }: Taken): readonly Todo[] {
  const burst = steps.findLast(({ kind }) => kind === 'mail_burst')
  const stops = steps.filter(isStop)
  const [stop, mailbox] = [stops.at(-1), plainMailbox(subject)]
  const todos: Todo[] = []
  if (burst !== undefined)
    todos.push({
      what: 'Look at the mail that waits',
      of: `from ${named(subject)}.`,
      where: `In WHM: Mail Queue Manager. Delete what the intruder sent, to ${named(burst.fields['count'] ?? 'many')} recipients or more.`,
      commands: mailbox === undefined ? [] : [queueOf(subject)],
      because: burst,
    })
  if (stop !== undefined) {
    const call = stop.fields['suspended'] === 'outgoing' ? 'Email unsuspend_outgoing' : 'Email release_outgoing'
    todos.push({
      what: 'Let it send again',
      of: 'once all else is done.',
      where: 'In cPanel: Email Accounts, Manage, Restrictions. Until then its outgoing mail is refused or held.',
      commands: mailbox === undefined ? [] : [uapi(mailbox.domain, call, { email: subject })],
      because: stop,
      seen: answerTo(stops, steps, (step) => step.kind === 'mailbox_unsuspended' && isOutgoing(step)),
    })
  }
  return todos
}

function isStop(step: Happening): boolean {
  if (step.kind === 'mail_limit_reached') return step.fields['mail_limit'] === 'hold'
  return step.kind === 'mailbox_suspended' && isOutgoing(step)
}

function isOutgoing({ fields }: Happening): boolean {
  return fields['suspended'] === 'outgoing' || fields['suspended'] === 'held'
}
