import { counted } from '../../../lib/terminal/count.ts'
import { block } from './root-commands.ts'
import { type Happening, named, type Todo } from './todo.ts'

/** Who attacks, or whom; and what happened, the oldest first. */
export interface Attacked {
  readonly subject: string
  readonly subjectType: string
  readonly hosts: number
  readonly successes: number
  /** Mailboxes and accounts that somebody got into. */
  readonly opened: readonly string[]
  readonly steps: readonly Happening[]
}

/** So many mailboxes that were opened are named. */
const MOST = 5

/** What is to be done about somebody who tries passwords. */
export function afterAttack(attack: Attacked): readonly Todo[] {
  const { subject, subjectType, hosts, steps } = attack
  const because = steps.at(-1)
  if (because === undefined) return []
  const isAddress = subjectType === 'address' || subjectType === 'network'
  const name = named(subject)
  return [
    ...openedMailboxes(attack),
    isAddress
      ? {
          what: 'Block',
          of: `${name}, unless you know whose it is.`,
          where: `In WHM: cPHulk Brute Force Protection, Blacklist Management${hosts > 1 ? `; on each of the ${hosts} hosts, or at your firewall` : ', or at your firewall'}.`,
          commands: [block(subject)],
          because,
        }
      : {
          what: 'Set a long password',
          of: `for ${name}.`,
          where:
            'Many addresses try it, so blocking them one by one is of no use. Switch a second factor on if it can have one.',
          commands: [],
          because,
        },
  ]
}

function openedMailboxes({ successes, opened, steps }: Attacked): readonly Todo[] {
  const because = steps.findLast(({ kind }) => OPENINGS.has(kind)) ?? steps.at(-1)
  if (successes === 0 || because === undefined) return []
  const names = opened.slice(0, MOST).map((name) => named(name))
  const more = successes - names.length
  return [
    {
      what: successes === 1 ? 'Check the mailbox' : `Check the ${counted(successes, 'mailbox', 'mailboxes')}`,
      of: 'that somebody got into.',
      where: `${[...names, ...(more > 0 ? [`${more} more`] : [])].join(', ')}. A login may be the owner’s; if not, set a new password and look for forwards and filters.`,
      commands: [],
      because,
    },
  ]
}

const OPENINGS: ReadonlySet<string> = new Set(['login', 'session_opened', 'login_after_burst', 'mailbox_takeover'])
