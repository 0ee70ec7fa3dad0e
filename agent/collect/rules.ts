import { kindsIn } from '../../lib/event/wish.ts'
import { firstSeen } from '../../lib/rules/first-seen.ts'
import { joinForward } from '../../lib/rules/join-forward.ts'
import { joinFound } from '../../lib/rules/join-found.ts'
import { joinRemoval } from '../../lib/rules/join-removal.ts'
import { loginBurst } from '../../lib/rules/login-burst.ts'
import { mailBurst } from '../../lib/rules/mail-burst.ts'
import { mailboxBurst } from '../../lib/rules/mailbox-burst.ts'
import type { RuleNumbers } from '../../lib/rules/numbers.ts'
import type { Rule } from '../../lib/rules/rule.ts'
import { takeover } from '../../lib/rules/takeover.ts'
import type { Config } from '../config/config.ts'
import { type Wishes, wishesOf } from '../config/receivers/destinations.ts'

/** Seconds that an event waits for those of other logs, which reach us up to some seconds before or after it. */
const SETTLE = 10

/** Makes every rule that there is; one that hears what others say comes after them. */
export function everyRule(numbers: RuleNumbers): readonly Rule[] {
  return [joinForward, joinFound, joinRemoval, loginBurst, firstSeen, mailBurst, mailboxBurst, takeover].map((make) =>
    make(numbers),
  )
}

/** The rules that the collector runs: those of which some receiver wants to hear, and those that these need. */
export function rulesFor({ rules, ...wishes }: Pick<Config, 'rules'> & Wishes): readonly Rule[] {
  const wanted = new Set(wishesOf(wishes).flatMap(kindsIn))
  const running = everyRule(rules)
    .toReversed()
    .filter(({ says, kinds }) => {
      const isWanted = says.some((kind) => wanted.has(kind))
      if (isWanted) for (const kind of kinds) wanted.add(kind)
      return isWanted
    })
  return running.toReversed()
}

/** Seconds that an event waits for those of other logs; these may wait for more of their log first. */
export function settleFor({ spool }: Pick<Config, 'spool'>): number {
  return SETTLE + Math.ceil(spool.maxDelay / 1000)
}
