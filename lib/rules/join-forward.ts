import { type Halves, joining } from './halves.ts'
import type { RuleNumbers } from './numbers.ts'
import type { Rule } from './rule.ts'

/** Makes one `forward_added` of who added a forward and where it leads, which different logs tell. */
export function joinForward({ forwardWait: wait }: RuleNumbers): Rule<Halves> {
  return {
    name: 'join-forward',
    version: 1,
    kinds: ['forward_added_partial_ip', 'forward_added_partial_recipient'],
    says: ['forward_added'],
    ...joining({
      wait,
      says: 'forward_added',
      halfOf: (event) => {
        if (event.type === 'forward_added_partial_ip') {
          const { time, context, service, mailbox_address, ip } = event
          const untold = { forward_recipient: null, forward_type: null }
          return { time, context, service, mailbox_address, ip, ...untold, isUsed: false }
        }
        if (event.type !== 'forward_added_partial_recipient') return undefined
        const { time, context, mailbox_address, forward_recipient, forward_type, actor } = event
        return { time, context, mailbox_address, forward_recipient, forward_type, actor }
      },
    }),
  }
}
