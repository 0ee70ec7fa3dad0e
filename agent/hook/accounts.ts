import type { Event, EventOf } from '../../lib/event/event.ts'
import { nameIn } from './concerned.ts'
import type { Hooked, Told } from './hooked.ts'

type Change =
  | 'account_created'
  | 'account_removed'
  | 'account_suspended'
  | 'account_unsuspended'
  | 'account_password_changed'
type Setting = EventOf<'account_changed'>['account_setting']
type TokenChange = 'api_token_created' | 'api_token_changed' | 'api_token_revoked'

/**
 * Accounts of cPanel, as WHM and root's scripts change them, and the API tokens of accounts
 * (https://api.docs.cpanel.net, "Guide to Standardized Hooks", Whostmgr, Passwd and Cpanel functions).
 */
export const ACCOUNT_HOOKS: readonly Hooked[] = [
  changed('Whostmgr', 'Accounts::Create', 'account_created'),
  changed('Whostmgr', 'Accounts::Remove', 'account_removed'),
  changed('Whostmgr', 'Accounts::suspendacct', 'account_suspended'),
  changed('Whostmgr', 'Accounts::unsuspendacct', 'account_unsuspended'),
  changed('Passwd', 'ChangePasswd', 'account_password_changed'),
  set('Accounts::Modify', 'other'),
  set('Accounts::change_package', 'package'),
  set('Accounts::set_shell', 'shell'),
  token('UAPI::Tokens::create_full_access', 'api_token_created'),
  token('UAPI::Tokens::rename', 'api_token_changed'),
  token('UAPI::Tokens::revoke', 'api_token_revoked'),
]

function changed(category: Hooked['category'], event: string, type: Change): Hooked {
  const eventsOf = ({ user }: Told, time: number): Event[] => {
    const account = accountOf(user)
    if (account === undefined) return []
    return [
      type === 'account_password_changed' ? { type, time, ...account, named_user: null } : { type, time, ...account },
    ]
  }
  return { category, event, reads: ['user'], kinds: [type], eventsOf }
}

function set(event: string, account_setting: Setting): Hooked {
  const eventsOf = ({ user }: Told, time: number): Event[] => {
    const account = accountOf(user)
    return account === undefined ? [] : [{ type: 'account_changed', time, ...account, account_setting }]
  }
  return { category: 'Whostmgr', event, reads: ['user'], kinds: ['account_changed'], eventsOf }
}

function token(event: string, type: TokenChange): Hooked {
  const eventsOf = ({ user, args }: Told, time: number): Event[] => {
    const account = accountOf(user)
    return account === undefined ? [] : [{ type, time, ...account, token_name: nameIn(args['name']) }]
  }
  return { category: 'Cpanel', event, reads: ['name'], kinds: [type], eventsOf }
}

interface Account {
  readonly context: 'domain' | 'system'
  readonly service: null
  readonly mailbox_address: string
  readonly ip: null
  readonly actor: null
}

/** undefined where no account is named; root is no account with domains. */
function accountOf(user: string | null): Account | undefined {
  const name = nameIn(user)
  if (name === null) return undefined
  const context = name === 'root' ? 'system' : 'domain'
  return { context, service: null, mailbox_address: name, ip: null, actor: null }
}
