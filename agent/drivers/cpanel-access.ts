import type { Context, LineEvent } from '../../lib/event/event.ts'
import { type Caller, callerOf, parseAccessLine } from './access-line.ts'
import type { Driver, ParseContext, Parsed } from './driver.ts'
import { type ForwardCall, forwardCall } from './forward-call.ts'
import { forwardOf } from './forward.ts'
import { parseTarget } from './request-target.ts'

/**
 * cPanel's access_log: who changed a forward, and from where. Bodies are not logged, so most additions tell no
 * recipient; the other half comes from `cpanel-error`. Status 200 says that a page was sent, not that the call
 * succeeded.
 */
export const cpanelAccess: Driver = {
  name: 'cpanel-access',
  kinds: ['forward_added_partial_ip', 'forward_removed', 'forward_removed_partial_ip'],
  // Every call of interest holds `fwd` or `forward`, in lower-case letters; percent-encoded, those begin with %6 or %7.
  needles: ['fwd', 'forward', '%6', '%7'],
  parse: (line: string, { zone }: ParseContext): Parsed => {
    const access = parseAccessLine(line)
    if (access === undefined) return 'unrecognised'
    // Requests of nobody are logged with status 200 too: https://github.com/crowdsecurity/hub, cpanel-logs.log.
    if (access.rawUser === '-' || access.rawUser === '' || access.status !== '200') return 'uninteresting'
    const call = forwardCall(access.method, parseTarget(access.target))
    if (call === undefined) return 'uninteresting'
    const caller = callerOf(access, zone)
    return caller === undefined ? 'unrecognised' : [toEvent(caller, call)]
  },
}

/** Who changed it is cPanel's word; a mailbox that an account's owner names in the query would be the client's. */
function toEvent({ user, port, ip, time }: Caller, call: ForwardCall): LineEvent {
  const who = { time, context: contextOf(user, port), mailbox_address: user, ip }
  if (call.change === 'added') return { type: 'forward_added_partial_ip', ...who }
  if (call.recipient === undefined) return { type: 'forward_removed_partial_ip', ...who }
  const { type, recipient } = forwardOf(call.recipient)
  return { type: 'forward_removed', ...who, forward_recipient: recipient, forward_type: type }
}

/** Ports 2086 and 2087 are WHM's. */
function contextOf(user: string, port: string | undefined): Context {
  if (user.includes('@')) return 'mailbox'
  return user === 'root' || port === '2086' || port === '2087' ? 'system' : 'domain'
}
