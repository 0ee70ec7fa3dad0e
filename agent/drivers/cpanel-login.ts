import type { Context, LineEvent } from '../../lib/event/event.ts'
import { parseStamp } from '../../lib/time/stamp.ts'
import { isName } from './captured-text.ts'
import { clientAddress } from './client-address.ts'
import type { Driver, ParseContext, Parsed } from './driver.ts'

/**
 * cPanel's login_log, in both layouts that stand side by side in one file: `[stamp] info [scope] ip - user …` and, from
 * cpdavd and old releases, `ip - user [stamp] …`. Sources: https://docs.cpanel.net, "The cPanel Log Files", and the
 * samples of wazuh and crowdsec.
 */
export const cpanelLogin: Driver = {
  name: 'cpanel-login',
  kinds: ['login', 'login_failed', 'login_deferred'],
  needles: 'every line',
  parse: (line: string, { zone }: ParseContext): Parsed => {
    const attempt = stampFirst(line) ?? stampLater(line)
    if (attempt === undefined) return 'unrecognised'
    const { type, stamp, user, scope, service } = attempt
    const ip = clientAddress(attempt.ip)
    const time = parseStamp(stamp, zone)
    const context = contextOf(scope, user) ?? contextOf(service, user)
    if (time === undefined || context === undefined || ip === undefined) return 'unrecognised'
    // Who names nobody is written as `-`, or as nothing between two spaces.
    if (user === '-' || user === '') return 'uninteresting'
    return isName(user) ? [{ type, time, context, mailbox_address: user, ip }] : 'unrecognised'
  },
}

/** The fields of a line, none of them checked. */
interface Attempt {
  readonly type: LineEvent['type']
  readonly stamp: string
  readonly ip: string
  readonly user: string
  /** The daemon that wrote the line, empty in the old layout. */
  readonly scope: string
  /** The daemon that was asked. */
  readonly service: string
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
  // Whoever types ` [01/01/2020:00:00:00 +0000] "` as a part of his name would set the time of his failure.
  if (head === '' || / \[\d{2}\/\d{2}\/\d{4}:[^\]]{8,14}\] "/.test(rest)) return undefined
  const outcome = outcomeOf(rest)
  return outcome && { ...outcome, stamp, scope: '', ip, user }
}

/**
 * How an attempt ended, from what follows the user. The user of a failure is what somebody typed, perhaps
 * `victim@example.com - SUCCESS LOGIN webmaild`: a success must therefore fill the line to its very end, which no
 * failure does, and be short, for the end of a line that is too long is only where it was cut. Of two failures the last
 * one counts, for the request before it is the client's too; the reason after it repeats at most the user, which holds
 * no quote.
 */
function outcomeOf(text: string): Pick<Attempt, 'type' | 'service'> | undefined {
  const success = /^- SUCCESS LOGIN ([a-z]{1,32})$/.exec(text)
  if (success) return { type: 'login', service: success[1] ?? '' }
  const quote = Math.max(0, text.lastIndexOf('" FAILED LOGIN '), text.lastIndexOf('" DEFERRED LOGIN '))
  const rest = text.startsWith('"') ? text.slice(quote) : text
  const failure = /^[-"] (FAILED|DEFERRED) LOGIN ([a-z]+)(?:$|:)/.exec(rest)
  if (failure === null) return undefined
  return { type: failure[1] === 'FAILED' ? 'login_failed' : 'login_deferred', service: failure[2] ?? '' }
}

/**
 * Whose login it is by the daemon's name; undefined for one that does not tell (`cpsrvd`, which was all of them once).
 */
function contextOf(daemon: string, user: string): Context | undefined {
  switch (daemon) {
    case 'webmaild':
    case 'cpdavd':
      return user.includes('@') ? 'mailbox' : 'domain'
    case 'cpaneld':
      return 'domain'
    case 'whostmgrd':
      return 'system'
    default:
      return undefined
  }
}
