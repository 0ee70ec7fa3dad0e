import type { ShownStep } from '../../../contract/incident-contract.ts'
import { hourOf } from '../../words/numbers.ts'
import type { Habit } from '../mailbox/habit.ts'

/** What of a login differs from the habit of its mailbox; nothing where there is no habit. */
export function oddLogin(
  { type, time, ip, fields }: ShownStep,
  habit: Habit | undefined,
  zone: 'local' | 'utc',
): readonly string[] {
  if (habit === undefined || ip === null || !type.startsWith('login') || type === 'login_burst') return []
  const { network, service } = fields
  const standing = habit.standing(
    { time, network: typeof network === 'string' ? network : null },
    typeof service === 'string' ? service : undefined,
    hourOf(time, zone),
  )
  return standing?.isOddHour === true ? ['never at this hour'] : []
}
