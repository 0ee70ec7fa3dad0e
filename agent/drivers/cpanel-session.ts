import type { Context, EventOf, Service } from '../../lib/event/event.ts'
import type { ValueOf } from '../../lib/event/fields.ts'
import { parseStamp } from '../../lib/time/stamp.ts'
import { isName } from './captured-text.ts'
import { clientAddress } from './client-address.ts'
import type { Driver, ParseContext, Parsed } from './driver.ts'

/** What its lines can say. */
type SessionKind = 'session_opened' | 'sessions_ended'

/**
 * cPanel's session_log: `[stamp] info [scope] ip NEW user:id address=…,app=…,creator=…,method=…` and `… PURGE user:id
 * reason`; old releases write `ip [stamp] NEW …`. The id after the user is as good as a password, so nothing of it is
 * kept. Sources: https://docs.cpanel.net, "The cPanel Log Files"; https://api.docs.cpanel.net, "Guide to Single
 * Sign-On" for the reasons; the samples of wazuh and csm.
 */
export const cpanelSession: Driver<SessionKind> = {
  name: 'cpanel-session',
  kinds: ['session_opened', 'sessions_ended'],
  needles: [' NEW ', 'd_chang'],
  parse: (line: string, { zone }: ParseContext): Parsed<SessionKind> => {
    const head = headOf(line)
    const [, action, user = '', rest = ''] = EVENT.exec(line.slice(head.length)) ?? []
    const time = parseStamp(head.stamp, zone)
    if (action === undefined || time === undefined || !isName(user)) return 'unrecognised'
    const who = { time, mailbox_address: user, ip: clientAddress(head.ip) ?? null }
    return (action === 'NEW' ? opened(who, head.scope, rest) : ended(who, rest)) ?? 'uninteresting'
  },
}

/** What stands before the event; `internal` stands for the address where cPanel itself ends a session. */
interface Head {
  readonly stamp: string
  readonly ip: string
  /** The daemon that wrote the line; empty in the old layout. */
  readonly scope: string
  readonly length: number
}

const STAMP_FIRST = /^\[([^\]]{1,64})\] info \[([a-z]{1,32})\] ([^ ]+) /
const STAMP_LATER = /^([^ [\]]+) \[([^\]]{1,64})\] /
const EVENT = /^(NEW|PURGE) ([^ :]+):[^ ]+ (.*)$/

function headOf(line: string): Head {
  const [first = '', stamp = '', scope = '', ip = ''] = STAMP_FIRST.exec(line) ?? []
  if (first !== '') return { stamp, ip, scope, length: first.length }
  const [later = '', laterIp = '', laterStamp = ''] = STAMP_LATER.exec(line) ?? []
  return { stamp: laterStamp, ip: laterIp, scope: '', length: later.length }
}

type Who = Pick<EventOf<'session_opened'>, 'time' | 'mailbox_address' | 'ip'>

function opened(who: Who, scope: string, rest: string): [EventOf<'session_opened'>] | undefined {
  const method = valueOf(rest, 'method')
  const session_method = METHODS.get(method) ?? 'other'
  // A refused password makes a session, too, and so does a daemon for itself.
  if (method === 'badpass' || method.startsWith('/')) return undefined
  const creator = valueOf(rest, 'creator')
  const actor = creator !== who.mailbox_address && isName(creator) && creator.length <= 255 ? creator : null
  // The session may be for another daemon than the one that wrote the line.
  const service = SERVICES.get(valueOf(rest, 'app')) ?? SERVICES.get(scope) ?? null
  return [{ type: 'session_opened', ...who, ...placeOf(who, service), session_method, actor }]
}

/** The daemon that wrote the line is that of whoever changed the password. */
function ended(who: Who, reason: string): [EventOf<'sessions_ended'>] | undefined {
  return reason === 'password_change' ? [{ type: 'sessions_ended', ...who, ...placeOf(who, null) }] : undefined
}

const METHODS: ReadonlyMap<string, ValueOf<'session_method'>> = new Map([
  ['handle_form_login', 'login'],
  ['create_user_session', 'api'],
  ['handle_auth_transfer', 'transfer'],
])

/** The value of a key; empty if there is none, or more than one: a client can write a path into another value. */
function valueOf(pairs: string, key: string): string {
  const [value = '', ...more] = pairs.split(',').filter((pair) => pair.startsWith(`${key}=`))
  return more.length === 0 ? value.slice(key.length + 1) : ''
}

type SessionService = Extract<Service, 'webmail' | 'cpanel' | 'whm' | 'dav'>

const SERVICES: ReadonlyMap<string, SessionService> = new Map([
  ['webmaild', 'webmail'],
  ['cpaneld', 'cpanel'],
  ['whostmgrd', 'whm'],
  ['whostmgr', 'whm'],
  ['cpdavd', 'dav'],
])

function placeOf(
  { mailbox_address: user }: Who,
  service: SessionService | null,
): { readonly context: Context; readonly service: SessionService | null } {
  if (user.includes('@')) return { context: 'mailbox', service }
  return { context: user === 'root' || service === 'whm' ? 'system' : 'domain', service }
}
