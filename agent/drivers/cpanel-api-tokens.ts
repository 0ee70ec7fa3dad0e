import type { EventOf, Service } from '../../lib/event/event.ts'
import { parseStamp } from '../../lib/time/stamp.ts'
import { isName } from './captured-text.ts'
import { clientAddress } from './client-address.ts'
import type { Driver, ParseContext, Parsed } from './driver.ts'
import { parseTarget } from './request-target.ts'

/**
 * cPanel's api_tokens_log: each request with an API token. Of the request, in which passwords stand, only the function
 * is told. New releases begin with the client's address. Sources: https://docs.cpanel.net, "The cPanel Log Files", and
 * the samples of csm.
 */
export const cpanelApiTokens: Driver<'api_token_used'> = {
  name: 'cpanel-api-tokens',
  kinds: ['api_token_used'],
  needles: ['Token N'],
  parse: (line: string, { zone }: ParseContext): Parsed<'api_token_used'> => {
    const [, stamp = '', scope = '', host = '', status, user = '', token = '', target = ''] = LINE.exec(line) ?? []
    const time = parseStamp(stamp, zone)
    if (status === undefined || time === undefined || !isName(user)) return 'unrecognised'
    // A token that is refused is not used.
    return /^[23]/.test(status) ? [toEvent(time, scope, host, user, token, target)] : 'uninteresting'
  },
}

function toEvent(
  time: number,
  scope: string,
  host: string,
  user: string,
  token: string,
  target: string,
): EventOf<'api_token_used'> {
  const service = SERVICES.get(scope) ?? null
  return {
    type: 'api_token_used',
    time,
    context: service === 'whm' || user === 'root' ? 'system' : 'domain',
    service,
    ip: clientAddress(host) ?? null,
    mailbox_address: user,
    token_name: token.length <= 255 && isName(token) ? token : null,
    api_function: functionOf(target),
    actor: null,
  }
}

/** Everything up to the request is cPanel's; of the request only the target is read, up to its first space. */
const LINE =
  /^\[([^\]]{1,64})\] info \[([a-z]{1,32})\] (?:Host: \['([^']{0,64})'\],? )?HTTP Status: \['(\d{3})'\], User: \['([^']+)'\], Token Name: \['([^']*)'\], Request: \['[A-Z]+ +([^ ]+)/

const SERVICES: ReadonlyMap<string, Extract<Service, 'cpanel' | 'whm'>> = new Map([
  ['whostmgrd', 'whm'],
  ['cpaneld', 'cpanel'],
])

const WORD = /^[A-Za-z]\w{0,39}$/

/** The path of an API's call, and nothing else: other paths may hold anything. */
function functionOf(target: string): string | null {
  const { path } = parseTarget(target)
  const [first = ''] = path
  const isCall = first === 'execute' ? path.length === 3 : /^(?:(?:json|xml)-api|scripts\d{0,3})$/.test(first)
  return isCall && path.length <= 3 && path.slice(1).every((word) => WORD.test(word)) ? path.join('/') : null
}
