import * as v from 'valibot'
import { section } from '../../lib/settings/section.ts'
import { duration, path, size, text } from '../../lib/settings/value.ts'
import { DEFAULT_SPOOL } from './usual-paths.ts'

/** The section `spool`. */
export const spoolSection = section({
  path: v.pipe(
    v.optional(path, DEFAULT_SPOOL),
    v.description('The folder for reports, sent and unsent, and for how far each log has been read.'),
  ),
  max_size: v.pipe(
    v.optional(size, '1GiB'),
    v.description(
      'The size of reports waiting for the API at which reading stops until some are sent; the logs keep the rest. Beyond it the oldest reports waiting for another receiver are given up.',
    ),
  ),
  max_files: v.pipe(
    v.optional(
      v.pipe(text, v.regex(/^[1-9]\d{0,8}$/, 'is not a whole number from 1 to 999999999'), v.transform(Number)),
      '250000',
    ),
    v.description('The number of reports waiting for the API at which reading stops.'),
  ),
  min_free: v.pipe(
    v.optional(size, '100MiB'),
    v.description(
      'Reading also stops when less than this is free on the disk of the spool, or less than a hundredth of its inodes.',
    ),
  ),
  max_delay: v.pipe(
    v.optional(v.pipe(duration, v.maxValue(10_000, 'is longer than 10s'))),
    v.description(
      'How long a report may wait for more events of the same log, so that there are fewer reports; without this reports do not wait.',
    ),
    v.metadata({ example: '2s' }),
  ),
  keep_transmitted: v.pipe(
    v.optional(duration, '7d'),
    v.description('How long sent reports are kept; the newest 1000 reports stay in any case.'),
  ),
  max_transmitted: v.pipe(
    v.optional(size, '256MiB'),
    v.description('How much disk space sent reports may take; the oldest are removed first.'),
  ),
  keep_failed: v.pipe(
    v.optional(duration, '90d'),
    v.description('How long reports that were refused for good are kept, with their reasons.'),
  ),
  max_failed: v.pipe(v.optional(size, '256MiB'), v.description('How much disk space refused reports may take.')),
})
