import * as v from 'valibot'
import { section } from '../../../lib/settings/section.ts'
import { path } from '../../../lib/settings/value.ts'
import { wholeNumber } from '../probe-values.ts'

/** The keys of a check of the queue of exim. */
export const queueSettings = v.pipe(
  section({
    spool: v.pipe(
      v.optional(path),
      v.description('The folder of its messages; default: /var/spool/exim, or exim4 where that is not there.'),
      v.metadata({ example: '/var/spool/exim4' }),
    ),
    warning: v.pipe(
      v.optional(wholeNumber(0, 100_000_000), '1000'),
      v.description('More messages than this are a warning.'),
      v.metadata({ example: '500' }),
    ),
    critical: v.pipe(
      v.optional(wholeNumber(0, 100_000_000), '5000'),
      v.description('More messages than this are a failure.'),
      v.metadata({ example: '2000' }),
    ),
  }),
  v.check(({ warning, critical }) => warning <= critical, 'has a warning above critical'),
)

/** What such a check is told. */
export type QueueSettings = v.InferOutput<typeof queueSettings>
