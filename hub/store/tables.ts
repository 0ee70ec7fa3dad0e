import type { Selectable } from 'kysely'
import type { AlertIncidentTable, AlertTable, AlertThreadTable, DeliveryTable, SnoozeTable } from './alert-tables.ts'
import type { AgentCheckTable } from './check-table.ts'
import type { Filled } from './filled.ts'
import type { ForwardingTable } from './forwarding-table.ts'
import type {
  IncidentChangeTable,
  IncidentStepTable,
  IncidentSubjectTable,
  IncidentTable,
  JudgingTable,
  OpeningTable,
} from './incident-tables.ts'
import type {
  ApiTokenTable,
  AuditTable,
  PersonTable,
  PreferenceTable,
  RecoveryCodeTable,
  SessionTable,
  SetupCodeTable,
} from './people-tables.ts'
import type { PlaceTables } from './place-tables.ts'
import type { TotalsTable } from './totals-table.ts'

// Times are seconds since 1970-01-01T00:00:00Z, except where a name says otherwise. Truth is 0 or 1.

/**
 * An event as kept. Events lie in segments, one for each UTC day of `time`; what is far from the present is in one more
 * segment, so that a wrong clock makes no thousands of them.
 */
export interface EventTable {
  readonly time: number
  /** As its agent named it, unless another agent's event had that id before: then `ownId`. */
  readonly id: string
  /** The number of the commit that brought it: later commits have higher ones, whatever the clocks say. */
  readonly arrival: number
  readonly received: number
  /** `kindNumber`, `contextNumber`, `severityNumber`. */
  readonly kind: number
  readonly context: number
  readonly severity: number
  /** `serviceNumber`; null if the event tells of none. */
  readonly service: number | null
  /** The agent whose host it happened on. */
  readonly agent: number
  /** In lower case. */
  readonly mailbox: string | null
  readonly ip: string | null
  /** The other fields of the entry, as JSON. */
  readonly fields: string
}

/** How many events each agent told in an hour, and all of them together (`ALL_AGENTS`). */
export interface EventHourTable {
  readonly agent: number
  /** Its first second. */
  readonly hour: number
  readonly kind: number
  readonly count: number
}

/** When an agent last told a kind of event of a log, to within some minutes. */
export interface SeenKindTable {
  readonly agent: number
  /** The followed path; empty for an event from no log. */
  readonly log: string
  readonly kind: number
  /** The latest time of such an event, never later than when it came. */
  readonly seen: number
}

/** `log_gap` events as their agents name them: only these can come again with any other time. */
export interface GapTable {
  readonly agent: number
  readonly id: string
  readonly time: number
}

/** A host, or a log of it, that is not seen, or was not until lately. See `hub/coverage/`. */
export interface UnseenTable {
  readonly agent: number
  /** Both empty for a host that is silent; else the source, `*` for all of them, and its path. */
  readonly source: string
  readonly path: string
  /** What is wrong, in the agent's words; of a silent host empty. */
  readonly problem: string
  /** Since when it is not seen; null while it is. */
  readonly since: number | null
  /** Since when the fault is told; null if it is not. */
  readonly told: number | null
  /** How often it was told before, since it was last well for a day. */
  readonly times: number
  /** When it was last seen again; null if never. */
  readonly seen: number | null
}

/** A host whose agent may report, or might before; without any credential it is forgotten, see `isListed`. */
export interface AgentTable {
  readonly id: Filled<number>
  /** The host's name in its entries. */
  readonly host: string
  readonly label: string
  readonly created: number
  /** When it reported at last, and how often. */
  readonly reported: number | null
  readonly reports: Filled<number>
  /** The latest time of its events. */
  readonly last_event: number | null
  /** Events older than what is kept: acknowledged, and counted here. */
  readonly stale: Filled<number>
  /** Entries for which quarantine had no room: counted only. */
  readonly left_out: Filled<number>
  /** What its `status` said last, as JSON, and when; and of that what lists of agents show. */
  readonly status: string | null
  readonly status_at: number | null
  /** The same, if that status told its checks, or that it has none; else null. */
  readonly checks_told: number | null
  /** Which of its sources it said that it cannot read, as JSON; null if it reads all. See `unreadSources`. */
  readonly unread: string | null
  readonly version: string | null
  readonly health: string | null
  /** How many seconds the oldest report waited there. */
  readonly lag: number | null
}

/** Names that a host had before, which its entries may still carry. */
export interface AgentNameTable {
  readonly host: string
  readonly agent: number
}

/** What an agent proves itself with. */
export interface CredentialTable {
  readonly identifier: string
  readonly agent: number
  /** SHA-256 of the secret, in hexadecimal digits: secrets are random, so a slow digest adds nothing. */
  readonly digest: string
  /** The secret before a rotation, and until when it counts. */
  readonly previous_digest: string | null
  readonly previous_until: number | null
  readonly created: number
  /** From when on it does not count: at once after `agents revoke`, later after a new enrolment. */
  readonly revoked: number | null
}

/** A token that makes credentials. */
export interface EnrolTokenTable {
  readonly id: string
  readonly digest: string
  readonly label: string
  /** The only host that it enrols, also if that is enrolled already; null for any new one. */
  readonly host: string | null
  /** Who made it, as in the audit log. */
  readonly maker: string
  readonly created: number
  readonly expires: number
  readonly uses_left: number
  readonly revoked: number | null
}

/** An entry that could not be taken as an event, with the reason. */
export interface QuarantineTable {
  readonly id: Filled<number>
  readonly at: number
  readonly agent: number
  /** `foreign_host`, `invalid`, `unknown_kind`. */
  readonly reason: string
  readonly detail: string
  /** As JSON, cut. */
  readonly entry: string
}

/** What a person said last of an event. */
export interface AssessmentTable {
  readonly event_time: number
  readonly event_id: string
  /** Whose event it is. */
  readonly agent: number
  /** One of `ASSESSMENTS`. */
  readonly value: string
  /** Who said it, as the console names them, and when. */
  readonly who: string
  readonly at: number
}

/** A mailbox that was erased: what agents send of it again is not kept. */
export interface ErasedMailboxTable {
  /** HMAC-SHA-256 of its name in small letters, with the key `erasure` of `store_key`. */
  readonly digest: string
  /** What happened up to then is not kept, until when. */
  readonly at: number
  readonly until: number
}

/** What only the store knows, by name; it moves with it. */
export interface StoreKeyTable {
  readonly name: string
  readonly value: string
}

/** Numbers, by name: that of the last commit (`arrival`), and when a clock was believed last (`clock`). */
export interface CounterTable {
  readonly name: string
  readonly value: number
}

/** Who does what only one hub at a time should do, and until when by the store's clock. */
export interface LeaseTable {
  readonly name: string
  readonly holder: string
  readonly until: number
}

/** What the store notes about itself, by name. */
export interface SettingTable {
  readonly name: string
  readonly value: string
}

/** The steps of the schema that were taken. */
export interface MigrationTable {
  readonly name: string
  readonly at: number
}

/** All tables, alike in both stores. In the embedded one `event` is a view of its segments. */
export interface Tables extends PlaceTables {
  readonly event: EventTable
  readonly event_hour: EventHourTable
  readonly gap: GapTable
  readonly seen_kind: SeenKindTable
  readonly unseen: UnseenTable
  readonly agent: AgentTable
  readonly agent_name: AgentNameTable
  readonly agent_check: AgentCheckTable
  readonly credential: CredentialTable
  readonly enrol_token: EnrolTokenTable
  readonly person: PersonTable
  readonly recovery_code: RecoveryCodeTable
  readonly setup_code: SetupCodeTable
  readonly api_token: ApiTokenTable
  readonly session: SessionTable
  readonly preference: PreferenceTable
  readonly audit: AuditTable
  readonly quarantine: QuarantineTable
  readonly assessment: AssessmentTable
  readonly incident: IncidentTable
  readonly incident_step: IncidentStepTable
  readonly incident_subject: IncidentSubjectTable
  readonly incident_change: IncidentChangeTable
  readonly judging: JudgingTable
  readonly opening: OpeningTable
  readonly alert_thread: AlertThreadTable
  readonly alert: AlertTable
  readonly alert_incident: AlertIncidentTable
  readonly delivery: DeliveryTable
  readonly snooze: SnoozeTable
  readonly erased_mailbox: ErasedMailboxTable
  readonly store_key: StoreKeyTable
  readonly forwarding: ForwardingTable
  readonly counter: CounterTable
  readonly lease: LeaseTable
  readonly setting: SettingTable
  readonly totals: TotalsTable
  readonly migration: MigrationTable
}

/** An event to keep; the store numbers its arrival. */
export type NewEvent = Omit<EventTable, 'arrival'>

/** An event as the store gives it back. */
export type KeptEvent = Selectable<EventTable>
