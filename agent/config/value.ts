import * as v from 'valibot'
import { oneOrList, path, text } from '../../lib/settings/value.ts'

// As in lib/settings/value.ts, a message completes a sentence about the option and never repeats the value.

/** The absolute path of a log; a `*` in its last part matches many logs of one folder. */
export const log = v.pipe(
  path,
  v.regex(/^[^*]*\/[^/]*$/, 'has a * before its last part'),
  v.check((text) => !text.endsWith('/'), 'ends in a slash'),
)

/**
 * The absolute path of a socket. The system takes 107 bytes (unix(7)), of which the name while it is being made needs
 * some more.
 */
export const socket = v.pipe(
  path,
  v.check((text) => Buffer.byteLength(text) <= 96, 'is longer than 96 bytes'),
  v.check((text) => !text.endsWith('/'), 'ends in a slash'),
)

/** The path of an endpoint, with its query if it has one. */
export const endpoint = v.pipe(text, v.regex(/^\/[!-~]*$/, 'is not a path that begins with / and holds no space'))

const success = v.pipe(text, v.regex(/^2\d\d$/, 'is not a status from 200 to 299'), v.transform(Number))

/** HTTP statuses that mean success, one or a list. */
export const successes = oneOrList(success)
