import assert from 'node:assert/strict'
import { test } from 'node:test'
import { projectReport } from '../../../../agent/receivers/spoor-api/projection.ts'
import { toEntry } from '../../../../lib/event/entry.ts'
import { eventOf } from '../../../support/events.ts'

test('the API gets the keys of App::Spoor, and after them the fields that it asked for', () => {
  const place = { log: '/log', generation: 'g', offset: 7 }
  const entry = toEntry(eventOf('login'), { id: 'x1', host: 'host.example.net', place })
  const sent = (fields: readonly string[]): string[] => {
    const { entries } = projectReport({ id: 'key', entries: [entry] }, { hostname: 'host.example.net', fields })
    return entries.flatMap((each) => Object.keys(each))
  }
  const keys = ['type', 'time', 'ip', 'mailbox_address', 'context', 'host', 'id']
  assert.deepEqual(sent([]), keys)
  assert.deepEqual(sent(['offset', 'severity', 'unknown']), [...keys, 'severity', 'offset'])
})
