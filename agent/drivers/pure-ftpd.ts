import { parseSyslogStamp } from '../../lib/time/syslog-stamp.ts'
import { isName } from './captured-text.ts'
import { clientAddress } from './client-address.ts'
import type { Driver, ParseContext, Parsed } from './driver.ts'
import { loginEvent, type LoginOutcome } from './login-event.ts'
import { isServiceCheck } from './mail-user.ts'
import { parseSyslogLine, type SyslogLine } from './syslog-line.ts'

/** What its lines can say. */
type LoginKind = 'login' | 'login_failed'

/**
 * Pure-FTPd in syslog's general file: logins, and failures with the name that was typed. An FTP user with a domain is
 * no mailbox, so the context is always the account. Sources: the samples of csm and csf.
 */
export const pureFtpd: Driver<LoginKind> = {
  name: 'pure-ftpd',
  kinds: ['login', 'login_failed'],
  needles: ['w logge', 'Authent'],
  header: 'syslog',
  parse: (line: string, { zone, now }: ParseContext): Parsed<LoginKind> => {
    const entry = parseSyslogLine(line)
    if (entry === undefined) return 'unrecognised'
    const attempt = entry.program === 'pure-ftpd' ? attemptIn(entry) : undefined
    if (attempt === undefined || isServiceCheck(attempt.user)) return 'uninteresting'
    const { user, peer, outcome } = attempt
    const time = parseSyslogStamp(entry.stamp, zone, now)
    if (time === undefined || !isName(user)) return 'unrecognised'
    const ip = addressOf(peer)
    return [loginEvent(outcome, { time, context: 'domain', mailbox_address: user, ip, service: 'ftp' })]
  },
}

interface Attempt {
  readonly user: string
  readonly peer: string
  readonly outcome: LoginOutcome
}

/** Whom the connection belongs to, `?` until somebody logs in, and its other end, which has no `@`. */
const PEER = /^\(([^ )]{1,512})\) /

/** Undefined for a message about anything else. */
function attemptIn({ message, times }: SyslogLine): Attempt | undefined {
  const [head = '', connection = ''] = PEER.exec(message) ?? []
  const peer = connection.slice(connection.lastIndexOf('@') + 1)
  const text = message.slice(head.length)
  const [, user] = /^\[INFO\] ([^ ]+) is now logged in$/.exec(text) ?? []
  if (user !== undefined) return { user, peer, outcome: { type: 'login' } }
  const [, typed] = /^\[WARNING\] Authentication failed for user \[(.*)$/.exec(text) ?? []
  if (typed?.endsWith(']') !== true) return undefined
  return { user: typed.slice(0, -1), peer, outcome: { type: 'login_failed', login_fault: null, attempts: times } }
}

/** Null for a host name, which the client's network chooses. IPv6 can be written with underscores: `2001_db8__7`. */
function addressOf(peer: string): string | null {
  return clientAddress(peer.replaceAll('_', ':')) ?? null
}
