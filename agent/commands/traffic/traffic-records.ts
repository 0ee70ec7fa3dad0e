import { csvLine } from '../../../lib/text/csv.ts'
import { plainJson } from '../../../lib/text/plain-json.ts'
import { utf8Text } from '../../../lib/text/utf8-text.ts'
import type { GuardWord } from '../../../lib/traffic/guard/guard-rule.ts'
import type { TrafficCounts } from '../../../lib/traffic/interval.ts'
import type { LargeRequest } from './largest-requests.ts'
import type { IntervalSums, TrafficResult } from './traffic-numbers.ts'
import type { TrafficSums } from './traffic-sums.ts'

/** The columns of CSV; JSON has those keys that a row has. */
const COLUMNS = [
  'row',
  'time',
  'key',
  'value',
  'requests',
  'bytes',
  'status_1xx',
  'status_2xx',
  'status_3xx',
  'status_4xx',
  'status_5xx',
  'late',
  'future',
  'unrecognised',
  'limit',
] as const

const LARGEST_COLUMNS = ['bytes', 'time', 'ip', 'vhost', 'page'] as const

/** Lines for programs. */
type RecordForm = 'csv' | 'json'

type TrafficRecord = { readonly [column in (typeof COLUMNS)[number]]?: string | number }

/** The first line: of CSV, the names of the columns. */
export function* recordHead(form: RecordForm): Generator<string> {
  if (form === 'csv') yield csvLine(COLUMNS)
}

/** An interval as a line. */
export function intervalRecord(interval: IntervalSums, form: RecordForm): string {
  return lineOf({ row: 'interval', time: isoTime(interval.start), ...sumsOf(interval) }, form)
}

/** What a guard says as a line. */
export function guardRecord({ says, at, value, limit }: GuardWord, form: RecordForm): string {
  return lineOf({ row: says, time: isoTime(at), requests: value, limit }, form)
}

/** All that was counted, with exact numbers and times in UTC. */
export function* recordLines(result: TrafficResult, form: RecordForm): Generator<string> {
  yield* recordHead(form)
  for (const interval of result.intervals) yield intervalRecord(interval, form)
  yield lineOf({ row: 'total', ...sumsOf(result.total) }, form)
  for (const [value, counts] of result.vhosts) yield lineOf({ row: 'vhost', value, ...countsOf(counts) }, form)
  for (const { key, by, entries } of result.tops)
    for (const { key: value, requests, bytes, error } of entries) {
      // Where a number is not certain, the other one is too small.
      const numbers = error === 0 ? { requests, bytes } : by === 'requests' ? { requests } : { bytes }
      yield lineOf({ row: `top_${by}`, key, value: utf8Text(value), ...numbers }, form)
    }
  for (const word of result.words) yield guardRecord(word, form)
}

/** The largest requests, one in a line. */
export function* largestLines(requests: readonly LargeRequest[], form: RecordForm): Generator<string> {
  if (form === 'csv') yield csvLine(LARGEST_COLUMNS)
  for (const { size: bytes, time, ip, vhost, page } of requests) {
    const request = { bytes, time: isoTime(time), ip, vhost, page }
    yield form === 'csv' ? csvLine(LARGEST_COLUMNS.map((column) => String(request[column]))) : plainJson(request)
  }
}

function lineOf(record: TrafficRecord, form: RecordForm): string {
  return form === 'json' ? plainJson(record) : csvLine(COLUMNS.map((column) => String(record[column] ?? '')))
}

function countsOf({ requests, bytes, classes }: TrafficCounts): TrafficRecord {
  const [one, two, three, four, five] = classes
  return {
    requests,
    bytes,
    status_1xx: one,
    status_2xx: two,
    status_3xx: three,
    status_4xx: four,
    status_5xx: five,
  }
}

function sumsOf(sums: TrafficSums): TrafficRecord {
  const { late, future, unrecognised } = sums
  return { ...countsOf(sums), late, future, unrecognised }
}

/** Seconds as `2026-11-28T10:00:00Z`. */
function isoTime(seconds: number): string {
  return new Date(seconds * 1000).toISOString().replace('.000Z', 'Z')
}
