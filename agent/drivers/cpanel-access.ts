import type { Context, EventOf, Service } from '../../lib/event/event.ts'
import { type Caller, callerOf, parseAccessLine } from './access-line.ts'
import type { Driver, ParseContext, Parsed } from './driver.ts'
import { type ForwardCall, forwardCall } from './forward-call.ts'
import { forwardOf } from './forward.ts'
import { parseTarget } from './request-target.ts'

/** What its lines can say. */
type ForwardKind = 'forward_added_partial_ip' | 'forward_removed' | 'forward_removed_partial_ip'

/**
 * cPanel's access_log: who changed a forward, and from where. Bodies are not logged, so most additions name no
 * recipient; `cpanel-error` tells that half. Status 200 means that a page was sent, not that the call succeeded.
 */
export const cpanelAccess: Driver<ForwardKind> = {
  name: 'cpanel-access',
  kinds: ['forward_added_partial_ip', 'forward_removed', 'forward_removed_partial_ip'],
  // Calls of interest contain `fwd` or `forward` in lower case; percent-encoded, these letters begin with %6 or %7.
  needles: ['fwd', 'forward', '%6', '%7'],
  parse: (line: string, { zone }: ParseContext): Parsed<ForwardKind> => {
    const access = parseAccessLine(line)
    if (access === undefined) return 'unrecognised'
    // Requests without a user are logged with status 200, too: https://github.com/crowdsecurity/hub, cpanel-logs.log.
    if (access.rawUser === '-' || access.rawUser === '' || access.status !== '200') return 'uninteresting'
    const call = forwardCall(access.method, parseTarget(access.target))
    if (call === undefined) return 'uninteresting'
    const caller = callerOf(access, zone)
    return caller === undefined ? 'unrecognised' : [toEvent(caller, call)]
  },
}

/** The user is cPanel's word; a mailbox in the query is only the client's, so it is not used. */
function toEvent({ user, port, ip, time }: Caller, call: ForwardCall): EventOf<ForwardKind> {
  const service = SERVICES.get(port) ?? null
  const who = { time, context: contextOf(user, service), mailbox_address: user, ip, service }
  if (call.change === 'added') return { type: 'forward_added_partial_ip', ...who }
  if (call.recipient === undefined) return { type: 'forward_removed_partial_ip', ...who }
  const { type, recipient } = forwardOf(call.recipient)
  return { type: 'forward_removed', ...who, forward_recipient: recipient, forward_type: type }
}

/** By the port that was asked for. Source: https://docs.cpanel.net, "How to Configure Your Firewall for cPanel". */
const SERVICES: ReadonlyMap<string | undefined, Extract<Service, 'webmail' | 'cpanel' | 'whm'>> = new Map([
  ['2082', 'cpanel'],
  ['2083', 'cpanel'],
  ['2086', 'whm'],
  ['2087', 'whm'],
  ['2095', 'webmail'],
  ['2096', 'webmail'],
])

function contextOf(user: string, service: Service | null): Context {
  if (user.includes('@')) return 'mailbox'
  return user === 'root' || service === 'whm' ? 'system' : 'domain'
}
