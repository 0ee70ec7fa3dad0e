import { kindNumber, severityNumber } from '../../hub/store/number-words.ts'
import { type Change, type Store } from '../../hub/store/store.ts'
import type { AnyKind } from '../../lib/event/hub-kinds.ts'
import { incidentIn, type PlannedIncident } from './kept-incidents.ts'

const [MINUTE, HOUR, DAY] = [60, 3600, 86_400]

/** What is to be done in the scene of the console: incidents of each kind, and the counts of two weeks. */
export async function nowScene(store: Store, now: number): Promise<void> {
  for (const planned of plans(now)) await incidentIn(store, planned)
  await store.change(countPast, now)
}

type Severity = Parameters<typeof severityNumber>[0]

interface Plan {
  readonly ago: number
  readonly severity: Severity
  readonly subject: string
  readonly sentence: string
  readonly hosts?: readonly string[]
  readonly kinds?: readonly AnyKind[]
  readonly incident?: PlannedIncident['incident']
}

function plans(now: number): readonly PlannedIncident[] {
  const attack = { kind: 'attack', subject_type: 'address' }
  const all: readonly Plan[] = [
    {
      ago: 6 * HOUR,
      severity: 'critical',
      subject: 'anna.berg@example.com',
      sentence:
        'anna.berg@example.com was probably taken over. Somebody logged in from 203.0.113.7 after many failed logins, then forwarded its mail to a.berg.office@example.org.',
      kinds: ['login_burst', 'login_after_burst', 'filter_stored', 'forward_added', 'mail_burst', 'mailbox_takeover'],
    },
    {
      ago: 41 * MINUTE,
      severity: 'critical',
      subject: 'billing@example.net',
      sentence: 'billing@example.net logged in after many failed logins.',
      hosts: ['srv12.example.net', 'srv19.example.net'],
      kinds: ['login_after_burst', 'filter_stored'],
      incident: { assignee: 'jonas' },
    },
    {
      ago: 7 * HOUR,
      severity: 'high',
      subject: '203.0.113.7',
      sentence: '203.0.113.7 tries passwords: 7 hosts, 212 mailboxes, 3 successes.',
      hosts: ['srv03.example.net', 'srv07.example.net', 'srv09.example.net'],
      kinds: ['login_burst'],
      incident: { ...attack, hosts: 7, mailboxes: 212, successes: 3 },
    },
    {
      ago: 26 * MINUTE,
      severity: 'high',
      subject: 'srv19.example.net',
      sentence: 'srv19.example.net was not heard for 15 min.',
      hosts: ['srv19.example.net'],
      kinds: ['host_silent'],
      incident: { kind: 'blind_spot', subject_type: 'host' },
    },
    {
      ago: 31 * MINUTE,
      severity: 'medium',
      subject: 'office@example.com',
      sentence: 'office@example.com reached a limit of outgoing mail: deferred.',
      kinds: ['mail_limit_reached'],
    },
    {
      ago: 2 * DAY,
      severity: 'medium',
      subject: '203.0.113.0/24',
      sentence: '203.0.113.0/24 tries passwords: 1 host, 31 mailboxes, 254 addresses, no success.',
      incident: { ...attack, subject_type: 'network', addresses: 254, successes: 0, assignee: 'mira' },
    },
    {
      ago: 5 * HOUR,
      severity: 'high',
      subject: 'h.lang@example.org',
      sentence: 'h.lang@example.org sent much mail: 800 recipients in 20 min.',
      kinds: ['mail_burst'],
      incident: { state: 'contained', assignee: 'kaja' },
    },
    {
      ago: 30 * HOUR,
      severity: 'medium',
      subject: '198.51.100.9',
      sentence: '198.51.100.9 tries passwords: 1 host, 12 mailboxes, no success.',
      incident: { ...attack, state: 'resolved', closed: now - 5, closed_by: '', reason: 'Nothing came of it.' },
    },
  ]
  return all.map(({ ago, severity, hosts = ['srv07.example.net'], kinds = [], incident, ...rest }) => {
    const opened = now - ago
    const times = {
      opened,
      first_step: opened - 20 * MINUTE,
      last_step: opened + 3 * MINUTE,
      updated: opened + 4 * MINUTE,
    }
    return {
      incident: {
        severity: severityNumber(severity),
        steps: kinds.length,
        hosts: hosts.length,
        ...times,
        ...rest,
        ...incident,
      },
      steps: kinds.map((kind, at) => ({
        kind: kindNumber(kind),
        severity: severityNumber('medium'),
        event_time: opened - (kinds.length - at) * 2 * MINUTE,
        noted: opened,
        mailbox: rest.subject.includes('@') ? rest.subject : null,
        ip: '203.0.113.7',
      })),
      subjects: hosts.map((name) => ({ type: 'host', name, first: opened, last: opened })),
    }
  })
}

/** How many events of some kinds there are in a usual hour. */
const USUAL: readonly (readonly [AnyKind, number])[] = [
  ['login_failed', 12],
  ['login_new_place', 3],
  ['forward_added', 2],
  ['mail_submitted', 1],
]

const countPast: Change<number, void> = {
  name: 'count-past',
  run: async (db, now) => {
    const end = now - (now % HOUR) - DAY
    const hours = Array.from({ length: 15 * 24 }, (_, at) => end - (at + 1) * HOUR)
    const rows = hours.flatMap((hour) =>
      USUAL.map(([kind, count]) => ({
        agent: 0,
        hour,
        kind: kindNumber(kind),
        // More by day than by night, and never quite the same.
        count: Math.round(count * (1 + Math.sin(hour / 13_751)) * (((hour / HOUR) * 7) % 5 === 0 ? 1.3 : 1)),
      })),
    )
    for (let at = 0; at < rows.length; at += 100)
      await db
        .insertInto('event_hour')
        .values(rows.slice(at, at + 100))
        .onConflict((conflict) => conflict.doNothing())
        .execute()
  },
}
