import type { Context, EventOf, Service } from '../../lib/event/event.ts'
import type { ValueOf } from '../../lib/event/fields.ts'
import { parseStamp } from '../../lib/time/stamp.ts'
import { isName } from './captured-text.ts'
import { clientAddress } from './client-address.ts'
import type { Driver, ParseContext, Parsed } from './driver.ts'

/** What its lines can say. */
type LoginKind = 'login' | 'login_failed' | 'login_deferred' | 'login_impersonated' | 'login_locked_out'

/**
 * cPanel's login_log, in both layouts that one file can mix: `[stamp] info [scope] ip - user …` and, by cpdavd and old
 * releases, `ip - user [stamp] …`. Sources: https://docs.cpanel.net, "The cPanel Log Files", and the samples of wazuh
 * and crowdsec.
 */
export const cpanelLogin: Driver<LoginKind> = {
  name: 'cpanel-login',
  kinds: ['login', 'login_failed', 'login_deferred', 'login_impersonated', 'login_locked_out'],
  needles: 'every line',
  parse: (line: string, { zone }: ParseContext): Parsed<LoginKind> => {
    const attempt = stampFirst(line) ?? stampLater(line)
    if (attempt === undefined) return 'unrecognised'
    const { stamp, user } = attempt
    const ip = clientAddress(attempt.ip)
    const time = parseStamp(stamp, zone)
    const service = serviceOf(attempt.scope) ?? serviceOf(attempt.asked)
    if (time === undefined || service === undefined || ip === undefined) return 'unrecognised'
    // An attempt without a name has `-` there, or nothing between two spaces.
    if (user === '-' || user === '') return 'uninteresting'
    if (!isName(user)) return 'unrecognised'
    return eventsOf(attempt, { time, context: contextOf(service, user), mailbox_address: user, ip, service })
  },
}

/** The fields of a line, unchecked. */
interface Attempt extends Ending {
  readonly stamp: string
  readonly ip: string
  readonly user: string
  /** Root or the reseller who acts as the user; empty for the user himself. */
  readonly possessor: string
  /** The daemon that wrote the line; empty in the old layout. */
  readonly scope: string
}

/** How an attempt ended. */
interface Ending {
  readonly outcome: 'SUCCESS' | 'FAILED' | 'DEFERRED'
  /** The daemon that was asked. */
  readonly asked: string
  /** Why, in words of cPanel that may repeat the user; empty for a success. */
  readonly reason: string
}

type Who = Omit<EventOf<'login'>, 'type' | 'actor'>

/** The first event is the attempt itself; what more the line tells follows. */
function eventsOf({ outcome, reason, possessor }: Attempt, who: Who): EventOf<LoginKind>[] {
  if (outcome === 'DEFERRED') return [{ type: 'login_deferred', ...who }]
  if (outcome === 'SUCCESS') {
    const actor = isName(possessor) && possessor.length <= 255 ? possessor : null
    const login: EventOf<LoginKind> = { type: 'login', ...who, actor }
    return possessor === '' ? [login] : [login, { type: 'login_impersonated', ...who, actor }]
  }
  const login_fault = faultOf(reason)
  const failed: EventOf<LoginKind> = { type: 'login_failed', ...who, login_fault, attempts: null }
  return isLockout(reason) ? [failed, { type: 'login_locked_out', ...who }] : [failed]
}

const STAMP_FIRST =
  /^\[([^\]]{1,64})\] info \[([a-z]+)\] ([^ ]+) - ([^ "]*)(?: \(possessor: ([^ )"]{1,1024})\))? (?=[-"])/
const STAMP_LATER = /^([^ ]+) - ([^ "]*) \[([^\]]{1,64})\] (?=")/

function stampFirst(line: string): Attempt | undefined {
  const [head = '', stamp = '', scope = '', ip = '', user = '', possessor = ''] = STAMP_FIRST.exec(line) ?? []
  const ending = endingOf(line.slice(head.length))
  return head === '' || ending === undefined ? undefined : { ...ending, stamp, scope, ip, user, possessor }
}

function stampLater(line: string): Attempt | undefined {
  const [head = '', ip = '', user = '', stamp = ''] = STAMP_LATER.exec(line) ?? []
  const rest = line.slice(head.length)
  // Somebody who types ` [01/01/2020:00:00:00 +0000] "` as part of the name would set the time of the failure.
  if (head === '' || / \[\d{2}\/\d{2}\/\d{4}:[^\]]{8,14}\] "/.test(rest)) return undefined
  const ending = endingOf(rest)
  return ending && { ...ending, stamp, scope: '', ip, user, possessor: '' }
}

/**
 * From the text after the user. The user of a failure is whatever was typed, perhaps
 * `victim@example.com - SUCCESS LOGIN webmaild`. So a success must run to the very end of the line, as no failure does,
 * and be short, because an overlong line ends where it was cut. Of two failures the last counts: the request before it
 * is the client's text, and the reason after it repeats at most the user, who has no quote.
 */
function endingOf(text: string): Ending | undefined {
  const success = /^- SUCCESS LOGIN ([a-z]{1,32})$/.exec(text)
  if (success) return { outcome: 'SUCCESS', asked: success[1] ?? '', reason: '' }
  const quote = Math.max(0, text.lastIndexOf('" FAILED LOGIN '), text.lastIndexOf('" DEFERRED LOGIN '))
  const rest = text.startsWith('"') ? text.slice(quote) : text
  const failure = /^[-"] (FAILED|DEFERRED) LOGIN ([a-z]+)(?:$|:)/.exec(rest)
  if (failure === null) return undefined
  const [head, outcome, asked = ''] = failure
  return { outcome: outcome === 'FAILED' ? 'FAILED' : 'DEFERRED', asked, reason: rest.slice(head.length).trimStart() }
}

/** By the words with which reasons begin. Sources: the samples of crowdsec and wazuh, https://docs.cpanel.net. */
const FAULTS: readonly (readonly [words: RegExp, fault: ValueOf<'login_fault'>])[] = [
  [/^user password incorrect/, 'password'],
  [/^(?:invalid (?:cpanel user|user name)|user password hash is missing)/, 'user'],
  [/^(?:root login is not permitted|login attempt to whm by a non-reseller)/, 'forbidden'],
  [/^brute force attempt/, 'locked'],
  [/^login attempt without username/, 'name'],
]

/** A reason begins with words of cPanel, whatever user it repeats; the address ends it. */
function isLockout(reason: string): boolean {
  return reason.startsWith('brute force attempt (user ') && / has locked out IP [\dA-Fa-f.:]{2,45}$/.test(reason)
}

function faultOf(reason: string): ValueOf<'login_fault'> | null {
  if (reason === '') return null
  return FAULTS.find(([words]) => words.test(reason))?.[1] ?? 'other'
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
