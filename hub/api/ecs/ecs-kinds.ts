import type { AnyKind } from '../../../lib/event/hub-kinds.ts'

/** How the Elastic Common Schema sorts a kind of event; its words are those of ECS 8. */
export interface EcsKind {
  /** `alert` for what a rule concluded. */
  readonly kind: 'event' | 'alert'
  readonly category: readonly string[]
  readonly type: readonly string[]
  readonly outcome?: 'success' | 'failure'
}

const LOGIN: EcsKind = { kind: 'event', category: ['authentication'], type: ['start'], outcome: 'success' }
const REFUSED: EcsKind = { ...LOGIN, outcome: 'failure' }
const SESSION: EcsKind = { ...LOGIN, category: ['authentication', 'session'] }
const MAIL: EcsKind = { kind: 'event', category: ['email'], type: ['info'] }
const RULE: EcsKind = { kind: 'event', category: ['configuration', 'email'], type: ['change'] }
const USER: EcsKind = { kind: 'event', category: ['iam'], type: ['user', 'change'] }
const HOST: EcsKind = { kind: 'event', category: ['host'], type: ['info'] }
const FILES: EcsKind = { kind: 'event', category: ['file'], type: ['change'] }
const TRAFFIC: EcsKind = { kind: 'event', category: ['web'], type: ['info'] }
const SERVICE: EcsKind = { kind: 'event', category: ['host', 'process'], type: ['info'] }
const CONCLUSION: EcsKind = { kind: 'alert', category: ['intrusion_detection'], type: ['info'] }

function creation(of: EcsKind): EcsKind {
  return { ...of, type: of.type.map((word) => (word === 'change' ? 'creation' : word)) }
}

function deletion(of: EcsKind): EcsKind {
  return { ...of, type: of.type.map((word) => (word === 'change' ? 'deletion' : word)) }
}

/** Every kind of event, as ECS sorts it. */
export const ECS_KINDS: Readonly<Record<AnyKind, EcsKind>> = {
  login: LOGIN,
  login_failed: REFUSED,
  login_deferred: REFUSED,
  login_locked_out: { ...REFUSED, type: ['info'] },
  login_impersonated: LOGIN,
  session_opened: SESSION,
  sessions_ended: { kind: 'event', category: ['session'], type: ['end'] },
  forward_added: creation(RULE),
  forward_added_partial_ip: creation(RULE),
  forward_added_partial_recipient: creation(RULE),
  forward_found: creation(RULE),
  forward_deleted: deletion(RULE),
  forward_removed: deletion(RULE),
  forward_removed_partial_ip: deletion(RULE),
  domain_forward_added: creation(RULE),
  domain_forward_removed: deletion(RULE),
  default_address_changed: RULE,
  filter_stored: RULE,
  filter_found: creation(RULE),
  filter_deleted: deletion(RULE),
  filter_enabled: RULE,
  filter_disabled: RULE,
  autoresponder_added: RULE,
  autoresponder_removed: deletion(RULE),
  mailbox_created: creation(USER),
  mailbox_deleted: deletion(USER),
  mailbox_password_changed: USER,
  mailbox_suspended: USER,
  mailbox_unsuspended: USER,
  account_created: creation(USER),
  account_removed: deletion(USER),
  account_changed: USER,
  account_suspended: USER,
  account_unsuspended: USER,
  account_password_changed: USER,
  api_token_created: creation(USER),
  api_token_changed: USER,
  api_token_revoked: deletion(USER),
  api_token_used: { kind: 'event', category: ['api'], type: ['access'] },
  two_factor_removed: USER,
  whm_terminal_opened: { kind: 'event', category: ['session'], type: ['start'] },
  mail_submitted: MAIL,
  mail_forwarded: MAIL,
  mail_limit_reached: MAIL,
  login_burst: CONCLUSION,
  login_after_burst: CONCLUSION,
  login_new_place: CONCLUSION,
  mail_burst: CONCLUSION,
  mailbox_burst: CONCLUSION,
  mailbox_takeover: CONCLUSION,
  mailbox_takeover_step: CONCLUSION,
  log_gap: HOST,
  file_changed: FILES,
  files_changed: FILES,
  files_updated: { ...FILES, category: ['file', 'package'] },
  traffic_high: TRAFFIC,
  traffic_errors_high: { ...TRAFFIC, type: ['error'] },
  traffic_recovered: TRAFFIC,
  traffic_silent: TRAFFIC,
  traffic_resumed: TRAFFIC,
  web_logins_high: CONCLUSION,
  web_logins_recovered: CONCLUSION,
  log_line: HOST,
  service_down: { ...SERVICE, type: ['error'] },
  service_late: SERVICE,
  service_warning: SERVICE,
  service_recovered: SERVICE,
  service_flapping: SERVICE,
  service_restarted: { ...SERVICE, type: ['change'] },
  service_given_up: { ...SERVICE, type: ['error'] },
  certificate_expires: SERVICE,
  certificate_renewed: SERVICE,
  disk_filling: { ...HOST, kind: 'alert' },
  reboot_required: HOST,
  network_down: { ...HOST, kind: 'alert' },
  network_recovered: HOST,
  agent_started: { ...HOST, category: ['host', 'process'], type: ['start'] },
  agent_stopped: { ...HOST, category: ['host', 'process'], type: ['end'] },
  agent_alive: HOST,
  source_missing: HOST,
  source_stalled: HOST,
  format_drift: HOST,
  source_recovered: HOST,
  hooks_missing: HOST,
  hooks_registered: HOST,
  host_silent: { ...HOST, kind: 'alert' },
  host_heard: HOST,
  source_blind: { ...HOST, kind: 'alert' },
  source_seen: HOST,
  foreign_host: { ...CONCLUSION, category: ['intrusion_detection', 'host'] },
  incidents_left_out: { ...CONCLUSION, category: ['intrusion_detection', 'host'] },
  fleet_traffic_high: { ...HOST, kind: 'alert' },
  fleet_traffic_recovered: HOST,
  login_new_country: CONCLUSION,
  login_new_provider: CONCLUSION,
}
