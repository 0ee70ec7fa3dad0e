import * as v from 'valibot'
import type { MadeToken } from '../../contract/access-contract.ts'
import { HOST_LABEL } from '../../enrolment/host-label.ts'
import { seconds } from '../event-shape.ts'

const YEAR = 366 * 86_400

/** How long a token counts, in seconds. */
export const ttl = v.pipe(
  v.number(),
  v.integer('A token counts for whole seconds.'),
  v.minValue(1, 'A token counts for a second at least.'),
  v.maxValue(YEAR, 'A token counts for a year at most.'),
  v.description('How long it counts, in seconds: a year at most.'),
)

/** What a token is for, or a label. */
export const shortLabel = v.pipe(
  v.string(),
  v.regex(HOST_LABEL, 'A label has at most 64 characters: letters from A to Z, digits, blanks and _ . : / -.'),
)

/** What is answered to who makes a token: the only answer that has it. */
export const madeToken: v.GenericSchema<MadeToken> = v.object({ id: v.string(), token: v.string(), expires: seconds })
