import { type Halves, joining } from './halves.ts'
import type { RuleNumbers } from './numbers.ts'
import type { Rule } from './rule.ts'

/**
 * Makes one `forward_deleted` of who removed a forward and where it led. access_log alone tells the first; old themes
 * name the second there, too. A hook and error_log tell only the second.
 */
export function joinRemoval({ forwardWait: wait }: RuleNumbers): Rule<Halves> {
  return {
    name: 'join-removal',
    version: 1,
    kinds: ['forward_removed_partial_ip', 'forward_removed'],
    says: ['forward_deleted'],
    ...joining({
      wait,
      says: 'forward_deleted',
      halfOf: (event) => {
        if (event.type !== 'forward_removed_partial_ip' && event.type !== 'forward_removed') return undefined
        const { time, context, service, mailbox_address, ip } = event
        const { forward_recipient, forward_type, actor } =
          event.type === 'forward_removed' ? event : { forward_recipient: null, forward_type: null, actor: null }
        const leads = { forward_recipient, forward_type }
        return event.type === 'forward_removed' && ip === null
          ? { time, context, mailbox_address, ...leads, actor }
          : { time, context, service, mailbox_address, ip, ...leads, isUsed: false }
      },
    }),
  }
}
