import type { Service } from '../../lib/event/event.ts'
import { parseSyslogStamp } from '../../lib/time/syslog-stamp.ts'
import { isName } from './captured-text.ts'
import { clientAddress } from './client-address.ts'
import type { Driver, ParseContext, Parsed } from './driver.ts'
import { loginEvent, type LoginOutcome } from './login-event.ts'
import { contextOfMailUser, isServiceCheck } from './mail-user.ts'
import { parseSyslogLine } from './syslog-line.ts'

/** What its lines can say. */
type LoginKind = 'login' | 'login_failed'

/**
 * Dovecot's login processes, 2.3 and 2.4, in syslog's file for mail. Lines of its `auth` process, which can hold
 * passwords, are never read. The login of webmail comes from loopback; `cpanel-login` tells from where really. Sources:
 * the samples of fail2ban, crowdsec and csm.
 */
export const dovecot: Driver<LoginKind> = {
  name: 'dovecot',
  kinds: ['login', 'login_failed'],
  needles: ['-login:'],
  header: 'syslog',
  parse: (line: string, { zone, now }: ParseContext): Parsed<LoginKind> => {
    const entry = parseSyslogLine(line)
    if (entry === undefined) return 'unrecognised'
    const [head, protocol = ''] = LOGIN_PROCESS.exec(entry.message) ?? []
    if (entry.program !== 'dovecot' || head === undefined) return 'uninteresting'
    const attempt = attemptIn(entry.message.slice(head.length))
    if (typeof attempt === 'string') return attempt
    const { user, ip, outcome } = attempt
    const time = parseSyslogStamp(entry.stamp, zone, now)
    if (time === undefined || ip === undefined || !isName(user)) return 'unrecognised'
    const service = SERVICES.get(protocol) ?? null
    return [loginEvent(outcome, { time, context: contextOfMailUser(user), mailbox_address: user, ip, service })]
  },
}

const LOGIN_PROCESS = /^(imap|pop3|managesieve|submission)-login: (?:Info: )?/

const SERVICES: ReadonlyMap<string, Extract<Service, 'imap' | 'pop3' | 'sieve' | 'smtp'>> = new Map([
  ['imap', 'imap'],
  ['pop3', 'pop3'],
  ['managesieve', 'sieve'],
  ['submission', 'smtp'],
])

interface Attempt {
  readonly outcome: LoginOutcome
  /** Whatever was typed. */
  readonly user: string
  readonly ip: string | undefined
}

/**
 * The text after the process: `Login: user=<anna@example.com>, method=PLAIN, rip=192.0.2.10, lip=…`. How it ended
 * stands before the name, which can be anything; the address behind it, where nothing else is the client's.
 */
function attemptIn(text: string): Attempt | 'uninteresting' | 'unrecognised' {
  const typed = text.indexOf('user=<')
  const outcome = outcomeOf(typed === -1 ? text : text.slice(0, typed))
  if (outcome === undefined) return 'uninteresting'
  // A failure without a name leaves the user out.
  if (typed === -1) return outcome.type === 'login' ? 'unrecognised' : 'uninteresting'
  const end = text.lastIndexOf(', rip=')
  const user = nameIn(text.slice(typed + 'user=<'.length, Math.max(end, 0)))
  const [, address = ''] = /^, rip=([^, ]*)/.exec(text.slice(end)) ?? []
  if (user === undefined) return 'unrecognised'
  return user === '' || isServiceCheck(user) ? 'uninteresting' : { outcome, user, ip: clientAddress(address) }
}

/** What stands before the last `>`, which only the method may follow. */
function nameIn(text: string): string | undefined {
  const end = text.lastIndexOf('>')
  return end !== -1 && /^(?:, method=[\w-]*)?$/.test(text.slice(end + 1)) ? text.slice(0, end) : undefined
}

/** Undefined where nobody tried a password. */
function outcomeOf(text: string): LoginOutcome | undefined {
  if (/^(?:Login|Logged in): /.test(text)) return { type: 'login' }
  const [, attempts] = /\(auth failed, (\d{1,9}) attempts/.exec(text) ?? []
  return attempts === undefined ? undefined : { type: 'login_failed', login_fault: null, attempts: Number(attempts) }
}
