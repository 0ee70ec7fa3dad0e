/** What a kind of event does to an incident: it opens one, joins one that is there, or ends it. */
export type Part = 'opens' | 'joins' | 'ends'

/** What a kind of event means for the incidents that it can belong to. */
export interface Meaning {
  /** For the compromise of the mailbox or account that it concerns. */
  readonly compromise?: 'opens' | 'joins'
  /** For the attack of the address that it comes from; what is `counted` is no step of its own. */
  readonly attack?: 'opens' | 'joins' | 'counted' | 'succeeds'
  /** For the blindness of its host. */
  readonly blindSpot?: Part
  /** For the misuse of its host's credential. */
  readonly misuse?: 'opens'
  /** For the overload of hosts together, of which its host has most. */
  readonly overload?: Part
  /** For the outage of what a check looks at, or of the network of its host. */
  readonly outage?: Part
  /** For the certificate that a check saw. */
  readonly expiry?: Part
}

const CHANGE: Meaning = { compromise: 'joins' }

/** A login that was refused. */
const TRY: Meaning = { attack: 'counted' }

/** The kinds that mean something; all others are no evidence. */
const MEANINGS: Readonly<Record<string, Meaning>> = {
  mailbox_takeover: { compromise: 'opens', attack: 'joins' },
  mailbox_takeover_step: { compromise: 'opens', attack: 'joins' },
  login_after_burst: { compromise: 'opens', attack: 'succeeds' },
  mail_burst: { compromise: 'opens' },
  mailbox_burst: { compromise: 'opens' },
  login_burst: { compromise: 'joins', attack: 'opens' },
  login: { attack: 'succeeds' },
  session_opened: { attack: 'succeeds' },
  login_failed: TRY,
  login_deferred: TRY,
  login_locked_out: TRY,
  login_new_place: CHANGE,
  login_new_country: CHANGE,
  login_new_provider: CHANGE,
  sessions_ended: CHANGE,
  forward_added_partial_ip: CHANGE,
  forward_added_partial_recipient: CHANGE,
  forward_added: CHANGE,
  forward_deleted: CHANGE,
  forward_found: CHANGE,
  forward_removed: CHANGE,
  domain_forward_added: CHANGE,
  domain_forward_removed: CHANGE,
  default_address_changed: CHANGE,
  filter_stored: CHANGE,
  filter_deleted: CHANGE,
  filter_enabled: CHANGE,
  filter_disabled: CHANGE,
  filter_found: CHANGE,
  autoresponder_added: CHANGE,
  autoresponder_removed: CHANGE,
  mailbox_deleted: CHANGE,
  mailbox_password_changed: CHANGE,
  mailbox_suspended: CHANGE,
  mailbox_unsuspended: CHANGE,
  mail_limit_reached: CHANGE,
  account_changed: CHANGE,
  account_suspended: CHANGE,
  account_unsuspended: CHANGE,
  account_password_changed: CHANGE,
  api_token_created: CHANGE,
  api_token_changed: CHANGE,
  api_token_revoked: CHANGE,
  two_factor_removed: CHANGE,
  whm_terminal_opened: CHANGE,
  host_silent: { blindSpot: 'opens' },
  source_blind: { blindSpot: 'opens' },
  foreign_host: { misuse: 'opens' },
  incidents_left_out: { misuse: 'opens' },
  fleet_traffic_high: { overload: 'opens' },
  fleet_traffic_recovered: { overload: 'ends' },
  host_heard: { blindSpot: 'ends' },
  source_seen: { blindSpot: 'ends' },
  service_down: { outage: 'opens' },
  service_late: { outage: 'opens' },
  service_warning: { outage: 'opens' },
  service_flapping: { outage: 'opens' },
  disk_filling: { outage: 'opens' },
  reboot_required: { outage: 'opens' },
  network_down: { outage: 'opens' },
  service_restarted: { outage: 'joins' },
  service_given_up: { outage: 'joins' },
  service_recovered: { outage: 'ends' },
  network_recovered: { outage: 'ends' },
  certificate_expires: { expiry: 'opens' },
  certificate_renewed: { expiry: 'ends' },
}

/** The kinds of events that can be evidence. */
export const EVIDENCE_KINDS: readonly string[] = Object.keys(MEANINGS)

/** The kinds that become steps of the compromise of a mailbox, also those that came before it was noticed. */
export const COMPROMISE_KINDS: readonly string[] = EVIDENCE_KINDS.filter(
  (kind) => MEANINGS[kind]?.compromise !== undefined,
)

/** The kinds that an attack counts, also those that came before it was noticed. */
export const ATTEMPT_KINDS: readonly string[] = [
  'login',
  'session_opened',
  'login_failed',
  'login_deferred',
  'login_locked_out',
]

/** What a kind of event means; undefined if nothing. */
export function meaningOf(kind: string): Meaning | undefined {
  return Object.hasOwn(MEANINGS, kind) ? MEANINGS[kind] : undefined
}
