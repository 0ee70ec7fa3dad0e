import { afterEntry } from './after-entry.ts'
import { leftFilters } from './left-filters.ts'
import { leftForwards } from './left-forwards.ts'
import { customerNotice } from './notices/customer-notice.ts'
import { sentMail } from './sent-mail.ts'
import type { Taken } from './taken.ts'
import { answerTo, type Todo } from './todo.ts'

/** What is to be done about a mailbox or account that is probably in other hands. */
export function afterCompromise(taken: Taken): readonly Todo[] {
  const [because] = taken.steps
  if (because === undefined) return []
  return [
    ...afterEntry(taken),
    ...leftForwards(taken),
    ...leftFilters(taken),
    ...sentMail(taken),
    ...beyondMailbox(taken),
    {
      what: 'Tell the customer',
      of: 'by telephone.',
      where: 'Do not write to this mailbox: the intruder may read it. The notice names only their own data.',
      commands: [],
      notice: customerNotice(taken),
      because,
    },
  ]
}

/** What is to be done about a kind of step, and which kind says that it is done. */
interface Remedy extends Pick<Todo, 'what' | 'of' | 'where'> {
  readonly done?: string
}

/** What gives power beyond a mailbox. */
const REMEDIES: Readonly<Record<string, Remedy>> = {
  api_token_created: {
    what: 'Revoke the API token',
    of: 'that was made.',
    where: 'In cPanel or WHM: Manage API Tokens. It works without the password.',
    done: 'api_token_revoked',
  },
  two_factor_removed: {
    what: 'Switch the second factor on again.',
    of: '',
    where: 'In cPanel or WHM: Two-Factor Authentication.',
  },
  whm_terminal_opened: {
    what: 'Look at what was done as root.',
    of: '',
    where: 'A terminal was opened in WHM. If none of you did that, treat the whole server as taken over.',
  },
  mailbox_burst: {
    what: 'Delete the mailboxes',
    of: 'that were made.',
    where: 'In cPanel: Email Accounts.',
  },
}

function beyondMailbox({ steps }: Taken): readonly Todo[] {
  return Object.entries(REMEDIES).flatMap(([kind, { done, ...remedy }]) => {
    const asked = steps.filter((step) => step.kind === kind)
    const because = asked.at(-1)
    if (because === undefined) return []
    return [{ ...remedy, commands: [], because, seen: answerTo(asked, steps, (step) => step.kind === done) }]
  })
}
