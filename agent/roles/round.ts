import type { AgentStatus } from '../../lib/agent-status/agent-status.ts'
import type { Tell } from '../../lib/notice/notice.ts'
import type { Config } from '../config/config.ts'
import type { Amount } from '../spool/upkeep/spool-status.ts'

/**
 * What work with one configuration, a round, is given. The next round begins when all work of this one has ended.
 */
export interface Round {
  readonly tell: Tell
  /** Aborted when the round ends. */
  readonly signal: AbortSignal
  /** Aborted when the process has to end: then nothing in flight is waited for. */
  readonly stop: AbortSignal
  /** Called after each piece of work. */
  readonly onWork: () => void
  /** Tells a listener, now and later, why a changed configuration was refused; undefined if none was. */
  readonly onRefused: (listener: (reason: string | undefined) => void) => void
  /** How the agent is, for a receiver that wants to know; absent where nobody can tell. */
  readonly statusFor?: StatusFor
  /** Present where the work is to end by itself as soon as there is nothing left to do. */
  readonly once?: Once
}

/** Tells how the agent is, given what waits for a receiver and how many reports that refused for good. */
export type StatusFor = (delivered: { readonly amount: Amount; readonly rejected: number }) => Promise<AgentStatus>

/** What work that ends by itself knows of the works beside it. */
export interface Once {
  /** Aborted when nothing more comes: the work before this one has ended. */
  readonly supplied: AbortSignal
  /** Aborted when nobody makes room any more: the work behind this one has ended. */
  readonly abandoned: AbortSignal
}

/**
 * Works until the signal of its round is aborted, or with `once` until all is done. Throws `ActionNeeded` if it cannot
 * begin, and with `once` if not all could be done.
 */
export type Work = (round: Round) => Promise<void>

/**
 * Reads what a configuration names and makes its folders; throws `ActionNeeded` if something is missing or wrong.
 */
export type RoleService = (config: Config) => Promise<Work>

/** Likewise; undefined where the configuration gives no work. */
export type Start = (config: Config) => Promise<Work | undefined>
