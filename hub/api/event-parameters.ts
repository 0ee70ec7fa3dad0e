import { isIP } from 'node:net'
import * as v from 'valibot'
import { kindsLike } from '../../lib/event/kind-pattern.ts'
import { SEVERITIES } from '../../lib/event/severity.ts'
import { HttpError, PROBLEMS } from '../http/errors.ts'
import type { Hub } from '../http/route.ts'
import { agentOfHost } from '../store/ask/agent-of-host.ts'
import type { EventExclusion, EventFilter, EventPlace } from '../store/event-filter.ts'
import { contextNumber, kindNumber, severityNumber } from '../store/number-words.ts'
import { placeOf } from './event-id.ts'
import type { Read } from './parameters.ts'

const text = v.pipe(v.string(), v.minLength(1, 'is empty'), v.maxLength(255, 'is too long'))

/** A time, as people and programs write it. */
export function time(description: string): v.GenericSchema<string, number> {
  return v.pipe(
    v.string(),
    v.description(`${description} As 2026-11-28T08:00:00Z, 2026-11-28, or in seconds since 1970.`),
    v.transform(secondsOf),
    v.number('is no time: write 2026-11-28T08:00:00Z, 2026-11-28, or seconds since 1970'),
  )
}

const kinds = v.pipe(
  v.string(),
  v.description('Kinds of events with commas between them; login_* stands for all that begin so.'),
  v.transform(kindNumbers),
  v.minLength(1, 'There is no such kind of event: choose another, or take that filter away.'),
)

/** An IP address, as logs write it. */
export const address = v.pipe(
  v.string(),
  v.check((word) => isIP(word) > 0, 'That is no IP address: write one such as 192.0.2.7 or 2001:db8::1.'),
  v.description('The address of the client.'),
  v.transform((word) => word.toLowerCase()),
)

/** The name of a mailbox, in any letters. */
export const mailbox = v.pipe(
  text,
  v.description('The mailbox or account.'),
  v.transform((word) => word.toLowerCase()),
)

/** Which span of time. */
export const SPAN = {
  from: v.exactOptional(time('The first second.')),
  until: v.exactOptional(time('The first second after.')),
} as const

/** A host by its name. */
export const HOST = {
  host: v.exactOptional(v.pipe(text, v.description('The name of the host, the present one or a former one.'))),
} as const

const severities = v.pipe(
  v.string(),
  v.description(`Severities with commas between them: ${SEVERITIES.join(', ')}.`),
  v.transform((words) => words.split(',').map((word) => SEVERITIES.find((known) => known === word))),
  v.check((words) => !words.includes(undefined), `names another severity than ${SEVERITIES.join(', ')}`),
  v.transform((words) => words.filter((word) => word !== undefined).map(severityNumber)),
)

/** Values of one parameter, each of which stands there by itself: a name can have any letters in it. */
export function several<T>(schema: v.GenericSchema<string, T>, description: string): v.GenericSchema<string[], T[]> {
  return v.pipe(
    v.array(schema),
    v.maxLength(50, 'stands there more than 50 times'),
    v.description(`${description} It can stand there several times.`),
  )
}

/** Kinds of events. */
export const KIND = { kind: v.exactOptional(kinds) } as const

/** Which events, but for their time. */
export const WHICH = {
  ...HOST,
  ...KIND,
  mailbox: v.exactOptional(mailbox),
  ip: v.exactOptional(address),
  severity: v.exactOptional(severities),
  min_severity: v.exactOptional(
    v.pipe(
      v.picklist(SEVERITIES, `is none of ${SEVERITIES.join(', ')}`),
      v.description('At least this severity.'),
      v.transform(severityNumber),
    ),
  ),
  context: v.exactOptional(
    v.pipe(
      v.picklist(['mailbox', 'domain', 'system'], 'is none of mailbox, domain, system'),
      v.description('What it concerns.'),
      v.transform((word) => contextNumber(word)),
    ),
  ),
  not_host: v.exactOptional(several(text, 'A host whose events are left out.')),
  not_kind: v.exactOptional(kinds),
  not_severity: v.exactOptional(severities),
  not_mailbox: v.exactOptional(several(mailbox, 'A mailbox or account whose events are left out.')),
  not_ip: v.exactOptional(several(address, 'An address whose events are left out.')),
  assessed: v.exactOptional(
    v.pipe(v.picklist(['yes', 'no'], 'is neither yes nor no'), v.description('Whether a person said something of it.')),
  ),
} as const

/** Which page. */
export const PAGE = {
  before: v.exactOptional(
    v.pipe(
      v.string(),
      v.description('The value of next from the page before.'),
      v.transform(placeOf),
      v.custom<EventPlace>((place) => place !== undefined, 'is no value of next'),
    ),
  ),
  limit: v.optional(numberUpTo(1000, 'How many at most.'), '100'),
} as const

/** A whole number from 1 on. */
export function numberUpTo(most: number, description: string): v.GenericSchema<string, number> {
  return v.pipe(
    v.string(),
    v.description(`${description} From 1 to ${most}.`),
    v.transform((digits) => (/^\d{1,16}$/.test(digits) ? Number(digits) : 0)),
    v.minValue(1, `is no whole number from 1 to ${most}`),
    v.maxValue(most, `is no whole number from 1 to ${most}`),
  )
}

type Asked = Partial<Read<typeof WHICH> & Read<typeof SPAN> & Pick<Read<typeof PAGE>, 'before'>>

/** What the store is asked for. Rejects with `HttpError` if the hub knows no such host. */
export async function filterOf(hub: Pick<Hub, 'store'>, asked: Asked): Promise<EventFilter> {
  const { host, kind, severity, min_severity: minSeverity, assessed, ...more } = asked
  const { not_host, not_kind, not_severity, not_mailbox, not_ip, ...others } = more
  const without = await exclusionOf(hub, { not_host, not_kind, not_severity, not_mailbox, not_ip })
  return {
    ...others,
    ...(await agentNamed(hub, host)),
    ...(kind === undefined ? {} : { kinds: kind }),
    ...(severity === undefined ? {} : { severities: severity }),
    ...(Object.keys(without).length === 0 ? {} : { without }),
    ...(minSeverity === undefined ? {} : { minSeverity }),
    ...(assessed === undefined ? {} : { isAssessed: assessed === 'yes' }),
  }
}

type Excluded = Pick<Read<typeof WHICH>, 'not_host' | 'not_kind' | 'not_severity' | 'not_mailbox' | 'not_ip'>

async function exclusionOf(
  hub: Pick<Hub, 'store'>,
  { not_host: hosts, not_kind: kind, not_severity: severity, not_mailbox, not_ip: ip }: Wider<Excluded>,
): Promise<EventExclusion> {
  const agent = []
  for (const host of hosts ?? []) agent.push((await agentNamed(hub, host)).agent ?? -1)
  const all = { agent: agent.length === 0 ? undefined : agent, kind, severity, mailbox: not_mailbox, ip }
  return Object.fromEntries(Object.entries(all).filter(([, values]) => values !== undefined))
}

type Wider<T> = { readonly [K in keyof T]: T[K] | undefined }

/** The agent of a host, if one was named. Rejects with `HttpError` if the hub knows no such host. */
export async function agentNamed({ store }: Pick<Hub, 'store'>, host?: string): Promise<{ agent?: number }> {
  if (host === undefined) return {}
  const found = await store.ask(agentOfHost, { host })
  if (found === null) throw new HttpError(PROBLEMS.unknownHost)
  return { agent: found.id }
}

function secondsOf(word: string): number | undefined {
  if (/^\d{1,12}$/.test(word)) return Number(word)
  if (!/^\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?(?:Z|[+-]\d\d:\d\d))?$/.test(word)) return undefined
  const time = Math.floor(Date.parse(word) / 1000)
  return Number.isNaN(time) ? undefined : time
}

/** Empty if one of them is unknown. */
function kindNumbers(words: string): readonly number[] {
  const named = words.split(',').map(kindsLike)
  return named.some((some) => some.length === 0) ? [] : [...new Set(named.flat())].map(kindNumber)
}
