import { parseLongStamp } from '../../lib/time/long-stamp.ts'
import { parseStamp } from '../../lib/time/stamp.ts'
import { parseSyslogStamp } from '../../lib/time/syslog-stamp.ts'
import type { ParseContext } from '../drivers/driver.ts'

/** The forms in which logs write the time, each with an example. */
export const STAMP_FORMS = {
  syslog: 'Nov 28 07:01:02, or with a year: 2026-11-28T07:01:02.123456+01:00',
  iso: '2026-11-28 07:01:02, 2026-11-28T07:01:02.123Z, [2026-11-28 07:01:02 +0100]',
  apache: '[28/Nov/2026:07:01:02 +0100], anywhere in the line',
  asctime: 'Sat Nov 28 07:01:02 2026, [Sat Nov 28 07:01:02.123456 2026]',
  epoch: '1795845662, 1795845662.123',
  none: 'the line tells none: the time at which it was read counts',
} as const

/** How a log writes the time. */
export type StampForm = keyof typeof STAMP_FORMS

/** Characters at the beginning of a line among which its time is looked for. */
const HEAD = 1024

const SYSLOG =
  /^(?:[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d|\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:\d\d))/
const ISO = /^\[?(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d:\d\d)(?:[.,]\d{1,9})? ?(Z|UTC|[+-]\d\d:?\d\d)?/
const APACHE = /(?:^|\[)(\d\d)\/([A-Z][a-z]{2})\/(\d{4}):(\d\d:\d\d:\d\d)(?:\.\d{1,9})? ([+-]\d{4})/
const ASCTIME = /^\[?([A-Z][a-z]{2} [A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d)(?:\.\d{1,9})? (\d{4})/
const EPOCH = /^\[?(\d{9,11})(?:\.\d{1,9})?(?!\d)/

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

const READERS: Readonly<Record<StampForm, (head: string, context: ParseContext) => number | undefined>> = {
  syslog: (head, { zone, now }) => parseSyslogStamp(SYSLOG.exec(head)?.[0] ?? '', zone, now),
  iso: (head, { zone }) => {
    const [, date = '', time = '', offset] = ISO.exec(head) ?? []
    return stampAt(`${date} ${time}`, offset === 'Z' || offset === 'UTC' ? '+0000' : offset?.replace(':', ''), zone)
  },
  apache: (head, { zone }) => {
    const [, day = '', month = '', year = '', time = '', offset] = APACHE.exec(head) ?? []
    const number = String(MONTHS.indexOf(month) + 1).padStart(2, '0')
    return stampAt(`${year}-${number}-${day} ${time}`, offset, zone)
  },
  asctime: (head, { zone }) => {
    const [, stamp = '', year = ''] = ASCTIME.exec(head) ?? []
    return parseLongStamp(`${stamp} ${year}`, zone)
  },
  epoch: (head) => {
    const [, seconds] = EPOCH.exec(head) ?? []
    return seconds === undefined ? undefined : Number(seconds)
  },
  none: (_, { now }) => now,
}

/**
 * The time of a line, or of the part of it that tells the time, in seconds since 1970-01-01T00:00:00Z; undefined if it
 * does not read so.
 */
export function timeOf(text: string, form: StampForm, context: ParseContext): number | undefined {
  return READERS[form](text.slice(0, HEAD), context)
}

function stampAt(stamp: string, offset: string | undefined, zone: string | undefined): number | undefined {
  return parseStamp(offset === undefined ? stamp : `${stamp} ${offset}`, zone)
}
