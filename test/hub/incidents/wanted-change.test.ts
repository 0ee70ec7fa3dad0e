import assert from 'node:assert/strict'
import { test } from 'node:test'
import { faultOf, newsOfState } from '../../../hub/incidents/wanted-change.ts'

test('an end and its undoing are news of their own, all else is a change', () => {
  assert.equal(newsOfState('open', 'contained'), 'changed')
  assert.equal(newsOfState('contained', 'open'), 'changed')
  assert.equal(newsOfState('contained', 'resolved'), 'closed')
  assert.equal(newsOfState('open', 'dismissed'), 'closed')
  assert.equal(newsOfState('resolved', 'dismissed'), 'changed')
  assert.equal(newsOfState('dismissed', 'contained'), 'reopened')
})

test('who dismisses says why, and what it was', () => {
  const nothing = { assessment: null }
  assert.equal(faultOf({ state: 'dismissed' }, nothing), 'reason_missing')
  assert.equal(faultOf({ state: 'dismissed', reason: ' ' }, nothing), 'reason_missing')
  assert.equal(faultOf({ state: 'dismissed', reason: 'a test' }, nothing), 'assessment_missing')
  assert.equal(faultOf({ state: 'dismissed', reason: 'a test' }, { assessment: 'confirmed_benign' }), undefined)
  const taken = { state: 'dismissed', reason: 'a test', assessment: null } as const
  assert.equal(faultOf(taken, { assessment: 'confirmed_benign' }), 'assessment_missing')
  assert.equal(faultOf({ state: 'resolved' }, nothing), undefined)
  assert.equal(faultOf({ assignee: 'anna' }, nothing), undefined)
})
