import { addressDomain } from '../event/address.ts'
import type { EventOf } from '../event/event.ts'
import type { RuleNumbers } from './numbers.ts'
import type { Rule } from './rule.ts'
import { type WindowCount, countOn } from './window-count.ts'

const HOUR = 3600

/**
 * access_log tells what was asked for in the panel, and a hook what was made: most mailboxes are told by both. Each
 * counts alone, and the larger count is the one that matters.
 */
interface Counts {
  readonly asked?: WindowCount
  readonly made?: WindowCount
}

/** Says that one account makes many mailboxes in an hour, and again at ten times as many. */
export function mailboxBurst({ mailboxesPerHour: limit }: RuleNumbers): Rule<Counts> {
  const bounds = { seconds: HOUR, limit }
  return {
    name: 'mailbox-burst',
    version: 1,
    kinds: ['mailbox_created'],
    says: ['mailbox_burst'],
    window: HOUR,
    keys: (event) => (event.type === 'mailbox_created' ? [accountOf(event)] : []),
    step: (before = {}, heard) => {
      if ('tick' in heard || heard.event.type !== 'mailbox_created') return { state: before, said: [] }
      const { time, ip } = heard.event
      const [teller, other] = ip === null ? (['made', 'asked'] as const) : (['asked', 'made'] as const)
      const counted = countOn(before[teller], { time, by: 1 }, bounds)
      if (counted === undefined) return { state: before, said: [] }
      const { count, level, isNew } = counted
      const state = { ...before, [teller]: counted.state }
      const isTold = level <= (countOn(before[other], { time, by: 0 }, bounds)?.level ?? 0)
      if (!isNew || isTold) return { state, said: [] }
      const mailbox_address = accountOf(heard.event)
      const context = mailbox_address === 'root' ? 'system' : 'domain'
      const counts = { counted: 'mailboxes', count, seconds: HOUR } as const
      const who = { time, context, service: null, ip, mailbox_address } as const
      return {
        state,
        said: [{ event: { type: 'mailbox_burst', ...who, ...counts }, window: counted.state.start, of: `${level}` }],
      }
    },
  }
}

/** The account that made a mailbox; where nobody tells it, the mailbox's domain. */
function accountOf({ actor, mailbox_address }: EventOf<'mailbox_created'>): string {
  return actor ?? addressDomain(mailbox_address)
}
