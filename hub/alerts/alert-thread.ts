import type { EventSeverity } from '../../lib/event/severity.ts'
import type { Incident, IncidentChange } from '../incidents/incident.ts'
import { isAbove } from '../incidents/life-cycle.ts'
import type { AlertRule } from './alert-rule.ts'
import type { Obstacle } from './obstacle.ts'

/**
 * Where a rule stands with an incident. `waiting`: the first message waits for what else happens. `told`: all is told.
 * `held_back`: there is more to tell, and it is not time yet. `reopened`: that it goes on is told next. `snoozed`: it
 * would be told, but for a snooze. `acknowledged`: somebody takes care; only what is worse, and the end, is told.
 * `ended`: nothing is to be told.
 */
export const THREAD_STATES = ['waiting', 'told', 'held_back', 'reopened', 'snoozed', 'acknowledged', 'ended'] as const

/** One of these. */
export type ThreadState = (typeof THREAD_STATES)[number]

/** Why a message is sent. */
export type AlertReason =
  | 'opened'
  | 'changed'
  | 'raised'
  | 'reopened'
  | 'recovered'
  | 'reminder'
  | 'digest'
  | 'joined'
  | 'test'

/** A rule with an incident. Times in seconds. */
export interface AlertThread {
  readonly state: ThreadState
  /** When it is looked at next; null if only something new can change it. */
  readonly due: number | null
  /** When it was told last, and what the incident was then; null and 0 if it never was. */
  readonly told: number | null
  readonly toldRevision: number
  readonly toldSeverity: EventSeverity | null
  readonly acknowledgedBy: string | null
  readonly acknowledged: number | null
}

/** What follows when a thread is due: perhaps a message. */
export interface Decision {
  readonly thread: AlertThread
  readonly tells?: AlertReason
}

const NEVER_TOLD = { told: null, toldRevision: 0, toldSeverity: null, acknowledgedBy: null, acknowledged: null }

/**
 * The thread after a change of its incident; undefined if the rule has nothing to do with it. A snooze does not matter
 * yet: it counts when something is due.
 */
export function heard(
  thread: AlertThread | undefined,
  change: IncidentChange,
  rule: AlertRule,
  obstacle: Obstacle | undefined,
): AlertThread | undefined {
  if (thread === undefined || isOverUntold(thread))
    return begins(change, obstacle) ? { ...NEVER_TOLD, state: 'waiting', due: change.at + rule.wait } : thread
  // The first message tells whatever happens until it is due.
  if (thread.state === 'waiting') return thread
  switch (change.news) {
    case 'opened':
    case 'grew':
      return grown(thread, change, rule)
    case 'again':
    case 'raised':
      return worsened(thread, 'held_back', change.at)
    case 'reopened':
      return worsened(thread, 'reopened', change.at)
    case 'changed':
      return judged(thread, change, rule)
    case 'closed':
      return closed(thread, rule, change.at)
  }
}

function isOverUntold({ state, told }: AlertThread): boolean {
  return state === 'ended' && told === null
}

/** Whether a rule that told nothing yet has something to tell: what people do with an incident is nothing. */
function begins({ news, incident }: IncidentChange, obstacle: Obstacle | undefined): boolean {
  const fits = obstacle === undefined || obstacle.why === 'snooze'
  return fits && !hasEnded(incident) && news !== 'changed'
}

function grown(thread: AlertThread, { incident, at }: IncidentChange, { every }: AlertRule): AlertThread {
  const isQuiet = thread.state !== 'told' || hasEnded(incident)
  return isQuiet ? thread : toTell(thread, Math.max(at, Math.min(thread.told ?? 0, at) + every))
}

/** Whether somebody takes care now decides if a reminder follows. */
function judged(thread: AlertThread, { incident }: IncidentChange, rule: AlertRule): AlertThread {
  return thread.state === 'told' ? { ...thread, due: reminderAfter(thread, incident, rule) } : thread
}

/** What is worse than what somebody took care of needs another look. */
function worsened(thread: AlertThread, state: 'held_back' | 'reopened', due: number): AlertThread {
  const next = { ...thread, acknowledgedBy: null, acknowledged: null }
  const worst = thread.state === 'reopened' ? 'reopened' : state
  // It waits for the end of the snooze, and says then that it is open again.
  if (thread.state === 'snoozed') return worst === 'reopened' ? { ...next, state: worst } : next
  return { ...next, state: worst, due }
}

/** What a thread that is due does: tells, waits longer, or ends. */
export function decided(
  before: AlertThread,
  incident: Incident,
  rule: AlertRule,
  obstacle: Obstacle | undefined,
  now: number,
): Decision {
  // What a clock that was ahead told was told by now.
  const thread = before.told === null ? before : { ...before, told: Math.min(before.told, now) }
  const ended: AlertThread = { ...thread, state: 'ended', due: null }
  if (obstacle !== undefined && obstacle.why !== 'snooze') return { thread: ended }
  const reason = reasonNow(thread, incident, rule, now)
  if (reason === undefined) {
    const due = reminderAfter(thread, incident, rule)
    return { thread: hasEnded(incident) ? ended : { ...thread, state: 'told', due } }
  }
  if (obstacle !== undefined) return { thread: held(thread, incident, obstacle) }
  const { revision, severity } = incident
  const state = thread.acknowledgedBy === null ? 'told' : 'acknowledged'
  const told: AlertThread = { ...thread, state, told: now, toldRevision: revision, toldSeverity: severity }
  if (hasEnded(incident)) return { thread: { ...told, state: 'ended', due: null }, tells: reason }
  return { thread: { ...told, due: reminderAfter(told, incident, rule) }, tells: reason }
}

/** What opens and ends during a snooze is over when that ends; all else waits for its end. */
function held(thread: AlertThread, incident: Incident, { until }: Obstacle): AlertThread {
  if (hasEnded(incident) && thread.told === null) return { ...thread, state: 'ended', due: null }
  return { ...thread, state: thread.state === 'reopened' ? thread.state : 'snoozed', due: until ?? null }
}

/** The thread after somebody said that he takes care of the incident. */
export function acknowledged(thread: AlertThread, who: string, now: number): AlertThread {
  if (thread.state === 'ended') return thread
  const noted = { ...thread, acknowledgedBy: who, acknowledged: now }
  // Who was never told is told once: others may wonder.
  return thread.told === null ? noted : { ...noted, state: 'acknowledged', due: null }
}

/** The thread after a snooze was ended early: it is looked at again. */
export function awakened(thread: AlertThread, now: number): AlertThread {
  return thread.state === 'snoozed' || thread.state === 'reopened' ? { ...thread, due: now } : thread
}

function closed(thread: AlertThread, rule: AlertRule, at: number): AlertThread {
  if (thread.state === 'ended') return thread
  if (thread.told !== null && rule.recovery) return thread.state === 'snoozed' ? thread : toTell(thread, at)
  return { ...thread, state: 'ended', due: null }
}

function toTell(thread: AlertThread, due: number): AlertThread {
  return { ...thread, state: 'held_back', due }
}

/** What would be told now; undefined if nothing is. */
function reasonNow(thread: AlertThread, incident: Incident, rule: AlertRule, now: number): AlertReason | undefined {
  const { told, toldSeverity, toldRevision, state } = thread
  if (told === null) return 'opened'
  if (hasEnded(incident)) return rule.recovery && state !== 'ended' ? 'recovered' : undefined
  if (state === 'reopened') return 'reopened'
  if (toldSeverity !== null && isAbove(incident.severity, toldSeverity)) return 'raised'
  if (state === 'held_back' || (state === 'snoozed' && incident.revision > toldRevision)) return 'changed'
  return isReminderDue(thread, incident, rule, now) ? 'reminder' : undefined
}

function isReminderDue(thread: AlertThread, incident: Incident, rule: AlertRule, now: number): boolean {
  return (reminderAfter(thread, incident, rule) ?? Infinity) <= now
}

/** When an incident that nobody takes care of is told again. */
function reminderAfter(
  { told, acknowledgedBy }: AlertThread,
  incident: Incident,
  { remind }: AlertRule,
): number | null {
  const isCaredFor = acknowledgedBy !== null || incident.assignee !== null || incident.state !== 'open'
  return remind === undefined || told === null || isCaredFor ? null : told + remind
}

function hasEnded({ state }: Incident): boolean {
  return state === 'resolved' || state === 'dismissed'
}
