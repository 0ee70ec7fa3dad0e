import assert from 'node:assert/strict'
import { test } from 'node:test'
import { severityOf } from '../../../lib/event/severity.ts'

test('an entry that was sealed without a severity has that of its kind', () => {
  assert.equal(severityOf({ id: 'a', type: 'log_gap', severity: 'critical' }), 'critical')
  assert.equal(severityOf({ id: 'a', type: 'log_gap' }), 'medium')
})

test('what only another version knows is no more than info', () => {
  assert.equal(severityOf({ id: 'a', type: 'from_the_future', severity: 'apocalyptic' }), 'info')
  assert.equal(severityOf({ id: 'a', type: 'from_the_future', severity: 'high' }), 'high')
})
