import { parseSyslogStamp } from '../../lib/time/syslog-stamp.ts'
import { isName } from './captured-text.ts'
import { clientAddress } from './client-address.ts'
import type { Driver, ParseContext, Parsed } from './driver.ts'
import { loginEvent, type LoginOutcome } from './login-event.ts'
import { parseSyslogLine, type SyslogLine } from './syslog-line.ts'

/** What its lines can say. */
type LoginKind = 'login' | 'login_failed'

/**
 * OpenSSH in syslog's file for authentication: logins by any method, passwords and keys that were refused, and users
 * that do not exist or may not log in. A tried key is a failure like a password: guessing programs try both. Source:
 * auth.c and auth2.c of OpenSSH 7 to 10.
 */
export const sshd: Driver<LoginKind> = {
  name: 'sshd',
  kinds: ['login', 'login_failed'],
  needles: ['Accepte', 'Failed', 'Invalid', 'allowed'],
  header: 'syslog',
  parse: (line: string, { zone, now }: ParseContext): Parsed<LoginKind> => {
    const entry = parseSyslogLine(line)
    if (entry === undefined) return 'unrecognised'
    const attempt = PROGRAMS.has(entry.program) ? attemptIn(entry) : undefined
    if (attempt === undefined) return 'uninteresting'
    const { user, address, outcome } = attempt
    const time = parseSyslogStamp(entry.stamp, zone, now)
    // Connections through a proxy or a socket come from `UNKNOWN`.
    const ip = clientAddress(address) ?? null
    if (time === undefined || !isName(user)) return 'unrecognised'
    const context = user === 'root' ? 'system' : 'domain'
    return [loginEvent(outcome, { time, context, mailbox_address: user, ip, service: 'ssh' })]
  },
}

/** Since OpenSSH 9.8 a process of its own serves each connection. */
const PROGRAMS: ReadonlySet<string> = new Set(['sshd', 'sshd-session', 'sshd-auth'])

interface Attempt {
  readonly user: string
  readonly address: string
  readonly outcome: LoginOutcome
}

/** These users exist, so their names have no spaces. What follows is about the key. */
const ACCEPTED = /^Accepted [\w/-]{1,64} for ([^ ]+) from ([^ ]+) port \d{1,5}(?: ssh2?)?(?:: |$)/
const FAILED = /^Failed ([\w/-]{1,64}) for (?!invalid user )([^ ]+) from ([^ ]+) port \d{1,5}(?: ssh2?)?(?:: |$)/
const DENIED = /^User ([^ ]+) from ([^ ]+) not allowed because /

const INVALID = 'Invalid user '
const ORIGIN = /^ from ([^ ]+) port \d{1,5}$/

/** Undefined for a message about anything else, and where an earlier one has said that the user is invalid. */
function attemptIn({ message, times }: SyslogLine): Attempt | undefined {
  const accepted = ACCEPTED.exec(message)
  if (accepted) return attempt(accepted, { type: 'login' })
  if (message.startsWith(INVALID)) return invalidUser(message)
  const denied = DENIED.exec(message)
  if (denied) return attempt(denied, { type: 'login_failed', login_fault: 'forbidden', attempts: null })
  const [whole = '', method, ...rest] = FAILED.exec(message) ?? []
  // With `none` a client asks which methods there are.
  if (method === undefined || method === 'none') return undefined
  const login_fault = method === 'publickey' || method === 'hostbased' ? null : 'password'
  return attempt([whole, ...rest], { type: 'login_failed', login_fault, attempts: times })
}

function attempt([, user = '', address = '']: readonly string[], outcome: Attempt['outcome']): Attempt {
  return { user, address, outcome }
}

/** The name is whatever was typed, so only what stands at the end is the server's. */
function invalidUser(message: string): Attempt | undefined {
  const end = message.lastIndexOf(' from ')
  const [, address] = ORIGIN.exec(message.slice(Math.max(end, 0))) ?? []
  const name = message.slice(INVALID.length, end)
  return address === undefined
    ? undefined
    : attempt(['', name, address], { type: 'login_failed', login_fault: 'user', attempts: null })
}
