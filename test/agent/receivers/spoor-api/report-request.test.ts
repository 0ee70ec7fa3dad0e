import assert from 'node:assert/strict'
import { test } from 'node:test'
import { reportRequest } from '../../../../agent/receivers/spoor-api/report-request.ts'
import { entryOf } from '../../../support/spool-scene.ts'

test('the request of a report holds its entries, who reports, its id as key, and nothing else', () => {
  const reporter = { reportPath: '/api/reports', hostname: 'server.example.net', version: '1.2.3' }
  const { body, ...head } = reportRequest({ id: 'key', entries: [entryOf('a')] }, reporter)
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

test('what was sealed of the host is sent, whatever it is called by now', () => {
  const metadata = { reporter: 'before.example.net', labels: { site: 'vienna' } }
  const { body } = reportRequest(
    { id: 'key', entries: [entryOf('a')], metadata },
    { reportPath: '/', hostname: 'server.example.net', version: '1.2.3' },
  )
  assert.deepEqual(JSON.parse(body.toString()), { report: { entries: [entryOf('a')], metadata } })
})
