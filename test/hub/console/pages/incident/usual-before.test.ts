import assert from 'node:assert/strict'
import { test } from 'node:test'
import { usualBefore, usualMarks, usualPath } from '../../../../../hub/console/pages/incident/usual-before.ts'
import type { FacetsAnswer } from '../../../../../hub/contract/event-contract.ts'
import { shownIncident } from '../shown-incident.ts'

const DAY = 86_400

const FIRST = 100 * DAY

/** What was told before, by its kinds, some days before the incident. */
function told(counts: Readonly<Record<string, number>>, parts: { ago?: number; whole?: boolean } = {}): FacetsAnswer {
  const { ago = 5 * DAY, whole = true } = parts
  const type = Object.entries(counts).map(([value, count]) => ({ value, count }))
  const spans = type.map(({ value, count }) => ({ time: FIRST - ago, type: value, count }))
  return { total: 0, whole, facets: { type, severity: [], host: [], mailbox: [], ip: [], service: [] }, spans }
}

const BURST = { type: 'login_burst', fields: { counted: 'failures', count: 214 } }

test('what there is much of stands beside how much is usual: by the day, or in all if there is less', () => {
  const usual = usualBefore(told({ login_failed: 50, login_deferred: 10, mail_submitted: 7 }), 28, FIRST)
  assert.deepEqual(usualMarks(BURST, usual, []), ['usually 2 a day'])
  assert.deepEqual(usualMarks({ type: 'mail_burst', fields: {} }, usual, []), ['usually 7 mails in 28 days'])
})

test('of what nobody ever told nothing is said: the host may not tell it', () => {
  const usual = usualBefore(told({}), 28, FIRST)
  assert.deepEqual(usualMarks(BURST, usual, []), [])
  assert.deepEqual(usualMarks({ type: 'mail_burst', fields: {} }, usual, []), [])
})

test('a change is the first if none of its kind was told before it, neither before the incident nor in it', () => {
  const usual = usualBefore(told({ forward_found: 1 }), 40, FIRST)
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
  assert.deepEqual(usualMarks(filter, usualBefore(told({}, { whole: false }), 28, FIRST), []), [])
})

test('the last day before an incident is no usual one, but a change in it was before', () => {
  const usual = usualBefore(told({ login_failed: 500, filter_stored: 1 }, { ago: DAY }), 28, FIRST)
  assert.deepEqual(usualMarks(BURST, usual, []), [])
  assert.deepEqual(usualMarks({ type: 'filter_stored', fields: {} }, usual, []), [])
})

test('it is looked until the incident began, and for at most thirty days before its last one', () => {
  const { searchParams } = new URL(usualPath(shownIncident({ first_step: FIRST }), 40), 'https://hub.example.com')
  assert.equal(searchParams.get('mailbox'), 'ann@example.com')
  assert.equal(searchParams.get('until'), String(FIRST))
  assert.equal(searchParams.get('from'), String(69 * DAY))
})
