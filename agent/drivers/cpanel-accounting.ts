import type { EventOf } from '../../lib/event/event.ts'
import { parseLongStamp } from '../../lib/time/long-stamp.ts'
import { isName } from './captured-text.ts'
import type { Driver, ParseContext, Parsed } from './driver.ts'

/** What its lines can say. */
type AccountKind =
  | 'account_created'
  | 'account_removed'
  | 'account_suspended'
  | 'account_unsuspended'
  | 'account_changed'
  | 'api_token_created'
  | 'api_token_changed'
  | 'api_token_revoked'
  | 'two_factor_removed'

/**
 * cPanel's accounting.log: `Thu Jun 11 13:33:19 2015:ADDRESELLER:root:root:example.com:shop`, the stamp in local time,
 * what was done, who was logged in and as whom he acted, a domain and, last, an account or the name of an API token.
 * Source: https://docs.cpanel.net, "The cPanel Log Files".
 */
export const cpanelAccounting: Driver<AccountKind> = {
  name: 'cpanel-accounting',
  kinds: [
    'account_created',
    'account_removed',
    'account_suspended',
    'account_unsuspended',
    'account_changed',
    'api_token_created',
    'api_token_changed',
    'api_token_revoked',
    'two_factor_removed',
  ],
  needles: 'every line',
  parse: (line: string, { zone }: ParseContext): Parsed<AccountKind> => {
    const time = parseLongStamp(line.slice(0, STAMP), zone)
    const [empty, operation = '', actor = '', owner = '', ...rest] = line.slice(STAMP).split(':')
    const last = rest.at(-1) ?? ''
    if (time === undefined || empty !== '' || !/^[A-Z_]{1,64}$/.test(operation)) return 'unrecognised'
    const told = OPERATIONS.get(operation)
    if (told === undefined) return 'uninteresting'
    if (rest.length < 2 || ![actor, owner].every(isUser)) return 'unrecognised'
    return told({ time, actor, owner, last }) ?? 'unrecognised'
  },
}

/** The length of a stamp, in characters; a colon follows. */
const STAMP = 24

/** The fields of a line. */
interface Fields {
  readonly time: number
  readonly actor: string
  readonly owner: string
  readonly last: string
}

type Told = (fields: Fields) => [EventOf<AccountKind>] | undefined

const OPERATIONS: ReadonlyMap<string, Told> = new Map<string, Told>([
  ['CREATE', ofAccount('account_created')],
  ['REMOVE', ofAccount('account_removed')],
  ['SUSPEND', ofAccount('account_suspended')],
  ['UNSUSPEND', ofAccount('account_unsuspended')],
  ['CHANGEOWNER', changed('owner')],
  ['ADDRESELLER', changed('reseller')],
  ['PURGE_TFA_CONFIG_FOR_USER', ofAccount('two_factor_removed')],
  ['CREATEAPITOKEN', ofToken('api_token_created')],
  ['UPDATEAPITOKEN', ofToken('api_token_changed')],
  ['REVOKEAPITOKEN', ofToken('api_token_revoked')],
])

function ofAccount(
  type: 'account_created' | 'account_removed' | 'account_suspended' | 'account_unsuspended' | 'two_factor_removed',
): Told {
  return (fields) => (isUser(fields.last) ? [{ type, ...whoOf(fields, fields.last) }] : undefined)
}

function changed(account_setting: 'owner' | 'reseller'): Told {
  return (fields) =>
    isUser(fields.last) ? [{ type: 'account_changed', ...whoOf(fields, fields.last), account_setting }] : undefined
}

/** A token belongs to the one as whom somebody acts. */
function ofToken(type: 'api_token_created' | 'api_token_changed' | 'api_token_revoked'): Told {
  return (fields) => {
    const token_name = isUser(fields.last) ? fields.last : null
    return [{ type, ...whoOf(fields, fields.owner), context: 'system', token_name }]
  }
}

function whoOf({ time, actor }: Fields, concerned: string): Omit<EventOf<'account_created'>, 'type'> {
  return {
    time,
    context: concerned === 'root' ? 'system' : 'domain',
    service: null,
    ip: null,
    mailbox_address: concerned,
    actor: actor === concerned ? null : actor,
  }
}

function isUser(text: string): boolean {
  return isName(text) && text.length <= 255
}
