import { agentOfHost } from '../../hub/store/ask/agent-of-host.ts'
import type { NotedStatus } from '../../hub/store/change/note-status.ts'
import { kindNumber, severityNumber } from '../../hub/store/number-words.ts'
import type { Store } from '../../hub/store/store.ts'
import { definitionOf, type Kind } from '../../lib/event/catalogue.ts'
import { tellStatus } from './coverage-scene.ts'
import { arrivalOf, eventOf } from './kept-events.ts'

/** A check as an agent's status has it. */
export type NotedCheck = NonNullable<NotedStatus['checks']>[number]

const [MINUTE, HOUR, DAY] = [60, 3600, 86_400]

/** A check of a name that is up, but for these fields. */
export function notedCheck(name: string, now: number, change: Partial<NotedCheck> = {}): NotedCheck {
  return {
    name,
    type: 'tcp',
    state: 'up',
    since: now - 12 * DAY,
    finding: 'connected and answered',
    ran: now - 21,
    recent: '[4,4,5,4,6,4,4,9,4,5,4,4]',
    certificate: null,
    target: null,
    ...change,
  }
}

/** What every host of the scene checks. */
function usual(now: number, change: Readonly<Record<string, Partial<NotedCheck>>> = {}): readonly NotedCheck[] {
  const certificate = now + 64 * DAY + HOUR
  const all: Readonly<Record<string, Partial<NotedCheck>>> = {
    imap: { certificate, finding: '* OK [CAPABILITY IMAP4rev1 SASL-IR LOGIN-REFERRALS ID ENABLE IDLE] Dovecot ready.' },
    smtp: { certificate, recent: '[11,12,11,14,11,11,12,11]', finding: '220 ESMTP Exim 4.98' },
    pop3: { certificate, finding: '+OK Dovecot ready.' },
    site: { type: 'http', certificate, recent: '[38,41,37,40,39,44,39,38]', finding: '200 OK' },
    mysql: { type: 'mysql', recent: '[2,2,2,3,2,2]', finding: 'MariaDB 10.11.6' },
    dns: { type: 'dns', recent: '[1,1,1,1,2,1]', finding: 'answered over udp and tcp' },
    disks: { type: 'disk', recent: '[1,1,1]', finding: '/ 41 % full' },
    host: { type: 'host', recent: '[3,3,4]', finding: 'load 0.7 for each processor' },
  }
  const names = [...new Set([...Object.keys(all), ...Object.keys(change)])]
  return names.map((name) => notedCheck(name, now, { ...all[name], ...change[name] }))
}

/** The checks of each host: srv19 is silent, srv31 has told nothing. */
export function sceneChecks(now: number): Readonly<Record<string, readonly NotedCheck[]>> {
  const soon = now + 11 * DAY + HOUR
  return {
    srv03: usual(now, {
      imap: {
        state: 'down',
        since: now - 14 * MINUTE,
        finding: '127.0.0.1:993: connection refused',
        recent: '[1,1,1]',
      },
      site: { state: 'late', since: now - 40 * MINUTE, finding: '200 OK after 2,811 ms', recent: '[44,39,2405,2811]' },
    }),
    srv07: usual(now, {
      dns: { state: 'flapping', since: now - 25 * MINUTE, finding: 'no answer over udp within 5 s' },
      disks: { state: 'warning', since: now - 5 * HOUR, finding: '/home 86 % full, 12.4 GiB left' },
    }),
    srv09: usual(now, { mysql: { state: 'maintenance', since: now - 9 * MINUTE, finding: 'sunday 03:00-05:00' } }),
    srv12: usual(now, {
      'srv03-imap': { target: 'srv03.example.net:993', certificate: now + 64 * DAY + HOUR, recent: '[18,17,19,21]' },
      'srv03-site': { type: 'http', target: 'https://srv03.example.net/', recent: '[80,79,84]', finding: '200 OK' },
    }),
    srv15: usual(now, {
      mysql: { state: 'unknown', since: now - 2 * MINUTE, finding: 'no password file' },
      shop: { type: 'http', state: 'blocked', since: now - 2 * MINUTE, finding: 'mysql is not up', recent: '[]' },
      ftp: { state: 'off', since: now - 40 * DAY, finding: '/etc/ftpddisable', recent: '[]', ran: null },
    }),
    srv19: usual(now),
    srv21: usual(now, {
      imap: { certificate: soon, target: null },
      smtp: { certificate: soon },
      pop3: { certificate: soon },
      'srv03-imap': {
        target: 'srv03.example.net:993',
        state: 'down',
        since: now - 13 * MINUTE,
        finding: 'srv03.example.net:993: connection refused',
        recent: '[18,19,2]',
      },
    }),
  }
}

/** Has hosts of `consoleScene` check services: each state is there, and what happened to some of them. */
export async function checkedScene(store: Store, now: number): Promise<void> {
  for (const [name, checks] of Object.entries(sceneChecks(now))) {
    const agent = (await store.ask(agentOfHost, { host: `${name}.example.net` }))?.id ?? 0
    await tellStatus(store, name, agent, now, checks)
    const told = (TOLD[name] ?? []).map(([ago, kind, fields], index) =>
      eventOf(agent, `checked-${name}-${index}`.padEnd(22, '_'), {
        time: now - ago,
        received: now - ago + 2,
        kind: kindNumber(kind),
        severity: severityNumber(definitionOf(kind).severity),
        mailbox: null,
        ip: null,
        fields: JSON.stringify(fields),
      }),
    )
    if (told.length > 0) await store.keep(arrivalOf(agent, told, { received: now - 5 }))
  }
}

const IMAP = { check: 'imap', check_type: 'tcp' }

const REFUSED = { ...IMAP, finding: '127.0.0.1:993: connection refused' }

/** What happened, and how many seconds ago. */
const TOLD: Readonly<Record<string, readonly (readonly [ago: number, kind: Kind, fields: object])[]>> = {
  srv03: [
    [2 * DAY, 'service_down', REFUSED],
    [
      2 * DAY - 90,
      'service_restarted',
      { ...IMAP, restart: 'systemctl dovecot', restart_outcome: 'restarted', finding: 'active (running)' },
    ],
    [2 * DAY - 150, 'service_recovered', { ...IMAP, finding: 'connected and answered', lasted: 150 }],
    [14 * MINUTE, 'service_down', REFUSED],
    [
      13 * MINUTE,
      'service_restarted',
      { ...IMAP, restart: 'systemctl dovecot', restart_outcome: 'failed', finding: 'Job for dovecot.service failed' },
    ],
  ],
  srv07: [
    [5 * HOUR, 'disk_filling', { check: 'disks', check_type: 'disk', finding: '/home 86 % full, 12.4 GiB left' }],
  ],
  srv21: [[3 * DAY, 'certificate_expires', { ...IMAP, days_left: 14 }]],
}
