import type { Context, EventOf, Service } from '../../lib/event/event.ts'
import type { ValueOf } from '../../lib/event/fields.ts'
import { filterActionOf } from './filter-action.ts'
import { forwardOf } from './forward.ts'
import { accountIn, domainIn, mailboxIn, tokenNameIn } from './panel-parameters.ts'
import { lastValue, lastValues, type RequestTarget } from './request-target.ts'

/** What a request to cPanel can change. */
export type PanelKind =
  | 'forward_added_partial_ip'
  | 'forward_removed'
  | 'forward_removed_partial_ip'
  | 'domain_forward_added'
  | 'domain_forward_removed'
  | 'default_address_changed'
  | 'filter_stored'
  | 'filter_deleted'
  | 'filter_enabled'
  | 'filter_disabled'
  | 'autoresponder_added'
  | 'autoresponder_removed'
  | 'mailbox_created'
  | 'mailbox_deleted'
  | 'mailbox_password_changed'
  | 'mailbox_suspended'
  | 'mailbox_unsuspended'
  | 'account_password_changed'
  | 'api_token_created'
  | 'api_token_changed'
  | 'api_token_revoked'
  | 'whm_terminal_opened'

/** Who made a request and when: what cPanel itself wrote. */
export interface Who {
  readonly time: number
  readonly context: Context
  readonly mailbox_address: string
  readonly ip: string
  readonly service: Extract<Service, 'webmail' | 'cpanel' | 'whm'> | null
}

/** Makes the event of a change, with those parameters of its request that may be told. */
export type Change = (who: Who, target: RequestTarget) => EventOf<PanelKind>

/** The recipient may be one of several, and is told by `cpanel-error`. */
export const forwardAdded: Change = (who) => ({ type: 'forward_added_partial_ip', ...who })

/** The query names the recipient if it has all of these parameters; the last one is the recipient. */
export function forwardRemoved(...parameters: readonly string[]): Change {
  return (who, target) => {
    const values = parameters.map((name) => lastValue(target, name))
    const text = values.includes(undefined) ? undefined : values.at(-1)
    if (text === undefined) return { type: 'forward_removed_partial_ip', ...who }
    const { type, recipient } = forwardOf(text)
    return { type: 'forward_removed', ...who, forward_recipient: recipient, forward_type: type }
  }
}

/** `destination`: the parameter with the domain that mail goes to. */
export function domainForward(type: 'domain_forward_added' | 'domain_forward_removed', destination: string): Change {
  return (who, target) => ({
    type,
    ...who,
    forward_recipient: domainIn(target, destination),
    actor: null,
    domain: domainIn(target, 'domain'),
  })
}

/** Parameters as of UAPI's Email::set_default_address (https://api.docs.cpanel.net). */
export const defaultAddressChanged: Change = (who, target) => {
  const option = lastValue(target, 'fwdopt')
  const recipient =
    lastValue(target, option === 'system' ? 'fwdsystem' : 'fwdemail') ?? (option && WITHOUT_ADDRESS.get(option))
  const forward = recipient === undefined || recipient === '' ? undefined : forwardOf(recipient, option)
  return {
    type: 'default_address_changed',
    ...who,
    forward_recipient: forward?.recipient ?? null,
    actor: null,
    domain: domainIn(target, 'domain'),
    forward_type: forward?.type ?? null,
  }
}

const WITHOUT_ADDRESS: ReadonlyMap<string, string> = new Map([
  ['blackhole', ':blackhole:'],
  ['fail', ':fail:'],
  ['pipe', '|'],
])

/** A filter of a mailbox names it as `account`; one of all mailboxes of an account does not. */
export const filterStored: Change = (who, target) => ({
  type: 'filter_stored',
  ...who,
  ...filterActionOf(lastValues(target, /^(?:action|dest)\d{1,3}$/)),
  actor: null,
  named_user: mailboxIn(target, 'account'),
  filter_scope: null,
})

type MailboxKind =
  | 'filter_deleted'
  | 'filter_enabled'
  | 'filter_disabled'
  | 'autoresponder_added'
  | 'autoresponder_removed'
  | 'mailbox_created'
  | 'mailbox_deleted'
  | 'mailbox_password_changed'

/** `name`: the parameter that names the mailbox. */
export function ofMailbox(type: MailboxKind, name: 'account' | 'email'): Change {
  return (who, target): EventOf<MailboxKind> => ({ type, ...who, actor: null, named_user: mailboxIn(target, name) })
}

/** Of what is suspended or no longer so. */
export function suspension(type: 'mailbox_suspended' | 'mailbox_unsuspended', suspended: ValueOf<'suspended'>): Change {
  return (who, target) => ({ type, ...who, suspended, actor: null, named_user: mailboxIn(target, 'email') })
}

/** `name`: the parameter that names the account; without it, an account changes its own password. */
export function accountPasswordChanged(name?: string): Change {
  return ({ context, service, ...who }, target) => ({
    type: 'account_password_changed',
    ...who,
    ...ofAccount(context, service),
    actor: null,
    named_user: name === undefined ? null : accountIn(target, name),
  })
}

/** `name`: the parameter with the token's name. */
export function apiToken(
  type: 'api_token_created' | 'api_token_changed' | 'api_token_revoked',
  name: 'name' | 'token_name',
): Change {
  return ({ context, service, ...who }, target) => ({
    type,
    ...who,
    ...ofAccount(context, service),
    token_name: tokenNameIn(target, name),
    actor: null,
  })
}

/** A shell of root in the browser. */
export const terminalOpened: Change = ({ context, service, ...who }) => ({
  type: 'whm_terminal_opened',
  ...who,
  ...ofAccount(context, service),
  actor: null,
})

/** Mailboxes have neither accounts nor tokens, so a request by one concerns its account. */
function ofAccount(
  context: Context,
  service: Who['service'],
): { readonly context: 'domain' | 'system'; readonly service: 'cpanel' | 'whm' | null } {
  return { context: context === 'mailbox' ? 'domain' : context, service: service === 'webmail' ? null : service }
}
