import * as v from 'valibot'
import { text } from '../../../lib/settings/value.ts'

/** The name of a receiver or an alert, which also names its folder in the spool. */
export const receiverName = v.pipe(
  text,
  v.regex(/^[a-z][a-z0-9-]{0,31}$/, 'is not a name (a letter, then up to 31 of a-z 0-9 -)'),
  v.notValue('api', 'is the name of transmission'),
  v.description('Its name on this host: a letter, then up to 31 of a-z 0-9 -.'),
)
