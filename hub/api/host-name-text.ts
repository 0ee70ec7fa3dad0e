import * as v from 'valibot'
import { hostName } from '../../lib/settings/value.ts'

/** The name of a host that a person typed. */
export const hostNameText = v.pipe(
  v.string(),
  v.check((text) => v.is(hostName, text), 'The name of a host has at most 253 of A-Z a-z 0-9 . _ -: web1.example.com.'),
)
