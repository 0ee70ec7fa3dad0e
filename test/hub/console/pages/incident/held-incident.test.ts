import assert from 'node:assert/strict'
import { test } from 'node:test'
import { HeldIncident } from '../../../../../hub/console/pages/incident/held-incident.ts'
import { shownWhole } from '../shown-incident.ts'

const NOTE = { id: 7, at: 1010, actor: 'mira', action: 'noted', detail: 'called' }

test('what others decide is shown at once, and what would move something waits', () => {
  const held = new HeldIncident()
  held.come(shownWhole({}))
  held.come(shownWhole({ revision: 3, assignee: 'mira' }, [NOTE]))
  assert.equal(held.shown.value?.incident.assignee, 'mira')
  assert.deepEqual(held.shown.value?.history, [])
  assert.deepEqual(held.waiting.value?.history, [NOTE])
  held.show()
  assert.deepEqual(held.shown.value?.history, [NOTE])
  assert.equal(held.waiting.value, undefined)
})

test('what fills the same places is shown whole, and nothing waits', () => {
  const held = new HeldIncident()
  held.come(shownWhole({}))
  held.come(shownWhole({ revision: 2, assessment: 'probably_benign' }))
  assert.equal(held.shown.value?.incident.assessment, 'probably_benign')
  assert.equal(held.waiting.value, undefined)
})

test('what a person did shows at once with all else, and a late answer takes nothing back', () => {
  const held = new HeldIncident()
  held.come(shownWhole({}))
  held.take(shownWhole({ revision: 5, assignee: 'kaja' }, [NOTE]))
  held.come(shownWhole({ revision: 4 }))
  assert.equal(held.shown.value?.incident.assignee, 'kaja')
  assert.deepEqual(held.shown.value?.history, [NOTE])
})
