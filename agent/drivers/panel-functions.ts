import {
  accountPasswordChanged,
  apiToken,
  type Change,
  defaultAddressChanged,
  domainForward,
  filterStored,
  forwardAdded,
  forwardRemoved,
  ofMailbox,
  suspension,
  terminalOpened,
} from './panel-changes.ts'

/** A function of UAPI or API 2, and what it changes. */
interface PanelFunction {
  readonly module: 'Email' | 'Tokens' | 'Passwd'
  readonly change: Change
}

/** A page, and what it changes. */
interface Page {
  readonly change: Change
  /** Parameters of which a GET has one if it is the form, sent, and not the page, looked at; or looking does it. */
  readonly sent: readonly string[] | 'always'
}

/** Functions of UAPI and API 2 by name (https://api.docs.cpanel.net); no two modules share one. */
export const FUNCTIONS: ReadonlyMap<string, PanelFunction> = new Map([
  ...inModule('Email', {
    add_forwarder: forwardAdded,
    addforward: forwardAdded,
    delete_forwarder: forwardRemoved('address', 'forwarder'),
    delforward: forwardRemoved('emaildest'),
    add_domain_forwarder: domainForward('domain_forward_added', 'destdomain'),
    adddomainforward: domainForward('domain_forward_added', 'destdomain'),
    delete_domain_forwarder: domainForward('domain_forward_removed', 'destdomain'),
    set_default_address: defaultAddressChanged,
    setdefaultaddress: defaultAddressChanged,
    store_filter: filterStored,
    storefilter: filterStored,
    delete_filter: ofMailbox('filter_deleted', 'account'),
    deletefilter: ofMailbox('filter_deleted', 'account'),
    enable_filter: ofMailbox('filter_enabled', 'account'),
    disable_filter: ofMailbox('filter_disabled', 'account'),
    add_auto_responder: ofMailbox('autoresponder_added', 'email'),
    delete_auto_responder: ofMailbox('autoresponder_removed', 'email'),
    add_pop: ofMailbox('mailbox_created', 'email'),
    addpop: ofMailbox('mailbox_created', 'email'),
    delete_pop: ofMailbox('mailbox_deleted', 'email'),
    delpop: ofMailbox('mailbox_deleted', 'email'),
    passwd_pop: ofMailbox('mailbox_password_changed', 'email'),
    passwdpop: ofMailbox('mailbox_password_changed', 'email'),
    suspend_login: suspension('mailbox_suspended', 'login'),
    unsuspend_login: suspension('mailbox_unsuspended', 'login'),
    suspend_incoming: suspension('mailbox_suspended', 'incoming'),
    unsuspend_incoming: suspension('mailbox_unsuspended', 'incoming'),
    suspend_outgoing: suspension('mailbox_suspended', 'outgoing'),
    unsuspend_outgoing: suspension('mailbox_unsuspended', 'outgoing'),
    hold_outgoing: suspension('mailbox_suspended', 'held'),
    release_outgoing: suspension('mailbox_unsuspended', 'held'),
  }),
  ...inModule('Tokens', {
    create_full_access: apiToken('api_token_created', 'name'),
    rename: apiToken('api_token_changed', 'name'),
    revoke: apiToken('api_token_revoked', 'name'),
  }),
  ...inModule('Passwd', { change_password: accountPasswordChanged() }),
])

/** Functions of WHM's API, `json-api/…`. */
export const WHM_FUNCTIONS: ReadonlyMap<string, Change> = new Map([
  ['passwd', accountPasswordChanged('user')],
  ['api_token_create', apiToken('api_token_created', 'token_name')],
  ['api_token_update', apiToken('api_token_changed', 'token_name')],
  ['api_token_revoke', apiToken('api_token_revoked', 'token_name')],
])

/** Pages of WHM, `scripts12/…`: a page with a terminal is a shell. */
export const WHM_PAGES: ReadonlyMap<string, Page> = new Map<string, Page>([
  ['terminal', { change: terminalOpened, sent: 'always' }],
  ['chrootpass', { change: accountPasswordChanged(), sent: [] }],
])

/** The forms of cPanel and webmail, as the scripts of their users name them. */
export const PAGES: ReadonlyMap<string, Page> = new Map<string, Page>([
  ['doaddfwd.html', { change: forwardAdded, sent: ['fwdemail', 'fwdopt'] }],
  ['dodelfwd.html', { change: forwardRemoved('emaildest'), sent: ['emaildest'] }],
  ['doadddfwd.html', { change: domainForward('domain_forward_added', 'forward'), sent: ['forward'] }],
  ['dodeldfwd.html', { change: domainForward('domain_forward_removed', 'forward'), sent: ['domain'] }],
  ['doaddpop.html', { change: ofMailbox('mailbox_created', 'email'), sent: ['email'] }],
  ['realdelpop.html', { change: ofMailbox('mailbox_deleted', 'email'), sent: ['email'] }],
  ['dopasswdpop.html', { change: ofMailbox('mailbox_password_changed', 'email'), sent: ['email'] }],
  ['changepass.html', { change: accountPasswordChanged(), sent: ['newpass'] }],
])

function inModule(
  module: PanelFunction['module'],
  changes: Readonly<Record<string, Change>>,
): (readonly [string, PanelFunction])[] {
  return Object.entries(changes).map(([name, change]) => [name, { module, change }])
}
