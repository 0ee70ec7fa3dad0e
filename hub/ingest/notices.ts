import { type Notice, notice } from '../../lib/notice/notice.ts'

/** Notices about reports. */
export const ingestNotices = {
  foreignHost: (agent: string, count: number): Notice =>
    notice(
      'warning',
      'foreign_host',
      `The agent of ${agent} reported ${count} entries of another host, which are in quarantine. If the host has a new name, tell the hub: spoor-hub agents rename; otherwise look who uses its credential.`,
      agent,
    ),
  entriesSetAside: (agent: string, count: number, why: string): Notice =>
    notice(
      'warning',
      'entries_set_aside',
      `The agent of ${agent} reported ${count} entries that are no events to this version; they are in quarantine. The first: ${why}`,
      agent,
    ),
}
