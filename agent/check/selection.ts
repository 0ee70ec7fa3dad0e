import { isIPv4 } from 'node:net'
import { type Kind, KINDS, definitionOf } from '../../lib/event/catalogue.ts'
import { keysOf } from '../../lib/event/entry.ts'
import { kindsIn } from '../../lib/event/wish.ts'
import { codeOf, messageOf } from '../../lib/system/errors.ts'
import { readRegularFile } from '../../lib/system/files/regular-file.ts'
import { LOCAL_DOMAINS } from '../collect/local-domains.ts'
import { canIgnore } from '../collect/selection.ts'
import type { Config, IgnoreRule } from '../config/config.ts'
import { destinationsOf, getsEvents } from '../config/receivers/destinations.ts'
import type { Finding } from './finding.ts'

type Condition = IgnoreRule['condition']

/** The shortest prefixes that one owner can have: a class A, and the addresses of IPv6 for private use (RFC 4193). */
const WIDEST = { four: 8, six: 7 }

/** The fields that must be told for an event to fit a part of a condition. */
const NEEDS = {
  ip: 'ip',
  mailbox: 'mailbox_address',
  actor: 'actor',
  recipient_domain: 'forward_recipient',
} as const

/** What the configuration says of events that can hardly be meant. */
export async function selectionFindings(
  { ignore, ...config }: Pick<Config, 'receivers' | 'ignore'> & Partial<Pick<Config, 'alerts'>>,
  localDomains = LOCAL_DOMAINS,
): Promise<readonly Finding[]> {
  const empty = destinationsOf(config).filter((receiver) => getsEvents(receiver) && kindsIn(receiver).length === 0)
  const needsDomains = ignore.some(({ condition }) => condition.recipient_domain === 'local')
  const texts = [
    ...empty.map(
      ({ option }) =>
        `${option} gets no event: none of its events has such a context and a severity of at least min_severity.`,
    ),
    ...ignore.flatMap((rule) => faultOf(rule) ?? []),
    ...(needsDomains ? await faultsOfDomains(localDomains) : []),
  ]
  return texts.map((text) => ({ check: 'events', state: 'warning', text }))
}

function faultOf({ name, condition }: IgnoreRule): string | undefined {
  const option = name.startsWith('ignore.') ? name : `ignore.${name}`
  const kinds = condition.type ?? KINDS
  if (!kinds.some((kind) => canMeet(kind, condition)))
    return `${option} leaves out nothing: no kind of event can meet all of its conditions.`
  const wide = condition.ip?.find(isWide) ?? condition.mailbox?.find((mailbox) => /^\*+$/.test(mailbox))
  return wide && `${option} trusts nearly everybody (${wide}): rules do not hear of them; write whom you trust.`
}

/** Whether some event of a kind can meet a condition. */
function canMeet(kind: Kind, condition: Condition): boolean {
  const { contexts, services } = definitionOf(kind)
  const { wire, onRequest } = keysOf(kind)
  return (
    canIgnore(condition, kind) &&
    Object.entries(NEEDS).every(([part, field]) => !(part in condition) || [...wire, ...onRequest].includes(field)) &&
    (condition.context ?? contexts).some((context) => contexts.includes(context)) &&
    (condition.service === undefined || condition.service.some((service) => services.includes(service)))
  )
}

function isWide(network: string): boolean {
  const [address = '', bits] = network.split('/')
  return bits !== undefined && Number(bits) < (isIPv4(address) ? WIDEST.four : WIDEST.six)
}

async function faultsOfDomains(file: string): Promise<readonly string[]> {
  return readRegularFile(file, { follow: true }).then(
    () => [],
    (error: unknown) => [
      `${file} cannot be read (${codeOf(error) ?? messageOf(error)}): in ignore, local means the mailbox's own domain alone.`,
    ],
  )
}
