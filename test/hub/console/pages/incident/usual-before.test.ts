import assert from 'node:assert/strict'
import { test } from 'node:test'
import { usualBefore, usualMarks, usualPath } from '../../../../../hub/console/pages/incident/usual-before.ts'
import type { FacetsAnswer } from '../../../../../hub/contract/event-contract.ts'
import { shownIncident } from '../shown-incident.ts'

const DAY = 86_400

/** What was told before, by its kinds. */
function told(counts: Readonly<Record<string, number>>, whole = true): FacetsAnswer {
  const type = Object.entries(counts).map(([value, count]) => ({ value, count }))
  return { total: 0, whole, facets: { type, severity: [], host: [], mailbox: [], ip: [] }, spans: [] }
}

const BURST = { type: 'login_burst', fields: { counted: 'failures', count: 214 } }

test('what there is much of stands beside how much is usual: by the day, or in all if there is less', () => {
  const usual = usualBefore(told({ login_failed: 50, login_deferred: 10, mail_submitted: 7 }), 28)
  assert.deepEqual(usualMarks(BURST, usual, []), ['usually 2 a day'])
  assert.deepEqual(usualMarks({ type: 'mail_burst', fields: {} }, usual, []), ['usually 7 mails in 28 days'])
})

test('of what nobody ever told nothing is said: the host may not tell it', () => {
  const usual = usualBefore(told({}), 28)
  assert.deepEqual(usualMarks(BURST, usual, []), [])
  assert.deepEqual(usualMarks({ type: 'mail_burst', fields: {} }, usual, []), [])
})

test('a change is the first if none of its kind was told before it, neither before the incident nor in it', () => {
  const usual = usualBefore(told({ forward_found: 1 }), 40)
  const [filter, forward] = [
    { type: 'filter_stored', fields: {} },
    { type: 'forward_added', fields: {} },
  ]
  assert.deepEqual(usualMarks(filter, usual, [forward]), ['first told in 30 days'])
  assert.deepEqual(usualMarks({ ...filter, type: 'filter_enabled' }, usual, [filter]), [])
  assert.deepEqual(usualMarks(forward, usual, []), [])
  assert.deepEqual(usualMarks({ type: 'login', fields: {} }, usual, []), [])
})

test('without a habit, or where not all could be counted, nothing is said', () => {
  const filter = { type: 'filter_stored', fields: {} }
  assert.deepEqual(usualMarks(filter, undefined, []), [])
  assert.deepEqual(usualMarks(filter, usualBefore(told({}, false), 28), []), [])
})

test('what may be part of the incident itself is not counted as usual', () => {
  const first = 100 * DAY
  const { searchParams } = new URL(usualPath(shownIncident({ first_step: first }), 40), 'https://hub.example.com')
  assert.equal(searchParams.get('mailbox'), 'ann@example.com')
  assert.equal(searchParams.get('until'), String(99 * DAY))
  assert.equal(searchParams.get('from'), String(69 * DAY))
})
