import type { AgentStatus } from '../../lib/agent-status/agent-status.ts'
import type { Entry } from '../../lib/event/entry.ts'
import type { Metadata } from '../../lib/event/metadata.ts'
import type { Notice } from '../../lib/notice/notice.ts'
import type { Totals } from '../../lib/totals/totals.ts'
import type { Outcome } from './delivery/outcome.ts'

/** A report, or a part of one, as it is sealed. */
export interface Sendable {
  /** The same for the same entries and totals: a receiver may be sent them twice. */
  readonly id: string
  readonly entries: readonly Entry[]
  /** What was counted; what a receiver is sent has either entries or totals. */
  readonly totals?: readonly Totals[]
  /** What the report says of its host; absent if only the name of this host is known. */
  readonly metadata?: Metadata
}

/** What operators read about the outages of one receiver. */
export interface OutageNotices {
  /** It does not answer, or not for now; the reason is one sentence. */
  readonly unreachable: (reason: string) => Notice
  /** Somebody must correct the configuration here or at the receiver. */
  readonly refuses: (reason: string) => Notice
  readonly reachable: (tries: number, length: string) => Notice
}

/**
 * Somewhere that reports go. Each receiver has a queue and a loop of its own (`delivery/transmit-loop.ts`), so none
 * waits for another.
 */
export interface Receiver<Projection> {
  /** Its name in the spool and in commands: lower-case letters, digits and hyphens. */
  readonly name: string
  readonly notices: OutageNotices
  /** What this receiver gets of a report; undefined if it wants nothing of it. Pure, for `spool show`. */
  project(report: Sendable): Projection | undefined
  /** Tries once to deliver. Never rejects: what goes wrong is an outcome. Gives up when the signal is aborted. */
  send(projection: Projection, signal: AbortSignal): Promise<Outcome>
  /** Whether totals may come to it in parts, some of their rows at a time. */
  readonly dividesRows?: boolean
  /** Tells it once how this agent is, if it wants to know. Never rejects. */
  readonly tellStatus?: (status: AgentStatus, signal: AbortSignal) => Promise<Outcome>
  /** When it was opened it had never said which fields it wants; an answer to a status may say so. */
  readonly isUnheard?: boolean
  /** Closes its connections. */
  close(): void
}
