import { type Notice, notice } from '../../lib/notice/notice.ts'

/** Notices about rules. */
export const ruleNotices = {
  rulesFlooded: (forgotten: ReadonlyMap<string, number>): Notice => {
    const each = [...forgotten].map(([rule, keys]) => `${rule} ${keys}`).join(', ')
    return notice(
      'warning',
      'rules_flooded',
      `More addresses and names come in than rules may remember; they forgot those silent longest, since the start: ${each}. What these did before no longer counts. See which log is flooded: spoor-agent status.`,
    )
  },
}
