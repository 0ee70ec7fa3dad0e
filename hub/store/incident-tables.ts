import type { Selectable } from 'kysely'
import type { Filled } from './filled.ts'

/** What belongs together: the takeover of one mailbox, the attack of one address, a host that is not seen. */
export interface IncidentTable {
  readonly id: Filled<number>
  /** One of `INCIDENT_KINDS`. */
  readonly kind: string
  /** What it is keyed on: one of `SUBJECT_TYPES`, and which, in small letters. */
  readonly subject_type: string
  readonly subject: string
  /** One of `INCIDENT_STATES`. */
  readonly state: string
  /** `severityNumber`; it only rises. */
  readonly severity: number
  /** When the hub opened it; the times of its first and last step; and when anything of it changed. */
  readonly opened: number
  readonly first_step: number
  readonly last_step: number
  readonly updated: number
  /** When and by whom it was closed: a name, or empty for the hub itself; and why. */
  readonly closed: number | null
  readonly closed_by: string | null
  readonly reason: string | null
  /** One of `ASSESSMENTS`. */
  readonly assessment: string | null
  /** The name of the person who takes care of it. */
  readonly assignee: string | null
  /** What happened, in one sentence. */
  readonly sentence: string
  /** How many of each it concerns, and into how many mailboxes and accounts somebody got. */
  readonly hosts: number
  readonly mailboxes: number
  readonly addresses: number
  readonly successes: number
  readonly steps: number
  /** The incident of the same subject before it. */
  readonly previous: number | null
  /** Rises by one with each change. */
  readonly revision: number
}

/** One thing that happened in an incident: an event that a host told, or what the hub concluded. */
export interface IncidentStepTable {
  readonly incident: number
  /** The event's id, or that of the conclusion; with the time as `EventTable` has it. */
  readonly event_id: string
  readonly event_time: number
  /** Who told it: the agent's number, or 0 for the hub. */
  readonly agent: number
  /** As in `EventTable`. */
  readonly kind: number
  readonly severity: number
  readonly mailbox: string | null
  readonly ip: string | null
  /** The other fields, as JSON: also `log`, `generation` and `offset` of its line, if they are known. */
  readonly fields: string
  /** When the hub noted it. */
  readonly noted: number
}

/** A host, mailbox or address that an incident concerns. */
export interface IncidentSubjectTable {
  readonly incident: number
  /** `host`, `mailbox`, `account`, `address`. */
  readonly type: string
  readonly name: string
  readonly first: number
  readonly last: number
  /** How many steps concern it, and how many of them are logins that succeeded. */
  readonly steps: number
  readonly successes: number
}

/** What became of an incident, by whom, and what people noted: its history. */
export interface IncidentChangeTable {
  /** Later commits have higher ones: `note-history.ts`. */
  readonly id: number
  readonly incident: number
  readonly at: number
  /** The name of a person; empty for the hub. */
  readonly actor: string
  /** `opened`, `raised`, `contained`, `resolved`, `dismissed`, `reopened`, `assessed`, `assigned`, `noted`. */
  readonly action: string
  readonly detail: string
}

/** How many incidents of a kind one host alone opened within an hour, and how many were left out. */
export interface OpeningTable {
  readonly host: string
  readonly kind: string
  /** Its first second. */
  readonly hour: number
  /** `openingShare` the host; empty for all that was left out. */
  readonly domain: string
  readonly opened: number
  readonly left_out: number
}

/** How far the judging of what arrived has come. */
export interface JudgingTable {
  /** `incidents`, `rules`; and `listening`, of `note-listening`. */
  readonly name: string
  /** All arrivals up to this one count. */
  readonly arrival: number
  /** What is known at that point, as JSON. */
  readonly state: string
}

/** An incident as the store gives it back. */
export type KeptIncident = Selectable<IncidentTable>
