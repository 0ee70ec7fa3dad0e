import * as v from 'valibot'
import type { MadeToken } from '../../contract/access-contract.ts'
import { seconds } from '../event-shape.ts'

const YEAR = 366 * 86_400

/** How long a token counts, in seconds. */
export const ttl = v.pipe(
  v.number(),
  v.integer('is no whole number'),
  v.minValue(1, 'is less than a second'),
  v.maxValue(YEAR, 'is more than a year'),
  v.description('How long it counts, in seconds: a year at most.'),
)

/** What a token is for, or a label. */
export const shortLabel = v.pipe(
  v.string(),
  v.regex(/^[\w .:/-]{0,64}$/, 'is not at most 64 of A-Z a-z 0-9 _ . : / - and blanks'),
)

/** What is answered to who makes a token: the only answer that has it. */
export const madeToken: v.GenericSchema<MadeToken> = v.object({ id: v.string(), token: v.string(), expires: seconds })
