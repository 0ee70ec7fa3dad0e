import type { Context, Service } from '../../lib/event/event.ts'
import { type Caller, callerOf, parseAccessLine } from './access-line.ts'
import type { Driver, ParseContext, Parsed } from './driver.ts'
import { changeAskedFor } from './panel-call.ts'
import type { PanelKind, Who } from './panel-changes.ts'
import { parseTarget } from './request-target.ts'

/**
 * Parts of the names in panel-functions.ts, in lower case; percent-encoded, such letters begin with %6 or %7, and `_`
 * is `%5f`. Names that are frequent elsewhere (`revoke`) are found by their module.
 */
const NEEDLES =
  'fwd forward efilter e_filte taddres t_addre respond suspend utgoing dd_pop te_pop addpop delpop passwd \
passwor gepass ootpass okens i_token termina %5f %5F %6 %7'.split(' ')

/**
 * cPanel's access_log: who changed a forward, a filter, a mailbox, a password or a token, and from where. Bodies are
 * not logged, so most requests do not tell what exactly; `cpanel-error` tells where forwards lead. Status 200 means
 * that a page was sent, not that the call succeeded.
 */
export const cpanelAccess: Driver<PanelKind> = {
  name: 'cpanel-access',
  kinds: [
    'forward_added_partial_ip',
    'forward_removed',
    'forward_removed_partial_ip',
    'domain_forward_added',
    'domain_forward_removed',
    'default_address_changed',
    'filter_stored',
    'filter_deleted',
    'filter_enabled',
    'filter_disabled',
    'autoresponder_added',
    'autoresponder_removed',
    'mailbox_created',
    'mailbox_deleted',
    'mailbox_password_changed',
    'mailbox_suspended',
    'mailbox_unsuspended',
    'account_password_changed',
    'api_token_created',
    'api_token_changed',
    'api_token_revoked',
    'whm_terminal_opened',
  ],
  needles: NEEDLES,
  keys: [
    ['%5', '%6', '%7'],
    ['rw', 'sw', 'sp'],
    ['rm'],
    ['lt', 'fw'],
    ['ok'],
    ['dd', 'tg'],
    ['lpo', 'epa', 'e_p'],
    ['otp'],
  ],
  parse: (line: string, { zone }: ParseContext): Parsed<PanelKind> => {
    const access = parseAccessLine(line)
    if (access === undefined) return 'unrecognised'
    // Requests without a user are logged with status 200, too: https://github.com/crowdsecurity/hub, cpanel-logs.log.
    if (access.rawUser === '-' || access.rawUser === '' || access.status !== '200') return 'uninteresting'
    const target = parseTarget(access.target)
    const change = changeAskedFor(access.method, target)
    if (change === undefined) return 'uninteresting'
    const caller = callerOf(access, zone)
    return caller === undefined ? 'unrecognised' : [change(whoOf(caller), target)]
  },
}

/** The user is cPanel's word; whom the query names is only the client's, and is told as such. */
function whoOf({ user, port, ip, time }: Caller): Who {
  const service = SERVICES.get(port) ?? null
  return { time, context: contextOf(user, service), mailbox_address: user, ip, service }
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
