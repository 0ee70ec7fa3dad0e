import assert from 'node:assert/strict'
import { test } from 'node:test'
import { neighboursOf } from '../../../../../hub/console/pages/incident/list-neighbours.ts'
import type { ShownIncident } from '../../../../../hub/contract/incident-contract.ts'
import { shownIncident } from '../shown-incident.ts'

function one(id: number, change: Partial<ShownIncident> = {}): ShownIncident {
  return shownIncident({ id, ...change })
}

test('the incidents beside one are those of the list', () => {
  assert.deepEqual(neighboursOf(one(5), [one(9), one(5), one(2)], 'opened'), { before: 9, after: 2 })
  assert.deepEqual(neighboursOf(one(9), [one(9), one(5)], 'opened'), { before: undefined, after: 5 })
})

test('one that is in the list no more still has its place there', () => {
  assert.deepEqual(neighboursOf(one(5), [one(9), one(6), one(2)], 'opened'), { before: 6, after: 2 })
  const changed = [one(2, { updated: 30 }), one(9, { updated: 10 })]
  assert.deepEqual(neighboursOf(one(5, { updated: 20 }), changed, 'updated'), { before: 2, after: 9 })
})

test('by severity the rank decides, not the letters', () => {
  const list = [one(1, { severity: 'critical' }), one(9, { severity: 'high' }), one(8, { severity: 'low' })]
  assert.deepEqual(neighboursOf(one(5, { severity: 'medium' }), list, 'severity'), { before: 9, after: 8 })
})
