import type { Status } from '../../agent/status/status.ts'

/** The time of the example, in milliseconds since the epoch. */
export const NOW = Date.UTC(2026, 10, 20, 12, 0, 0)

/** The status of a healthy agent, with the given changes. */
export function exampleStatus(change: Partial<Status> = {}): Status {
  const started = { version: '1.0.0', startedAt: NOW - 3_600_000 }
  const notices = { counts: {}, recent: [] }
  const counts = { lines: 4000, ofInterest: 40, unrecognised: 1, events: 12 }
  return {
    version: '1.0.0',
    host: 'server.example.net',
    collector: { running: true, pid: 100, ...started, notices },
    transmitter: {
      running: true,
      pid: 101,
      ...started,
      notices,
      delivery: { accepted: 11, rejected: 0, tries: 11, lastSuccess: NOW - 60_000 },
    },
    sources: [
      {
        source: 'login',
        path: '/usr/local/cpanel/logs/login_log',
        state: 'reading',
        ...counts,
        offset: 900,
        size: 1000,
        lag: 100,
        lagSeconds: 0,
        lastEvent: NOW - 61_000,
      },
    ],
    spool: {
      path: '/var/lib/spoor',
      waiting: 1,
      waitingBytes: 512,
      oldest: NOW - 5000,
      foreign: 0,
      strangers: [],
      transmitted: 11,
      failed: 0,
      acknowledged: 0,
      sealed: 0,
    },
    ...change,
  }
}
