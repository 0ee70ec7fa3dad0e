import assert from 'node:assert/strict'
import { test } from 'node:test'
import { incidentAt } from '../../../hub/incidents/life-cycle.ts'

test('evidence belongs to the incident that had not ended at its time', () => {
  const [open, second, first] = [{ closed: null }, { closed: 200 }, { closed: 100 }]
  assert.equal(incidentAt([open, second, first], 300), open)
  assert.equal(incidentAt([open, second, first], 201), open)
  assert.equal(incidentAt([open, second, first], 200), second)
  assert.equal(incidentAt([open, second, first], 7), first)
  assert.equal(incidentAt([second, first], 201), undefined)
  assert.equal(incidentAt([], 7), undefined)
})
