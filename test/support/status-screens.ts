import type { SourceStatus } from '../../agent/status/status-fields.ts'
import type { Status } from '../../agent/status/status.ts'
import { exampleStatus, NOW } from './example-status.ts'

const [MINUTE, HOUR] = [60_000, 3_600_000]

function source(name: string, path: string, change: Partial<SourceStatus> = {}): SourceStatus {
  return {
    source: name,
    path,
    state: 'reading',
    lines: 41_872,
    ofInterest: 612,
    unrecognised: 0,
    events: 57,
    leftOut: { events: 3, ignore: 1 },
    offset: 8_126_464,
    size: 8_126_464,
    written: NOW - 2000,
    lag: 0,
    lagSeconds: 0,
    lastEvent: NOW - 61_000,
    lastRotation: NOW - 13 * HOUR,
    ...change,
  }
}

const CPANEL: readonly SourceStatus[] = [
  source('login', '/usr/local/cpanel/logs/login_log'),
  source('access', '/usr/local/cpanel/logs/access_log', { lines: 10_482_113, ofInterest: 90_412, events: 4120 }),
  source('error', '/usr/local/cpanel/logs/error_log', { events: 0, state: 'idle', lines: 12, ofInterest: 0 }),
  source('dovecot', '/var/log/maillog', { lag: 2411, lagSeconds: 1, unrecognised: 4 }),
]

const HOOKS = { state: 'registered', expected: 19, registered: 19 } as const

const WELL = exampleStatus({
  backstop: {
    state: 'succeeded',
    begunAt: NOW - 4 * MINUTE,
    success: {
      begunAt: NOW - 4 * MINUTE,
      accounts: 310,
      domains: 522,
      files: 641,
      appeared: 0,
      untold: 0,
      unreadable: 0,
      cut: 0,
    },
  },
  hooks: HOOKS,
  sources: CPANEL,
})

const { delivery: DELIVERY = { accepted: 0, rejected: 0, tries: 0 } } = WELL.transmitter

const CLOCK = { at: NOW - MINUTE, offset: 0, within: 1000 }

function healthy(): Status {
  const hub = { ...DELIVERY, lastSuccess: NOW - 4000, clock: CLOCK }
  return {
    ...WELL,
    transmitter: { ...WELL.transmitter, delivery: { ...DELIVERY, clock: CLOCK }, receivers: { hub } },
    spool: { ...WELL.spool, receivers: { hub: { waiting: 0, waitingBytes: 0, failed: 0, acknowledged: 0 } } },
  }
}

function degraded(): Status {
  const lastError = { at: NOW - 20_000, reason: 'The API cannot be reached: nobody listens there (ECONNREFUSED).' }
  const [login, access, , dovecot] = CPANEL
  const given = { at: NOW - 3 * MINUTE, code: 'log_gap', severity: 'warning' }
  return {
    ...healthy(),
    collector: {
      ...WELL.collector,
      notices: {
        counts: { log_gap: 1 },
        recent: [{ ...given, text: 'login: 512 bytes of /usr/local/cpanel/logs/login_log from 9000 on are lost.' }],
      },
    },
    transmitter: {
      ...WELL.transmitter,
      delivery: { ...DELIVERY, lastError, nextTry: NOW + 40_000, problem: 'network' },
      receivers: {
        hub: { ...DELIVERY, lastSuccess: NOW - 4000, clock: { ...CLOCK, offset: 7 * HOUR } },
        night: { ...DELIVERY, alert: { held: 3, due: NOW + HOUR } },
      },
    },
    hooks: {
      ...HOOKS,
      state: 'incomplete',
      registered: 16,
      problem: '3 of 19 are missing, such as Api2::Email::addforward',
    },
    sources: [
      ...[login, access].flatMap((each) => each ?? []),
      source('error', '/usr/local/cpanel/logs/error_log', { state: 'missing', problem: 'is not there' }),
      ...(dovecot === undefined
        ? []
        : [
            {
              ...dovecot,
              state: 'behind' as const,
              lag: 25_000_000,
              size: 100_000_000,
              offset: 75e6,
              rate: 2.1e6,
              lagSeconds: 640,
            },
          ]),
    ],
    spool: {
      ...WELL.spool,
      waiting: 214,
      waitingBytes: 1_048_576,
      oldest: NOW - 2 * HOUR,
      failed: 3,
      receivers: {
        hub: { waiting: 0, waitingBytes: 0, failed: 2, acknowledged: 1 },
        night: { waiting: 1, waitingBytes: 900, oldest: NOW - HOUR, failed: 0, acknowledged: 0 },
      },
    },
  }
}

function down(): Status {
  return {
    ...WELL,
    collector: { running: false, pid: 100 },
    transmitter: { running: false },
    hooks: { state: 'unknown', expected: 19, problem: 'only root can ask cPanel' },
    sources: CPANEL.map((each) => ({ ...each, state: 'stopped', lag: 70_000, lagSeconds: 5400 })),
  }
}

function many(): Status {
  const sites = Array.from({ length: 60 }, (_, index) =>
    source('site-access', `/var/log/apache2/domlogs/customer${index}/shop${index}.example.com-ssl_log`, {
      lag: index * 1000,
      ...(index === 7 && { state: 'unreadable', problem: 'cannot be read by the collector' }),
    }),
  )
  return { ...WELL, sources: [...CPANEL, ...sites] }
}

function withoutCpanel(): Status {
  const { backstop: _backstop, hooks: _hooks, ...rest } = healthy()
  return {
    ...rest,
    watcher: {
      running: true,
      pid: 102,
      version: '1.0.0',
      startedAt: NOW - HOUR,
      checks: [{ name: 'smtp', type: 'smtp', state: 'up', since: NOW - HOUR }],
    },
    sources: [
      source('postfix', '/var/log/mail.log'),
      source('sshd', 'journal', { lag: undefined, lagSeconds: undefined, size: undefined } as object),
    ],
  }
}

/** What the screens of `status` are tried with, by their names. */
export const SCREENS: Readonly<Record<string, () => Status>> = {
  healthy,
  degraded,
  down,
  'many-sources': many,
  'no-cpanel': withoutCpanel,
}
