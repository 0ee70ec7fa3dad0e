import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { ReceiverConfig } from '../../../../agent/config/config.ts'
import { projectReport } from '../../../../agent/receivers/spoor-api/projection.ts'
import { wantedEntries } from '../../../../agent/receivers/spoor-api/wanted-entries.ts'
import { reportId } from '../../../../agent/spool/reports/report-file.ts'
import { toEntry } from '../../../../lib/event/entry.ts'
import { eventOf } from '../../../support/events.ts'
import { entryOf } from '../../../support/spool-scene.ts'

test('the API gets the keys of App::Spoor, and after them the fields that it asked for', () => {
  const place = { log: '/log', generation: 'g', offset: 7 }
  const entry = toEntry(eventOf('login'), { id: 'x1', host: 'host.example.net', place })
  const sent = (fields: readonly string[]): string[] => {
    const parts = { hostname: 'host.example.net', fields, wants: () => true }
    const projection = projectReport({ id: 'key', entries: [entry] }, parts)
    return projection?.entries.flatMap((each) => Object.keys(each)) ?? []
  }
  const keys = ['type', 'time', 'ip', 'mailbox_address', 'context', 'host', 'id']
  assert.deepEqual(sent([]), keys)
  assert.deepEqual(sent(['offset', 'severity', 'unknown']), [...keys, 'severity', 'offset'])
})

test('a receiver gets the events that it wants, under an id that follows from them, and no report without any', () => {
  const place = { log: '/log', generation: 'g', offset: 7 }
  const entries = (['login', 'login_failed', 'forward_removed'] as const).map((kind) =>
    toEntry(eventOf(kind), { id: kind, host: 'host.example.net', place }),
  )
  const report = { id: reportId(entries), entries }
  const projected = (events: ReceiverConfig['events'], name = 'hub'): ReturnType<typeof projectReport> =>
    projectReport(report, { hostname: 'h', fields: [], wants: wantedEntries({ name, events }) })
  const all = projected(['login', 'login_failed', 'forward_removed'])
  assert.deepEqual([all?.id, all?.entries.length], [report.id, 3])
  const some = projected(['login_failed'])
  assert.deepEqual([some?.id, some?.entries.map(({ id }) => id)], [reportId(entries.slice(1, 2)), ['login_failed']])
  assert.equal(projected(['log_gap']), undefined)
})

test('what older versions sealed for the API it gets whatever it wants now, and no other receiver does', () => {
  const wants = (name: string): boolean => wantedEntries({ name, events: ['log_gap'] })(entryOf('a'))
  assert.deepEqual([wants('api'), wants('hub')], [true, false])
})
