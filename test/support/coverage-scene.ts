import { noteStatus, type NotedStatus } from '../../hub/store/change/note-status.ts'
import { noteUnseen } from '../../hub/store/change/note-unseen.ts'
import { kindNumber } from '../../hub/store/number-words.ts'
import type { Store } from '../../hub/store/store.ts'
import type { AgentStatus } from '../../lib/agent-status/agent-status.ts'
import { arrivalOf } from './kept-events.ts'

type Source = AgentStatus['sources'][number]

/** What the agents of the scene follow: the source, its path, and how many seconds ago it told something. */
const LOGS: readonly (readonly [source: string, path: string, ago: number | undefined])[] = [
  ['login', '/usr/local/cpanel/logs/login_log', 9],
  ['access', '/usr/local/cpanel/logs/access_log', 31],
  ['error', '/usr/local/cpanel/logs/error_log', undefined],
  ['session', '/usr/local/cpanel/logs/session_log', 14],
  ['api-tokens', '/usr/local/cpanel/logs/api_tokens_log', undefined],
  ['accounting', '/var/cpanel/accounting.log', 5400],
  ['exim', '/var/log/exim_mainlog', 2],
  ['dovecot', '/var/log/maillog', 5],
  ['pure-ftpd', '/var/log/messages', 240],
  ['sshd', '/var/log/secure', undefined],
]

const KINDS: Readonly<Record<string, readonly string[]>> = {
  login: ['login', 'login_failed', 'login_locked_out'],
  access: ['forward_added_partial_ip', 'filter_stored', 'mailbox_password_changed'],
  error: ['forward_added_partial_recipient'],
  session: ['session_opened', 'sessions_ended'],
  dovecot: ['login', 'login_failed'],
  'pure-ftpd': ['login', 'login_failed'],
  rules: ['login_burst', 'login_after_burst', 'forward_added', 'mailbox_takeover'],
}

/** What the path of the log that srv21 cannot read is, and why. */
const UNREADABLE = { source: 'pure-ftpd', path: '/var/log/messages', problem: 'permission denied' }

/**
 * What the agent of a host of the scene told last of itself: srv21 cannot read a log, the reports of srv15 wait, srv09
 * lost lines, srv19 has been silent for a while, srv31 has told nothing yet.
 */
export async function tellStatus(
  store: Store,
  name: string,
  agent: number,
  now: number,
  checks: NonNullable<NotedStatus['checks']> = [],
): Promise<void> {
  if (name === 'srv31') return
  const status = statusOf(name, now)
  const at = name === 'srv19' ? now - 26 * 60 : now - 20
  const { version, health, lag } = status
  const said = { agent, at, status: JSON.stringify(status), version, health, lag, unread: null, checks }
  await store.change(noteStatus, said)
  if (name === 'srv21') {
    const row = { agent, ...UNREADABLE, since: now - 15 * 3600, told: now - 14 * 3600, times: 0, seen: null }
    await store.change(noteUnseen, { noted: [row], forgotten: [] })
  }
  if (name === 'srv09') {
    const seen = [{ kind: kindNumber('log_gap'), log: '/usr/local/cpanel/logs/access_log', time: now - 4 * 3600 }]
    await store.keep(arrivalOf(agent, [], { received: now - 5, seen }))
  }
}

function statusOf(name: string, now: number): AgentStatus {
  const isIll = name === 'srv21'
  const number = Number(name.slice(3))
  const logs = LOGS.filter(([source]) => source !== 'api-tokens' || number % 2 === 1)
  return {
    version: name === 'srv03' ? '0.1.2' : '0.2.0',
    health: isIll ? 'degraded' : 'healthy',
    warnings: isIll
      ? [{ code: 'source_unreadable', severity: 'error', text: '/var/log/messages cannot be read: permission denied.' }]
      : [],
    lag: name === 'srv15' ? 26 * 60 : 1,
    waiting: name === 'srv15' ? 12 : 0,
    refused: 0,
    roles: { collector: { running: true }, transmitter: { running: true } },
    sources: logs.map(([source, path, ago]): Source => {
      const isUnread = isIll && source === UNREADABLE.source
      const [lines, unrecognised, events] = isUnread ? [0, 0, 0] : [412_408, 3, ago === undefined ? 0 : 612]
      return {
        source,
        path,
        lines,
        unrecognised,
        events,
        ...(ago === undefined || isUnread ? {} : { lastEvent: (now - ago * ((number % 4) + 1)) * 1000 }),
        ...(isUnread ? { problem: UNREADABLE.problem } : {}),
      }
    }),
    tells: [...logs.map(([source]) => source), 'rules'].map((source) => ({
      source,
      kinds: [...(KINDS[source] ?? ['login'])],
    })),
  }
}
