import type { Context, Service } from '../../lib/event/event.ts'
import { parseStamp } from '../../lib/time/stamp.ts'
import { isName } from './captured-text.ts'
import { clientAddress } from './client-address.ts'
import type { Driver, ParseContext, Parsed } from './driver.ts'

/** What its lines can say. */
type LoginKind = 'login' | 'login_failed' | 'login_deferred'

/**
 * cPanel's login_log, in both layouts that one file can mix: `[stamp] info [scope] ip - user …` and, by cpdavd and old
 * releases, `ip - user [stamp] …`. Sources: https://docs.cpanel.net, "The cPanel Log Files", and the samples of wazuh
 * and crowdsec.
 */
export const cpanelLogin: Driver<LoginKind> = {
  name: 'cpanel-login',
  kinds: ['login', 'login_failed', 'login_deferred'],
  needles: 'every line',
  parse: (line: string, { zone }: ParseContext): Parsed<LoginKind> => {
    const attempt = stampFirst(line) ?? stampLater(line)
    if (attempt === undefined) return 'unrecognised'
    const { type, stamp, user } = attempt
    const ip = clientAddress(attempt.ip)
    const time = parseStamp(stamp, zone)
    const service = serviceOf(attempt.scope) ?? serviceOf(attempt.asked)
    if (time === undefined || service === undefined || ip === undefined) return 'unrecognised'
    // An attempt without a name has `-` there, or nothing between two spaces.
    if (user === '-' || user === '') return 'uninteresting'
    if (!isName(user)) return 'unrecognised'
    const who = { time, context: contextOf(service, user), mailbox_address: user, ip, service }
    return [type === 'login_failed' ? { type, ...who, login_fault: null, attempts: null } : { type, ...who }]
  },
}

/** The fields of a line, unchecked. */
interface Attempt {
  readonly type: LoginKind
  readonly stamp: string
  readonly ip: string
  readonly user: string
  /** The daemon that wrote the line; empty in the old layout. */
  readonly scope: string
  /** The daemon that was asked. */
  readonly asked: string
}

const STAMP_FIRST =
  /^\[([^\]]{1,64})\] info \[([a-z]+)\] ([^ ]+) - ([^ "]*)(?: \(possessor: [^ )"]{1,1024}\))? (?=[-"])/
const STAMP_LATER = /^([^ ]+) - ([^ "]*) \[([^\]]{1,64})\] (?=")/

function stampFirst(line: string): Attempt | undefined {
  const [head = '', stamp = '', scope = '', ip = '', user = ''] = STAMP_FIRST.exec(line) ?? []
  const outcome = outcomeOf(line.slice(head.length))
  return head === '' || outcome === undefined ? undefined : { ...outcome, stamp, scope, ip, user }
}

function stampLater(line: string): Attempt | undefined {
  const [head = '', ip = '', user = '', stamp = ''] = STAMP_LATER.exec(line) ?? []
  const rest = line.slice(head.length)
  // Somebody who types ` [01/01/2020:00:00:00 +0000] "` as part of the name would set the time of the failure.
  if (head === '' || / \[\d{2}\/\d{2}\/\d{4}:[^\]]{8,14}\] "/.test(rest)) return undefined
  const outcome = outcomeOf(rest)
  return outcome && { ...outcome, stamp, scope: '', ip, user }
}

/**
 * How an attempt ended, from the text after the user. The user of a failure is whatever was typed, perhaps
 * `victim@example.com - SUCCESS LOGIN webmaild`. So a success must run to the very end of the line, as no failure does,
 * and be short, because an overlong line ends where it was cut. Of two failures the last counts: the request before it
 * is the client's text, and the reason after it repeats at most the user, who has no quote.
 */
function outcomeOf(text: string): Pick<Attempt, 'type' | 'asked'> | undefined {
  const success = /^- SUCCESS LOGIN ([a-z]{1,32})$/.exec(text)
  if (success) return { type: 'login', asked: success[1] ?? '' }
  const quote = Math.max(0, text.lastIndexOf('" FAILED LOGIN '), text.lastIndexOf('" DEFERRED LOGIN '))
  const rest = text.startsWith('"') ? text.slice(quote) : text
  const failure = /^[-"] (FAILED|DEFERRED) LOGIN ([a-z]+)(?:$|:)/.exec(rest)
  if (failure === null) return undefined
  return { type: failure[1] === 'FAILED' ? 'login_failed' : 'login_deferred', asked: failure[2] ?? '' }
}

/** The services that log to this file. */
type LoginService = Extract<Service, 'webmail' | 'cpanel' | 'whm' | 'dav'>

/** By the daemon's name; undefined for one that does not tell (`cpsrvd`, which was all of them once). */
function serviceOf(daemon: string): LoginService | undefined {
  switch (daemon) {
    case 'webmaild':
      return 'webmail'
    case 'cpdavd':
      return 'dav'
    case 'cpaneld':
      return 'cpanel'
    case 'whostmgrd':
      return 'whm'
    default:
      return undefined
  }
}

function contextOf(service: LoginService, user: string): Context {
  switch (service) {
    case 'webmail':
    case 'dav':
      return user.includes('@') ? 'mailbox' : 'domain'
    case 'cpanel':
      return 'domain'
    case 'whm':
      return 'system'
  }
}
