import * as v from 'valibot'
import { FIELDS } from '../../lib/event/fields.ts'
import { networkOf } from '../../lib/rules/network.ts'
import { serviceNumber } from '../store/number-words.ts'
import type { Sought } from '../store/sought.ts'
import { several } from './event-parameters.ts'
import type { Read } from './parameters.ts'

const SERVICES = Object.keys(FIELDS.service.values)

const services = v.pipe(
  v.string(),
  v.description(`Ways in, by the service that was used, with commas between them: ${SERVICES.join(', ')}.`),
  v.transform((words) => [...new Set(words.split(','))].map(serviceNumber)),
  v.check((numbers) => !numbers.includes(null), `names another service than ${SERVICES.join(', ')}`),
  v.transform((numbers) => numbers.filter((number) => number !== null)),
)

const network = v.pipe(
  v.string(),
  v.description('The network of the address: a /24 of IPv4 or a /64 of IPv6.'),
  v.transform(networkNamed),
  v.string('That is no network: write one such as 192.0.2.0/24 or 2001:db8::/64.'),
)

const recipient = v.pipe(
  v.string(),
  v.minLength(1, 'is empty'),
  v.maxLength(FIELDS.forward_recipient.longest, 'is too long'),
  v.description('Where mail is forwarded: forward_recipient, whole.'),
)

const country = v.pipe(
  v.string(),
  v.regex(/^[A-Za-z]{2}$/, 'is no country: write two letters such as DE'),
  v.description('The country that the hub tells of a login, by ISO 3166-1.'),
)

const asNumber = v.pipe(
  v.string(),
  v.description('The number of the autonomous system that the hub tells of a login.'),
  v.regex(/^(?:AS)?\d{1,10}$/i, 'is no number of an autonomous system: write one such as 64496'),
  v.transform((word) => Number(word.replace(/^AS/i, ''))),
)

/** What no index finds; all but the services can be left out several times. */
export const SOUGHT = {
  service: v.exactOptional(services),
  network: v.exactOptional(network),
  recipient: v.exactOptional(recipient),
  country: v.exactOptional(country),
  as_number: v.exactOptional(asNumber),
  not_service: v.exactOptional(services),
  not_network: v.exactOptional(several(network, 'A network whose events are left out.')),
  not_recipient: v.exactOptional(several(recipient, 'A recipient whose events are left out.')),
  not_country: v.exactOptional(several(country, 'A country whose events are left out.')),
  not_as_number: v.exactOptional(several(asNumber, 'An autonomous system whose events are left out.')),
  q: v.exactOptional(
    v.pipe(
      v.string(),
      v.minLength(2, 'Search for two characters or more.'),
      v.maxLength(100, 'Search for 100 characters at most.'),
      v.description(
        'A part of the mailbox, the address or another field. With it, as with service, network, recipient, country and as_number, each page looks through 20,000 events, so it can be short or empty and still have a next one.',
      ),
    ),
  ),
} as const

type Asked = Read<typeof SOUGHT>

/** What is sought, absent if nothing is, and the other parameters. */
export function takeSought<T extends Asked>(
  asked: T,
): { readonly sought?: Sought; readonly others: Omit<T, keyof Asked> } {
  const {
    q: text,
    service,
    network: within,
    recipient: to,
    country: from,
    as_number: of,
    not_service,
    not_network,
    not_recipient,
    not_country,
    not_as_number,
    ...others
  } = asked
  if (!Object.keys(asked).some((name) => Object.hasOwn(SOUGHT, name))) return { others }
  const traits = { service, network: one(within), recipient: one(to), country: one(from), as_number: one(of) }
  const without = {
    service: not_service,
    network: not_network,
    recipient: not_recipient,
    country: not_country,
    as_number: not_as_number,
  }
  return { others, sought: { text, traits, without } }
}

function one<T>(value: T | undefined): readonly T[] | undefined {
  return value === undefined ? undefined : [value]
}

function networkNamed(word: string): string | undefined {
  const [, ip = ''] = /^([\d.]{7,15})\/24$/.exec(word) ?? /^([\da-f:]{2,39})\/64$/i.exec(word) ?? []
  return networkOf(ip.toLowerCase())
}
