import * as v from 'valibot'
import { digest } from '../event/digest.ts'
import { BANDWIDTH_SERVICES } from '../mail-statistics/bandwidth-counts.ts'
import { MAIL_COUNTS } from '../mail-statistics/mail-counts.ts'

/** What a request counts in. */
const TRAFFIC_COUNTS = [
  'requests',
  'bytes',
  'status_1xx',
  'status_2xx',
  'status_3xx',
  'status_4xx',
  'status_5xx',
] as const

/** What totals there are, and the numbers of their rows in their order. */
export const TOTALS = {
  /** Requests of a minute, by virtual host. */
  traffic: { key: 'vhost', numbers: TRAFFIC_COUNTS },
  /** Mail of a local hour, by cPanel account. */
  mail: { key: 'account', numbers: MAIL_COUNTS },
  /** Mail of a local hour, by the mailbox that gave its password. */
  senders: { key: 'sender', numbers: MAIL_COUNTS },
  /** Bytes of a local day, by cPanel account, from clients and to them. */
  bandwidth: {
    key: 'account',
    numbers: BANDWIDTH_SERVICES.flatMap((service) => [`${service}_in`, `${service}_out`] as const),
  },
} as const

/** What totals are of. */
export type TotalsKind = keyof typeof TOTALS

/** All kinds, in their order. */
export const TOTALS_KINDS = ['traffic', 'mail', 'senders', 'bandwidth'] as const satisfies readonly TotalsKind[]

/** The key of the row that sums up the whole host. */
export const WHOLE = ''

/** The key of the row that sums up what has no row of its own. */
export const OTHER = '(other)'

/** The most rows of one period: the whole host, the rest, and a thousand others. */
const MOST_ROWS = 1002

/** A key and its numbers. */
export type TotalsRow = readonly [key: string, ...numbers: number[]]

/**
 * What was counted in a period, as agents seal it and receivers get it: always the sums from its beginning, so that
 * what comes twice counts once, and a higher revision replaces what came before.
 */
export interface Totals {
  readonly kind: TotalsKind
  /** The same for the same kind, period and revision of a host. */
  readonly id: string
  /** When the period begins, in seconds since 1970-01-01T00:00:00Z. */
  readonly start: number
  /** Its length: 60; 3600; about 86400, as a local day is longer or shorter where the clocks change. */
  readonly seconds: number
  /** Rises with each further count of the same period. */
  readonly revision: number
  /** The whole host (`WHOLE`) first, then the highest by requests, messages or bytes, then `OTHER` if there is more. */
  readonly rows: readonly TotalsRow[]
}

/** The id of totals; `identity` is that of the agent's spool. */
export function totalsId(identity: string, { kind, start, revision }: Omit<Totals, 'id' | 'rows'>): string {
  return digest(identity, 'totals', kind, String(start), String(revision))
}

const wholeNumber = v.pipe(v.number(), v.safeInteger(), v.minValue(0))

const row = v.custom<TotalsRow>((value) => {
  if (!Array.isArray(value)) return false
  const [key, ...numbers]: readonly unknown[] = value
  // No control characters, and no longer than an address can be.
  return typeof key === 'string' && /^[^\p{Cc}]{0,320}$/u.test(key) && numbers.every((each) => v.is(wholeNumber, each))
}, 'is no key with whole numbers')

/** Totals as anybody may send them: bounded, and each row with as many numbers as its kind has. */
export const totals: v.GenericSchema<unknown, Totals> = v.pipe(
  v.strictObject({
    kind: v.picklist(TOTALS_KINDS),
    id: v.pipe(v.string(), v.regex(/^[\w-]{1,64}$/)),
    start: wholeNumber,
    seconds: v.pipe(wholeNumber, v.minValue(1), v.maxValue(100_000)),
    revision: wholeNumber,
    rows: v.pipe(v.array(row), v.minLength(1), v.maxLength(MOST_ROWS)),
  }),
  v.check(({ kind, rows }) => rows.every((each) => each.length === TOTALS[kind].numbers.length + 1), 'has other rows'),
  v.check(({ rows }) => new Set(rows.map(([key]) => key)).size === rows.length, 'has a key twice'),
)
