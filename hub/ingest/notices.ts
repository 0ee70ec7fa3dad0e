import { type Notice, notice } from '../../lib/notice/notice.ts'
import { counted } from '../../lib/terminal/count.ts'

/** Notices about reports. */
export const ingestNotices = {
  foreignHost: (agent: string, count: number): Notice =>
    notice(
      'warning',
      'foreign_host',
      `The agent of ${agent} reported ${counted(count, 'entry', 'entries')} of another host: in quarantine. If the host has a new name, type spoor-hub agents rename; otherwise look who uses its credential.`,
      agent,
    ),
  entriesSetAside: (agent: string, count: number, why: string): Notice =>
    notice(
      'warning',
      'entries_set_aside',
      `The agent of ${agent} reported ${counted(count, 'entry', 'entries')} that this version does not take as events: in quarantine. The first: ${why}`,
      agent,
    ),
  totalsRefused: (agent: string, count: number, why: string): Notice =>
    notice(
      'warning',
      'totals_refused',
      `The agent of ${agent} told ${counted(count, 'period', 'periods')} of totals that this version does not take, and they are not kept; told once for each agent. The first: ${why}`,
      agent,
    ),
}
