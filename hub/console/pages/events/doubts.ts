import type { CoverageAnswer } from '../../../contract/coverage-contract.ts'
import type { ShownEvent } from '../../../contract/event-contract.ts'

/** Why a host could not tell all that happened in a time. */
export type DoubtReason = 'silent' | 'blind' | 'late' | 'gap' | 'unknown' | 'never' | 'past'

/** Hosts that could not tell, by why. */
export type Doubts = ReadonlyMap<DoubtReason, readonly string[]>

/** A time, in seconds; without an end it is not over. */
export interface DoubtSpan {
  readonly from?: number
  readonly until?: number
}

type Host = CoverageAnswer['hosts'][number]

/** What the hub tells of a time in which a host was not seen, once that is over; and of lost lines. */
export const OVER_KINDS = 'host_heard,source_seen,log_gap'

/** Which hosts could not tell, but for those that are left out; each once. Pure. */
export function doubtsOf(
  hosts: readonly Host[],
  over: readonly Pick<ShownEvent, 'host' | 'time' | 'fields'>[],
  span: DoubtSpan,
  without: readonly string[] = [],
): Doubts {
  const doubts = new Map<DoubtReason, string[]>()
  const known = new Set(without)
  const add = (reason: DoubtReason, host: string): void => {
    if (known.has(host)) return
    known.add(host)
    doubts.set(reason, [...(doubts.get(reason) ?? []), host])
  }
  for (const host of hosts) {
    const { silent, word } = host
    if (concerns(host, span) && word !== 'quiet' && word !== 'seen') add(silent ? 'silent' : word, host.host)
  }
  for (const { host, time, fields } of over) {
    const { since = time } = fields
    if (typeof since === 'number' && isWithin(since, time, span)) add('past', host)
  }
  return doubts
}

/** Whether what is wrong with a host was so in a time; what nobody has a time for always was. */
function concerns({ word, since, sources, silent }: Host, span: DoubtSpan): boolean {
  if (word === 'never' || word === 'unknown') return true
  const wrongs = silent || sources.length === 0 ? [{ word, since }] : sources
  return wrongs.some((wrong) => {
    const from = wrong.since ?? 0
    return isWithin(from, wrong.word === 'gap' ? from : Infinity, span)
  })
}

function isWithin(since: number, over: number, { from = 0, until = Infinity }: DoubtSpan): boolean {
  return since < until && over >= from
}
