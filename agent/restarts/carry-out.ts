import { randomBytes } from 'node:crypto'
import type { Event } from '../../lib/event/event.ts'
import { wordsOf } from '../../lib/event/words.ts'
import type { Tell } from '../../lib/notice/notice.ts'
import { plainText } from '../../lib/text/plain-text.ts'
import type { CheckConfig } from '../config/checks/check-config.ts'
import { restartWords } from '../config/checks/restart-target.ts'
import { leaveUntold } from '../inbox/untold.ts'
import { takeRequestedNames } from '../requests/name-request.ts'
import { restartNotices } from './notices.ts'
import { givenUpEvent, restartedEvent } from './restart-events.ts'
import type { RestartHost } from './restart-host.ts'
import { answerTo } from './restart-limits.ts'
import { restartObstacle } from './restart-obstacle.ts'
import type { RestartPlaces } from './restart-places.ts'
import { type RestartRecord, lockRestarts, readRestarts, saveRestarts } from './restart-record.ts'
import { restartService } from './restart-service.ts'

/** The most events that wait for the inbox; beyond, the newest are given up. */
const MOST_WAITING = 1000

/** What is asked for meanwhile starts no unit that runs already, so it is looked for so often again. */
const MOST_TURNS = 20

/** What carrying out works with. */
export interface CarryingOut {
  readonly host: RestartHost
  /** All that are configured: they say what may be restarted. */
  readonly checks: readonly CheckConfig[]
  readonly places: RestartPlaces
  /** Milliseconds since the epoch. */
  readonly now: () => number
  readonly signal: AbortSignal
  readonly tell: Tell
}

/**
 * Carries out the restarts that the watcher asks for, as far as configuration and limits allow. A restart is noted
 * before it is tried, so no kill makes room for one more. Throws `ActionNeeded` if nothing can be noted.
 */
export async function carryOutRestarts(parts: CarryingOut): Promise<void> {
  const { places, signal, tell } = parts
  const lock = await lockRestarts(places.record)
  try {
    let record = await readRestarts(places.record)
    for (let turns = 0; turns < MOST_TURNS; turns += 1) {
      const { names, refused } = takeRequestedNames(places.requests, parts.now())
      for (const reason of refused) tell(restartNotices.requestRefused(places.requests, plainText(reason)))
      if (names.size === 0 || signal.aborted) break
      for (const name of names) record = await answered(parts, name, record)
    }
    await leave(parts, record)
  } finally {
    await lock.release()
  }
}

async function answered(parts: CarryingOut, name: string, before: RestartRecord): Promise<RestartRecord> {
  const { host, places, now, signal, tell } = parts
  const check = parts.checks.find((each) => each.name === name)
  const target = check?.restart
  if (check === undefined || target === undefined) {
    tell(restartNotices.requestRefused(places.requests, `no check ${name} has a restart in the configuration`))
    return before
  }
  const words = restartWords(target)
  const { answer, memory } = answerTo(before.targets[words], now())
  const obstacle = answer === 'restarts' ? await restartObstacle(host, target, signal) : undefined
  if (obstacle !== undefined) {
    tell(restartNotices.refused(words, obstacle))
    return before
  }
  const noted = { ...before, targets: { ...before.targets, [words]: { ...memory, tries: [...memory.tries] } } }
  const teller = { check, target, now: now() }
  if (answer === 'gives_up') return told(parts, noted, givenUpEvent(teller, memory.tries.length))
  await saveRestarts(places.record, noted)
  if (answer !== 'restarts') return noted
  const outcome = await restartService(host, target, signal)
  // Its time to start begins when the restart is over.
  const over = { ...memory, tries: [...memory.tries.slice(0, -1), now()] }
  return told(parts, { ...noted, targets: { ...noted.targets, [words]: over } }, restartedEvent(teller, outcome))
}

/** An event is saved before it is left: after a kill in between it is left again under the same name. */
async function told({ places, tell }: CarryingOut, before: RestartRecord, event: Event): Promise<RestartRecord> {
  const words = plainText(wordsOf({ ...event, id: '' }))
  tell(event.type === 'service_given_up' ? restartNotices.givenUp(words) : restartNotices.done(words))
  const random = randomBytes(8).toString('hex')
  const untold = [...before.untold, { event, now: event.time * 1000, random }].slice(0, MOST_WAITING)
  const record = { ...before, untold }
  await saveRestarts(places.record, record)
  return record
}

async function leave({ places, tell }: CarryingOut, record: RestartRecord): Promise<void> {
  if (record.untold.length === 0) return
  const { waiting, reason } = await leaveUntold(record.untold, places.inbox)
  if (waiting.length > 0) tell(restartNotices.untold(places.inbox, reason))
  if (waiting.length < record.untold.length) await saveRestarts(places.record, { ...record, untold: [...waiting] })
}
