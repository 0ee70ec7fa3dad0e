import * as v from 'valibot'
import { section } from '../../../lib/settings/section.ts'
import { duration } from '../../../lib/settings/value.ts'
import { host, wholeNumber } from '../probe-values.ts'

/** The keys of a check whether a host answers to ping. */
export const pingSettings = section({
  host: v.pipe(host, v.description('The host, by name or address.'), v.metadata({ example: '192.0.2.1' })),
  family: v.pipe(
    v.optional(v.picklist(['4', '6'], 'is neither 4 nor 6')),
    v.description('4 or 6: the version of IP, where the name has addresses of both; default: as the system prefers.'),
    v.metadata({ example: '6' }),
  ),
  count: v.pipe(
    v.optional(wholeNumber(1, 20), '3'),
    v.description('How many packets are sent, five a second.'),
    v.metadata({ example: '5' }),
  ),
  loss: v.pipe(
    v.optional(wholeNumber(0, 99), '50'),
    v.description('How many of a hundred packets may be lost before that is a warning.'),
    v.metadata({ example: '0' }),
  ),
  round_trip: v.pipe(
    v.optional(duration),
    v.description('How long the way there and back may take on average; what takes longer is late.'),
    v.metadata({ example: '100ms' }),
  ),
})

/** What such a check is told. */
export type PingSettings = v.InferOutput<typeof pingSettings>
