import { LOG_FORMATS } from './log-format.ts'

/**
 * Formats in the order in which they are tried on lines whose format nobody told. Most begin alike: what comes after
 * the size is not read. With a virtual host first, as lines with one fit the others, too.
 */
export const TRIED_FORMATS: readonly string[] = [
  ...new Set(['vhost_combined', 'combined', ...Object.keys(LOG_FORMATS)]),
]
