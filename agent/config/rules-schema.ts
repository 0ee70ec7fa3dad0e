import * as v from 'valibot'
import { section } from '../../lib/settings/section.ts'
import { duration, text } from '../../lib/settings/value.ts'

const count = v.pipe(text, v.regex(/^[1-9]\d{0,5}$/, 'is not a whole number from 1 to 999999'), v.transform(Number))

/** Seconds, from `10m`: log lines tell no part of a second. */
const window = v.pipe(
  duration,
  v.check((milliseconds) => milliseconds % 1000 === 0, 'is no whole number of seconds'),
  v.maxValue(7 * 86_400_000, 'is longer than 7d'),
  v.transform((milliseconds) => milliseconds / 1000),
)

const days = v.pipe(
  duration,
  v.check((milliseconds) => milliseconds % 86_400_000 === 0, 'is no whole number of days'),
  v.maxValue(400 * 86_400_000, 'is longer than 400d'),
  v.transform((milliseconds) => milliseconds / 1000),
)

/** A second source may tell of the same forward two seconds later. */
const wait = v.pipe(window, v.minValue(3, 'is shorter than 3s'), v.maxValue(60, 'is longer than 60s'))

/** The section `rules`. docs/rules.md says why its defaults are what they are. */
export const rules = section({
  forward_wait: v.pipe(
    v.optional(wait, '10s'),
    v.description(
      'How long who added a forward, and where it leads, wait for each other, to be told as forward_added.',
    ),
  ),
  login_window: v.pipe(v.optional(window, '10m'), v.description('The window in which failed logins are counted.')),
  failures_by_address: v.pipe(
    v.optional(count, '50'),
    v.description('So many failed logins from one address in that window are a login_burst.'),
  ),
  failures_of_mailbox: v.pipe(
    v.optional(count, '20'),
    v.description('So many failed logins of one mailbox or account in that window are a login_burst.'),
  ),
  names_by_address: v.pipe(
    v.optional(v.pipe(count, v.maxValue(100, 'is more than 100')), '10'),
    v.description(
      'Failed logins of so many names in that window, from one address or one network (/24 or /64), are a login_burst.',
    ),
  ),
  recipients_per_hour: v.pipe(
    v.optional(count, '500'),
    v.description('Mail to so many recipients in an hour by one sender is a mail_burst.'),
  ),
  mailboxes_per_hour: v.pipe(
    v.optional(count, '50'),
    v.description('So many mailboxes made in an hour by one account are a mailbox_burst.'),
  ),
  place_learning: v.pipe(
    v.optional(days, '7d'),
    v.description(
      'From where a mailbox, an account or a token is used is only learned for so long; afterwards each new network is a login_new_place.',
    ),
  ),
  place_memory: v.pipe(v.optional(days, '90d'), v.description('How long a place is remembered after its last use.')),
  takeover_window: v.pipe(
    v.optional(window, '24h'),
    v.description('Steps of a takeover that follow each other within this time belong together, as mailbox_takeover.'),
  ),
})
