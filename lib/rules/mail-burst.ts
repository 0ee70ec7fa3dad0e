import type { RuleNumbers } from './numbers.ts'
import type { Rule } from './rule.ts'
import { type WindowCount, countOn } from './window-count.ts'

const HOUR = 3600

/** Says that one sender sends mail to many recipients in an hour, and again at ten times as many. */
export function mailBurst({ recipientsPerHour: limit }: RuleNumbers): Rule<WindowCount> {
  return {
    name: 'mail-burst',
    version: 1,
    kinds: ['mail_submitted'],
    says: ['mail_burst'],
    window: HOUR,
    keys: (event) => (event.type === 'mail_submitted' ? [event.mailbox_address.toLowerCase()] : []),
    step: (before, heard) => {
      if ('tick' in heard || heard.event.type !== 'mail_submitted') return { state: before, said: [] }
      const { time, context, ip, mailbox_address, recipients } = heard.event
      const counted = countOn(before, { time, by: Math.max(1, recipients ?? 1) }, { seconds: HOUR, limit })
      if (counted?.isNew !== true) return { state: counted?.state ?? before, said: [] }
      const { state, count, level } = counted
      const who = { time, context, service: null, ip, mailbox_address }
      const counts = { counted: 'recipients', count, seconds: HOUR } as const
      return {
        state,
        said: [{ event: { type: 'mail_burst', ...who, ...counts }, window: state.start, of: `${level}` }],
      }
    },
  }
}
