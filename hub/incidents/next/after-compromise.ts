import { customerNotice } from './customer-notice.ts'
import { leftForwards } from './left-forwards.ts'
import { kick, plainMailbox, queueOf, uapi } from './root-commands.ts'
import { answerTo, type Happening, named, type Todo } from './todo.ts'

/** Of whom, and all that happened, the oldest first. */
export interface Taken {
  readonly subject: string
  readonly isMailbox: boolean
  readonly steps: readonly Happening[]
}

/** Steps that say that somebody else knows the password. */
const ENTRIES: ReadonlySet<string> = new Set([
  'login_burst',
  'login_after_burst',
  'login_new_place',
  'login_new_country',
  'login_new_provider',
])

/** What is to be done about a mailbox or account that is probably in other hands. */
export function afterCompromise(taken: Taken): readonly Todo[] {
  const { steps } = taken
  const [first] = steps
  if (first === undefined) return []
  return [
    ...newPassword(taken, first),
    ...leftForwards(taken),
    ...leftBehind(taken),
    ...mailQueue(taken),
    ...heldMail(taken),
    ...ofAccount(taken),
    tellCustomer(taken, first),
  ]
}

function newPassword({ subject, isMailbox, steps }: Taken, first: Happening): readonly Todo[] {
  const entries = steps.filter(({ kind }) => ENTRIES.has(kind))
  const asked = entries.length > 0 ? entries : [first]
  const because = asked.at(-1) ?? first
  // What the intruder changes shuts the owner out, not the intruder.
  const intruders = new Set(entries.map(({ ip }) => ip).filter((ip) => ip !== null))
  const isOwn = (step: Happening): boolean => step.ip === null || !intruders.has(step.ip)
  const seen = answerTo(asked, steps, (step) => step.kind.endsWith('_password_changed') && isOwn(step))
  const [name, mailbox] = [named(subject), plainMailbox(subject)]
  const commands = mailbox === undefined ? [] : [kick(subject)]
  const where = isMailbox
    ? 'In cPanel: Email Accounts, Manage. Not by mail: the intruder reads it.'
    : 'In WHM: Password Modification. Not by mail to a mailbox of this account.'
  return [
    { what: 'Set a new password', of: `for ${name}.`, where, commands: [], because, seen },
    {
      what: 'End what is still open',
      of: `for ${name}.`,
      where: 'A new password ends sessions of webmail, but mail programs stay connected until they are cut off.',
      commands,
      because,
      seen: answerTo(asked, steps, ({ kind }) => kind === 'sessions_ended'),
    },
  ]
}

/** What is left behind beside forwards: filters and autoresponders. */
function leftBehind({ subject, steps }: Taken): readonly Todo[] {
  const filters = steps.filter(({ kind }) => ['filter_stored', 'filter_found', 'filter_enabled'].includes(kind))
  const answers = steps.filter(({ kind }) => kind === 'autoresponder_added')
  const [filter, answer, mailbox] = [filters.at(-1), answers.at(-1), plainMailbox(subject)]
  const isHiding = filters.some(({ fields }) => fields['filter_action'] === 'discard')
  const list = mailbox === undefined ? [] : [uapi(mailbox.domain, 'Email list_filters', { account: subject })]
  return [
    ...(filter === undefined
      ? []
      : [
          {
            what: filters.length === 1 ? 'Delete the filter' : `Delete the filters`,
            of: filters.length === 1 ? 'that was made.' : `that were made; ${filters.length} changes were seen.`,
            where: `In cPanel: Email Filters, and Global Email Filters.${isHiding ? ' One throws mail away: look for what was lost.' : ''}`,
            commands: list,
            because: filter,
            seen: answerTo(filters, steps, ({ kind }) => kind === 'filter_deleted' || kind === 'filter_disabled'),
          },
        ]),
    ...(answer === undefined
      ? []
      : [
          {
            what: 'Remove the autoresponder',
            of: 'that was set.',
            where: 'In cPanel: Autoresponders.',
            commands: [],
            because: answer,
            seen: answerTo(answers, steps, ({ kind }) => kind === 'autoresponder_removed'),
          },
        ]),
  ]
}

function mailQueue({ subject, steps }: Taken): readonly Todo[] {
  const because = steps.findLast(({ kind }) => kind === 'mail_burst')
  if (because === undefined) return []
  const { count } = because.fields
  return [
    {
      what: 'Look at the mail that waits',
      of: `from ${named(subject)}.`,
      where: `In WHM: Mail Queue Manager. Delete what the intruder sent${typeof count === 'number' ? `; at least ${count} recipients were written to` : ''}.`,
      commands: plainMailbox(subject) === undefined ? [] : [queueOf(subject)],
      because,
    },
  ]
}

/** Mail that was stopped: its owner needs it again, but not before the rest is done. */
function heldMail({ subject, steps }: Taken): readonly Todo[] {
  const isOutgoing = ({ fields }: Happening): boolean => ['outgoing', 'held'].includes(String(fields['suspended']))
  const stops = steps.filter(
    (step) =>
      (step.kind === 'mailbox_suspended' && isOutgoing(step)) ||
      (step.kind === 'mail_limit_reached' && step.fields['mail_limit'] === 'hold'),
  )
  const because = stops.at(-1)
  if (because === undefined) return []
  const mailbox = plainMailbox(subject)
  const call = because.fields['suspended'] === 'outgoing' ? 'Email unsuspend_outgoing' : 'Email release_outgoing'
  return [
    {
      what: 'Let it send again',
      of: 'once all else is done.',
      where: 'In cPanel: Email Accounts, Manage, Restrictions. Its outgoing mail is stopped or waits.',
      commands: mailbox === undefined ? [] : [uapi(mailbox.domain, call, { email: subject })],
      because,
      seen: answerTo(stops, steps, (step) => step.kind === 'mailbox_unsuspended' && isOutgoing(step)),
    },
  ]
}

/** What gives power beyond a mailbox, by the kind that says so: what to do, where, and which kind says that it is done. */
const OF_ACCOUNT: Readonly<Record<string, readonly [what: string, of: string, where: string, done?: string]>> = {
  api_token_created: [
    'Revoke the API token',
    'that was made.',
    'In WHM or cPanel: Manage API Tokens. It works without the password.',
    'api_token_revoked',
  ],
  two_factor_removed: [
    'Switch the second factor on again.',
    '',
    'In WHM or cPanel: Two-Factor Authentication. It was removed.',
  ],
  whm_terminal_opened: [
    'Look at what was done as root.',
    '',
    'A terminal was opened in WHM. If nobody of you did: the whole server is in other hands.',
  ],
  mailbox_burst: ['Delete the mailboxes', 'that were made.', 'In cPanel: Email Accounts, the newest first.'],
}

function ofAccount({ steps }: Taken): readonly Todo[] {
  return Object.entries(OF_ACCOUNT).flatMap(([kind, [what, of, where, done]]) => {
    const asked = steps.filter((step) => step.kind === kind)
    const because = asked.at(-1)
    if (because === undefined) return []
    return [{ what, of, where, commands: [], because, seen: answerTo(asked, steps, (step) => step.kind === done) }]
  })
}

function tellCustomer(taken: Taken, first: Happening): Todo {
  return {
    what: 'Tell the customer',
    of: 'by telephone.',
    where: 'Mail to this mailbox is no way. The notice names only what is theirs.',
    commands: [],
    text: customerNotice(taken),
    because: first,
  }
}
