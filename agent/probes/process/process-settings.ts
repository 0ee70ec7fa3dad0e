import * as v from 'valibot'
import { section } from '../../../lib/settings/section.ts'
import { oneOrList, text } from '../../../lib/settings/value.ts'
import { wholeNumber } from '../probe-values.ts'

/** The keys of a check whether a program runs. */
export const processSettings = v.pipe(
  section({
    process: v.pipe(
      v.pipe(text, v.regex(/^[^/]{1,255}$/, 'is not the name of a program without its folder')),
      v.description('The name of the program, without its folder.'),
      v.metadata({ example: 'exim' }),
    ),
    user: v.pipe(
      v.optional(oneOrList(v.pipe(text, v.regex(/^[\w.-]{1,32}$/, 'is not the name of an account')))),
      v.description('Whose processes count, an account or a list; without it anybody could call a program so.'),
      v.metadata({ example: '[mailnull, root]' }),
    ),
    least: v.pipe(
      v.optional(wholeNumber(1, 100_000), '1'),
      v.description('How many there must be at least.'),
      v.metadata({ example: '2' }),
    ),
    most: v.pipe(
      v.optional(wholeNumber(1, 100_000)),
      v.description('How many there may be; more are a warning.'),
      v.metadata({ example: '200' }),
    ),
  }),
  v.check(({ least, most = Infinity }) => least <= most, 'wants at least more than there may be'),
)

/** What such a check is told. */
export type ProcessSettings = v.InferOutput<typeof processSettings>
