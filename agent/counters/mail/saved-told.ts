import * as v from 'valibot'
import { countedNumbers, countedRows } from '../../../lib/mail-statistics/mail-state.ts'

const wholeNumber = v.pipe(v.number(), v.safeInteger(), v.minValue(0))

/** What is known of periods that were told, as plain JSON. */
export const savedTold = v.strictObject({
  /** When those that are open were last told, in seconds since 1970-01-01T00:00:00Z. */
  last: wholeNumber,
  periods: v.array(
    v.strictObject({
      start: wholeNumber,
      total: countedNumbers,
      rows: countedRows,
      revision: wholeNumber,
      told: countedNumbers,
      isOver: v.boolean(),
      isNew: v.boolean(),
    }),
  ),
  /** The beginnings of those that are forgotten. */
  forgotten: v.optional(v.array(wholeNumber), []),
})

/** What was told, and what of it is over. */
export type SavedTold = v.InferOutput<typeof savedTold>

/** Of who told nothing. */
export const NO_PERIOD_TOLD: SavedTold = { last: 0, periods: [], forgotten: [] }
