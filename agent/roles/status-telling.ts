import { isDeepStrictEqual } from 'node:util'
import type { AgentStatus } from '../../lib/agent-status/agent-status.ts'
import { type Clock, elapsed, systemClock } from '../../lib/system/clock.ts'
import { isOutside } from '../../lib/system/errors.ts'
import type { Receiver } from '../receivers/receiver.ts'
import { WaitingReports } from '../samples/waiting-reports.ts'
import type { SpoolFolders } from '../spool/spool-folders.ts'
import type { Delivery } from './delivery.ts'
import type { Round } from './round.ts'

/** Milliseconds between two looks, and between two tellings while nothing has changed. */
const LOOK_INTERVAL = 60_000
const TELL_INTERVAL = 5 * 60_000

/** For how long a start changes from second to second, and how often it is looked at meanwhile, in milliseconds. */
const [STARTING, START_INTERVAL] = [2 * 60_000, 10_000]

/** What telling works with. */
export interface TellingParts {
  /** How the agent is now. */
  readonly look: () => Promise<AgentStatus>
  readonly tellStatus: NonNullable<Receiver<unknown>['tellStatus']>
  readonly clock: Clock
  /** Milliseconds by a clock that never steps. */
  readonly elapsed: () => number
  /** From 0 to below 1. */
  readonly random: () => number
  readonly signal: AbortSignal
}

type Task = (signal: AbortSignal) => Promise<void>

/** Tells each receiver that wants to know how the agent is, or with `once` tells it once. */
export function tellingTo(
  deliveries: readonly Delivery[],
  folders: SpoolFolders,
  { statusFor, once }: Pick<Round, 'statusFor' | 'once'>,
): readonly Task[] {
  return deliveries.flatMap((delivery) => {
    const told = toldBy(delivery, folders, statusFor)
    if (told === undefined) return []
    if (once !== undefined) return [(signal) => tellOnce(told, signal)]
    return [(signal) => keepTelling({ ...told, clock: systemClock, elapsed, random: Math.random, signal })]
  })
}

/**
 * Delivers to each receiver. One that never said which fields it wants hears first how the agent is, as its answer may
 * say that: what was sent without a field never gets it.
 */
export function deliveringTo(
  deliveries: readonly Delivery[],
  folders: SpoolFolders,
  { statusFor }: Pick<Round, 'statusFor'>,
): readonly Task[] {
  return deliveries.map((delivery) => {
    const told = delivery.isUnheard ? toldBy(delivery, folders, statusFor) : undefined
    if (told === undefined) return delivery.run
    return async (signal) => {
      await tellOnce(told, signal)
      await delivery.run(signal)
    }
  })
}

type Told = Pick<TellingParts, 'look' | 'tellStatus'>

/** How a receiver is told; undefined if it does not want to know. */
function toldBy(delivery: Delivery, folders: SpoolFolders, statusFor: Round['statusFor']): Told | undefined {
  const { name, tellStatus } = delivery
  if (tellStatus === undefined || statusFor === undefined) return undefined
  const waiting = new WaitingReports(folders, name)
  const look = async (): Promise<AgentStatus> => {
    await waiting.count()
    return statusFor({ amount: waiting.amount, rejected: delivery.state.rejected })
  }
  return { look, tellStatus }
}

async function tellOnce({ look, tellStatus }: Told, signal: AbortSignal): Promise<void> {
  const status = await look().catch(unlessBug)
  if (status !== undefined) await tellStatus(status, signal)
}

/**
 * Tells a hub how the agent is: at each change of what `status` warns of, and every few minutes. The last telling
 * counts, so nothing is kept of one that fails: a later look tells anew.
 */
export async function keepTelling({ look, tellStatus, clock, random, signal, ...parts }: TellingParts): Promise<void> {
  let told: readonly unknown[] = []
  let [due, notBefore] = [-Infinity, -Infinity]
  const settled = parts.elapsed() + STARTING
  // Thousands of agents that start together, as after an upgrade, must not tell together.
  await clock.sleep(random() * START_INTERVAL, signal)
  while (!signal.aborted) {
    const status = await look().catch(unlessBug)
    const now = parts.elapsed()
    if (status !== undefined && now >= notBefore && (now >= due || !isDeepStrictEqual(essenceOf(status), told))) {
      const outcome = await tellStatus(status, signal)
      if (outcome.result === 'accepted') {
        told = essenceOf(status)
        due = now + TELL_INTERVAL * (0.9 + random() / 10)
      } else {
        const isRefused = outcome.result === 'rejected' || outcome.cause === 'configuration'
        notBefore = now + (isRefused ? TELL_INTERVAL : LOOK_INTERVAL)
      }
    }
    await clock.sleep(parts.elapsed() < settled ? START_INTERVAL : LOOK_INTERVAL, signal)
  }
}

/** What cannot be read is told by `status`; reports go on. */
function unlessBug(error: unknown): undefined {
  if (!isOutside(error)) throw error
}

/** What is told at once when it changes: health, warnings and the states of checks, but no numbers. */
function essenceOf({ health, warnings, checks = [] }: AgentStatus): readonly unknown[] {
  return [
    health,
    ...warnings.map(({ code }) => code),
    ...checks.map(({ name, state }) => `${name} ${state}`).toSorted(),
  ]
}
