import type { Kind } from '../../../lib/event/catalogue.ts'
import type { EventSeverity } from '../../../lib/event/severity.ts'

/** What happened, in the few words of a table. */
const KIND_LABELS: Readonly<Record<Kind, string>> = {
  login: 'Login',
  login_failed: 'Login failed',
  login_deferred: 'Login put off',
  login_locked_out: 'Address locked out',
  login_impersonated: 'Login by a reseller or root',
  session_opened: 'Session opened',
  sessions_ended: 'Sessions ended',
  forward_added_partial_ip: 'Forward added, by whom',
  forward_added_partial_recipient: 'Forward added, to whom',
  forward_removed: 'Forward removed',
  forward_removed_partial_ip: 'Forward removed, by whom',
  domain_forward_added: 'Domain forwarded',
  domain_forward_removed: 'Domain no longer forwarded',
  default_address_changed: 'Default address changed',
  forward_found: 'Forward found',
  filter_stored: 'Filter stored',
  filter_deleted: 'Filter deleted',
  filter_enabled: 'Filter switched on',
  filter_disabled: 'Filter switched off',
  autoresponder_added: 'Autoresponder set',
  autoresponder_removed: 'Autoresponder removed',
  filter_found: 'Filter found',
  mailbox_created: 'Mailbox made',
  mailbox_deleted: 'Mailbox deleted',
  mailbox_password_changed: 'Password changed',
  mailbox_suspended: 'Mailbox suspended',
  mailbox_unsuspended: 'Suspension ended',
  account_created: 'Account made',
  account_removed: 'Account removed',
  account_changed: 'Account changed',
  account_suspended: 'Account suspended',
  account_unsuspended: 'Account no longer suspended',
  account_password_changed: 'Password of the account changed',
  api_token_created: 'API token made',
  api_token_changed: 'API token changed',
  api_token_revoked: 'API token revoked',
  api_token_used: 'API token used',
  two_factor_removed: 'Second factor removed',
  whm_terminal_opened: 'Root terminal opened',
  mail_submitted: 'Mail sent',
  mail_forwarded: 'Mail forwarded',
  mail_limit_reached: 'Mail limit reached',
  forward_added: 'Forward added',
  forward_deleted: 'Forward deleted',
  login_burst: 'Many logins failed',
  login_after_burst: 'Login after many failed',
  login_new_place: 'Login, new network',
  mail_burst: 'Much mail sent',
  mailbox_burst: 'Many mailboxes made',
  mailbox_takeover: 'Mailbox taken over',
  mailbox_takeover_step: 'Takeover goes on',
  log_gap: 'Part of a log lost',
  file_changed: 'File changed',
  files_changed: 'More files changed',
  files_updated: 'Files updated',
  traffic_high: 'Much traffic',
  traffic_errors_high: 'Many errors of a web site',
  traffic_recovered: 'Traffic normal again',
  traffic_silent: 'Web site silent',
  traffic_resumed: 'Web site asked again',
  web_logins_high: 'Many web logins',
  web_logins_recovered: 'Web logins ended',
  log_line: 'Line of a log',
  service_down: 'Service down',
  service_late: 'Service late',
  service_warning: 'Warning of a check',
  service_recovered: 'Service recovered',
  service_flapping: 'Service flapping',
  service_restarted: 'Service restarted',
  service_given_up: 'Service given up',
  certificate_expires: 'Certificate ends soon',
  certificate_renewed: 'Certificate renewed',
  disk_filling: 'Disk nearly full',
  reboot_required: 'Reboot required',
  network_down: 'Host without network',
  network_recovered: 'Network again',
  agent_started: 'Agent started',
  agent_stopped: 'Agent stopped',
  agent_alive: 'Agent works',
  source_missing: 'Log missing',
  source_stalled: 'Log without new lines',
  format_drift: 'Log not understood',
  source_recovered: 'Log well again',
  hooks_missing: 'Hooks missing',
  hooks_registered: 'Hooks registered again',
}

/** The label of a kind; its name if only a later version knows it. */
export function kindLabel(type: string): string {
  return isLabelled(type) ? KIND_LABELS[type] : type
}

/** From the labels alone: the catalogue of events is no part of the first view. */
function isLabelled(type: string): type is Kind {
  return Object.hasOwn(KIND_LABELS, type)
}

/** The kinds that change where mail goes, as a filter names them. */
export const FORWARD_KINDS = 'forward_*,domain_forward_*,default_address_changed,filter_*,autoresponder_*'

/** The kinds of a filter in words: `login_*` stands for all that begin so. */
export function kindsLabel(kinds: string): string {
  if (kinds === FORWARD_KINDS) return 'Forwards, filters and autoresponders'
  const words = kinds
    .split(',')
    .map((kind) => (kind.endsWith('*') ? `${kind.replace(/_?\*$/, '')} …` : kindLabel(kind)))
  return words.map((word) => word.replaceAll('_', ' ')).join(', ')
}

/** Severities as words; `info` is what happens every day. */
export const SEVERITY_LABELS: Readonly<Record<EventSeverity, string>> = {
  critical: 'Critical',
  high: 'High',
  medium: 'Medium',
  low: 'Low',
  info: 'Routine',
}

/** Services as people call them. */
export function serviceLabel(service: string): string {
  const known: Readonly<Record<string, string>> = {
    webmail: 'Webmail',
    cpanel: 'cPanel',
    whm: 'WHM',
    dav: 'DAV',
    imap: 'IMAP',
    pop3: 'POP3',
    sieve: 'Sieve',
    smtp: 'SMTP',
    ftp: 'FTP',
    ssh: 'SSH',
  }
  return Object.hasOwn(known, service) ? (known[service] ?? service) : service
}

/** The groups of the chart, in the order in which they are stacked. */
export const CHART_GROUPS = ['guesses', 'logins', 'changes', 'mail'] as const

/** One of them. */
export type ChartGroup = (typeof CHART_GROUPS)[number]

const GUESSES: ReadonlySet<string> = new Set(['login_failed', 'login_deferred', 'login_locked_out', 'login_burst'])

/** The group that a kind counts in. */
export function chartGroup(type: string): ChartGroup {
  if (GUESSES.has(type)) return 'guesses'
  if (type.startsWith('login') || type.startsWith('session')) return 'logins'
  return type.startsWith('mail_') ? 'mail' : 'changes'
}
