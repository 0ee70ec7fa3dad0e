import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Sendable } from '../../../../agent/receivers/receiver.ts'
import { type Projection, projectReport } from '../../../../agent/receivers/spoor-api/projection.ts'
import { reportRequest } from '../../../../agent/receivers/spoor-api/report-request.ts'
import { entryOf } from '../../../support/spool-scene.ts'

const PARTS = { hostname: 'server.example.net', fields: [], wants: () => true }

function projected(report: Sendable): Projection {
  return projectReport(report, PARTS) ?? assert.fail()
}
const ACCESS = { reportPath: '/api/reports', version: '1.2.3' }

test('a request holds the entries of the report, who reports, its id as the key, and nothing else', () => {
  const { body, ...head } = reportRequest(projected({ id: 'key', entries: [entryOf('a')] }), ACCESS)
  assert.deepEqual(head, {
    method: 'POST',
    path: '/api/reports',
    headers: {
      accept: 'application/json',
      'user-agent': 'spoor-agent/1.2.3',
      'content-type': 'application/json',
      'idempotency-key': 'key',
    },
  })
  assert.equal(
    body.toString(),
    `{"report":{"entries":[${JSON.stringify(entryOf('a'))}],"metadata":{"reporter":"server.example.net"}}}`,
  )
})

test('a report is sent with the metadata that it was sealed with, though the host has another name by now', () => {
  const metadata = { reporter: 'before.example.net', labels: { site: 'vienna' } }
  const { body } = reportRequest(projected({ id: 'key', entries: [entryOf('a')], metadata }), ACCESS)
  assert.deepEqual(JSON.parse(body.toString()), { report: { entries: [entryOf('a')], metadata } })
})
