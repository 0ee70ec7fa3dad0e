import * as v from 'valibot'

/** The name of a channel or of an alert rule. */
export const shortName = v.pipe(
  v.string(),
  v.regex(/^[a-z][a-z0-9-]{0,31}$/, 'is not a name; write a letter, then up to 31 of a-z 0-9 -'),
)
