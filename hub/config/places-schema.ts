import * as v from 'valibot'
import { section } from '../../lib/settings/section.ts'
import { duration, path } from '../../lib/settings/value.ts'

const days = v.pipe(
  duration,
  v.check((milliseconds) => milliseconds % 86_400_000 === 0, 'is no whole number of days'),
  v.maxValue(400 * 86_400_000, 'is longer than 400d'),
  v.transform((milliseconds) => milliseconds / 1000),
)

/** The section `places`: from where the hub knows where addresses are. */
export const places = section({
  country: v.pipe(
    v.optional(path),
    v.description(
      'A database that tells the country of an address, in the MMDB format of MaxMind; the hub then says login_new_country. It is read again when it changes, and takes as much memory as disk.',
    ),
    v.metadata({ example: '/var/lib/GeoIP/GeoLite2-Country.mmdb' }),
  ),
  network: v.pipe(
    v.optional(path),
    v.description(
      'The same for the network operator (autonomous system) of an address; the hub then says login_new_provider.',
    ),
    v.metadata({ example: '/var/lib/GeoIP/GeoLite2-ASN.mmdb' }),
  ),
  learning: v.pipe(
    v.optional(days, '7d'),
    v.description('From where a mailbox or account is used is only learned for so long.'),
  ),
  memory: v.pipe(v.optional(days, '90d'), v.description('How long a place is remembered after its last use.')),
})
