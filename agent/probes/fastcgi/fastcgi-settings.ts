import * as v from 'valibot'
import { section } from '../../../lib/settings/section.ts'
import { text } from '../../../lib/settings/value.ts'
import { placeEntries } from '../place-values.ts'

/** The keys of a check of PHP-FPM, or another application server that speaks FastCGI. */
export const fastcgiSettings = section({
  ...placeEntries(9000),
  path: v.pipe(
    v.optional(
      v.pipe(text, v.regex(/^\/[!-~]{0,200}$/, 'is not a path that begins with / and holds no space')),
      '/ping',
    ),
    v.description(
      "What is asked for: ping.path of the pool; without one there PHP-FPM's answer that it is unknown will do.",
    ),
    v.metadata({ example: '/fpm-ping' }),
  ),
})

/** What such a check is told. */
export type FastcgiSettings = v.InferOutput<typeof fastcgiSettings>
