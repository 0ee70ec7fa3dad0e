import type { TotalsKind } from '../../lib/totals/totals.ts'
import { HttpError, PROBLEMS } from '../http/errors.ts'
import type { HubRequest } from '../http/route.ts'
import { DAY, HOUR, LEVELS, MINUTE } from '../store/totals/levels.ts'

/** How long a span may be for a step, in seconds. */
const [LONGEST_BY_MINUTE, LONGEST_BY_HOUR, LONGEST] = [6 * HOUR, 31 * DAY, 800 * DAY]

/** A span of whole steps; times in seconds. */
export interface TotalsSpan {
  readonly step: number
  readonly from: number
  readonly until: number
}

/**
 * The span that is asked for, and its step: the shortest that it is told in, that is kept for so long, and that gives
 * few enough points. Throws `HttpError` if the span is too long.
 */
export function totalsSpan(
  kind: TotalsKind,
  asked: { readonly from?: number; readonly until?: number },
  { clock, config }: Pick<HubRequest, 'clock' | 'config'>,
): TotalsSpan {
  const now = Math.floor(clock.now() / 1000)
  const { until = now + 1 } = asked
  const { from = until - DAY } = asked
  const length = until - from
  if (length > LONGEST) {
    const detail = `from and until may be ${LONGEST / DAY} days apart here.`
    throw new HttpError(PROBLEMS.wrongParameter, { detail })
  }
  // Minutes go by when they came: all that are younger are there.
  const hasMinutes = length <= LONGEST_BY_MINUTE && from >= now - config.retention.minutes / 1000
  const wanted = hasMinutes ? MINUTE : length <= LONGEST_BY_HOUR ? HOUR : DAY
  const step = Math.max(wanted, LEVELS[kind].told)
  return { step, from: Math.max(0, from - (from % step)), until }
}
