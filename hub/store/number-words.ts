import type { Context, Service } from '../../lib/event/event.ts'
import type { AnyKind } from '../../lib/event/hub-kinds.ts'
import type { EventSeverity } from '../../lib/event/severity.ts'

/** The kinds of events by their numbers in the store, which never change: append what is new, here and below. */
const KIND_WORDS = `
login login_failed login_deferred login_locked_out login_impersonated session_opened sessions_ended
forward_added_partial_ip forward_added_partial_recipient forward_removed forward_removed_partial_ip domain_forward_added
domain_forward_removed default_address_changed forward_found filter_stored filter_deleted filter_enabled filter_disabled
autoresponder_added autoresponder_removed filter_found mailbox_created mailbox_deleted mailbox_password_changed
mailbox_suspended mailbox_unsuspended account_created account_removed account_changed account_suspended
account_unsuspended account_password_changed api_token_created api_token_changed api_token_revoked api_token_used
two_factor_removed whm_terminal_opened mail_submitted mail_forwarded mail_limit_reached forward_added forward_deleted
login_burst login_after_burst login_new_place mail_burst mailbox_burst mailbox_takeover mailbox_takeover_step log_gap
host_silent host_heard source_blind source_seen foreign_host login_new_country login_new_provider
incidents_left_out file_changed files_changed files_updated traffic_high traffic_errors_high traffic_recovered
traffic_silent traffic_resumed web_logins_high web_logins_recovered
fleet_traffic_high fleet_traffic_recovered log_line
service_down service_late service_warning service_recovered service_flapping certificate_expires certificate_renewed
disk_filling reboot_required network_down network_recovered service_restarted service_given_up
agent_started agent_stopped agent_alive source_missing source_stalled format_drift source_recovered hooks_missing
hooks_registered
`
  .trim()
  .split(/\s+/)

const CONTEXT_WORDS: readonly Context[] = ['mailbox', 'domain', 'system']

/** The number of a kind; -1 if it has none, which a test excludes. */
export function kindNumber(kind: AnyKind): number {
  return KIND_WORDS.indexOf(kind)
}

/** The number of a word that may be no kind of this version: then -1. */
export function wordNumber(word: string): number {
  return KIND_WORDS.indexOf(word)
}

/** The kind of a number; undefined if only a later version knows it. */
export function kindWord(number: number): string | undefined {
  return KIND_WORDS[number]
}

/** The number of a context; -1 if unknown. */
export function contextNumber(context: string | number | null | undefined): number {
  return CONTEXT_WORDS.findIndex((word) => word === context)
}

/** The context of a number. */
export function contextWord(number: number): Context | null {
  return CONTEXT_WORDS[number] ?? null
}

const SEVERITY_WORDS: readonly EventSeverity[] = ['info', 'low', 'medium', 'high', 'critical']

/** The number of a severity; a higher one matters more. -1 if it has none, which a test excludes. */
export function severityNumber(severity: EventSeverity): number {
  return SEVERITY_WORDS.indexOf(severity)
}

/** The severity of a number; `info` if only a later version knows it. */
export function severityWord(number: number): EventSeverity {
  return SEVERITY_WORDS[number] ?? 'info'
}

const SERVICE_WORDS: readonly Service[] = [
  'imap',
  'pop3',
  'smtp',
  'webmail',
  'cpanel',
  'whm',
  'dav',
  'sieve',
  'ftp',
  'ssh',
]

const SERVICE_NUMBERS: ReadonlyMap<unknown, number> = new Map(SERVICE_WORDS.map((word, number) => [word, number]))

/** The number of a service; null if it has none, or only a later version knows it. */
export function serviceNumber(service: unknown): number | null {
  return SERVICE_NUMBERS.get(service) ?? null
}

/** The service of a number; undefined if only a later version knows it. */
export function serviceWord(number: number): Service | undefined {
  return SERVICE_WORDS[number]
}
