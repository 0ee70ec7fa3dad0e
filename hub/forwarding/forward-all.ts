import { isDeepStrictEqual } from 'node:util'
import type { ForwardTarget } from '../config/forward-schema.ts'
import { missedEvents } from '../store/ask/missed-events.ts'
import { noteMissed } from '../store/change/note-missed.ts'
import { type ForwardingParts, forwardTo } from './forward-to.ts'
import { wishOf } from './next-batch.ts'
import { forwardingNotices } from './notices.ts'

/** How often the configuration is looked at, in milliseconds. */
const PAUSE = 5000

interface Running {
  readonly target: ForwardTarget
  readonly stop: AbortController
  readonly done: Promise<void>
}

/** Until the signal aborts: forwards to all targets that the configuration names at the time. Never rejects. */
export async function forwardAll(
  targets: () => readonly ForwardTarget[],
  parts: ForwardingParts,
  signal: AbortSignal,
): Promise<void> {
  let running: readonly Running[] = []
  for (; !signal.aborted; await parts.clock.sleep(PAUSE, signal)) {
    const wanted = targets()
    const [stay, leave] = [
      running.filter(({ target }) => wanted.some((other) => isDeepStrictEqual(other, target))),
      running.filter(({ target }) => !wanted.some((other) => isDeepStrictEqual(other, target))),
    ]
    await ended(leave)
    const added = wanted.filter((target) => !stay.some((one) => isDeepStrictEqual(one.target, target)))
    running = [...stay, ...added.map((target) => begun(target, parts))]
  }
  await ended(running)
}

/** Counts and tells what retention will drop before this second although it was not sent. */
export async function tellMissed(
  targets: readonly ForwardTarget[],
  { store, tell }: Pick<ForwardingParts, 'store' | 'tell'>,
  before: number,
): Promise<void> {
  if (targets.length === 0) return
  const wishes = targets.map(wishOf).filter(({ kinds }) => kinds?.length !== 0)
  const all = await store.ask(missedEvents, { before, wishes })
  if (all.length === 0) return
  await store.change(noteMissed, all)
  for (const { name, missed } of all) tell(forwardingNotices.missed(name, missed))
}

function begun(target: ForwardTarget, parts: ForwardingParts): Running {
  const stop = new AbortController()
  return { target, stop, done: forwardTo(target, parts, stop.signal) }
}

async function ended(running: readonly Running[]): Promise<void> {
  for (const { stop } of running) stop.abort()
  await Promise.all(running.map(({ done }) => done))
}
