import * as v from 'valibot'
import { foreignJson } from '../../lib/text/foreign-json.ts'
import { type Totals, type TotalsKind, totals } from '../../lib/totals/totals.ts'
import { HttpError, PROBLEMS } from '../http/errors.ts'
import type { Turns } from '../http/turns.ts'
import { type ToldTotals, toldTotals } from '../store/totals/told-totals.ts'

/** The most periods of one request: more than a day of minutes. */
const MOST_PERIODS = 2000

/** Seconds of a day. */
const DAY = 86_400

const document = v.pipe(foreignJson, v.object({ totals: v.array(v.unknown()) }))

/** How long periods are, and where they begin: local hours and days begin at quarters of an hour, wherever it is. */
const PERIODS: Readonly<Record<TotalsKind, (start: number, seconds: number) => boolean>> = {
  traffic: (start, seconds) => seconds === 60 && start % 60 === 0,
  mail: isLocalHour,
  senders: isLocalHour,
  bandwidth: (start, seconds) => Math.abs(seconds - DAY) <= 7200 && start % 900 === 0,
}

/** What a request brings; times in seconds. */
export interface TakenTotals {
  /** What is to be kept; each kind and period once, with its highest revision. */
  readonly totals: readonly ToldTotals[]
  /** How many were the same period as one of these. */
  readonly repeated: number
  /** How many were older than what is kept, and how many of a time that has not come. */
  readonly stale: number
  readonly ahead: number
  /** How many are no totals, and what is wrong with the first, in one sentence. */
  readonly refused: number
  readonly fault: string
}

/** The items of a body, `{"totals":[…]}`, unchecked. Throws `HttpError` if it holds none, or too many. */
export function broughtTotals(body: Buffer): readonly unknown[] {
  const { success, output } = v.safeParse(document, body.toString())
  if (!success) throw new HttpError(PROBLEMS.noTotals)
  if (output.totals.length > MOST_PERIODS) throw new HttpError(PROBLEMS.tooManyTotals)
  return output.totals
}

/** Judges the items of a body: what begins before the day `oldest` is stale. Never rejects. */
export async function takenTotals(
  items: readonly unknown[],
  {
    oldest,
    received,
    turns,
  }: { readonly oldest: number; readonly received: number; readonly turns: Pick<Turns, 'next'> },
): Promise<TakenTotals> {
  const periods = new Map<string, Totals>()
  let [stale, ahead, refused, fault, repeated] = [0, 0, 0, '', 0]
  for (const item of items) {
    await turns.next()
    const judged = judge(item)
    if (typeof judged === 'string') {
      refused += 1
      fault ||= judged
    } else if (judged.start - (judged.start % DAY) < oldest) stale += 1
    else if (judged.start > received + DAY) ahead += 1
    else {
      const name = `${judged.kind} ${judged.start}`
      const other = periods.get(name)
      if (other !== undefined) repeated += 1
      if (other === undefined || other.revision < judged.revision) periods.set(name, judged)
    }
  }
  return { totals: [...periods.values()].map(toldTotals), repeated, stale, ahead, refused, fault }
}

function isLocalHour(start: number, seconds: number): boolean {
  return seconds === 3600 && start % 900 === 0
}

function judge(item: unknown): Totals | string {
  const { success, output, issues } = v.safeParse(totals, item)
  if (!success) return faultOf(issues[0])
  return PERIODS[output.kind](output.start, output.seconds) ? output : `This is no period of ${output.kind}.`
}

/** Repeats nothing that was sent. */
function faultOf({ type, path, message }: v.BaseIssue<unknown>): string {
  const [{ key } = { key: undefined }] = path ?? []
  if (FIELDS.some((field) => field === key)) return `Its ${String(key)} cannot be taken.`
  return type === 'check' ? `It ${message}.` : 'It is none that this version knows.'
}

const FIELDS = ['kind', 'id', 'start', 'seconds', 'revision', 'rows'] as const
