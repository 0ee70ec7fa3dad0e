import assert from 'node:assert/strict'
import { test } from 'node:test'
import { retryAfter } from '../../../../lib/http/answers/retry-after.ts'

const NOW = Date.parse('2026-11-06T08:00:00Z')
const HALF_AN_HOUR = 1_800_000

function waitOf(header: string | undefined, date?: string): number | undefined {
  const at = retryAfter({ 'retry-after': header, date }, NOW)
  return at === undefined ? undefined : at - NOW
}

test('seconds count from now, whatever the clock of the server says', () => {
  assert.equal(waitOf(' 90 '), 90_000)
  assert.equal(waitOf('90', 'Thu, 01 Jan 1970 00:00:00 GMT'), 90_000)
})

test('a date is that time, in each form that HTTP knows', () => {
  for (const date of ['Fri, 06 Nov 2026 08:30:00 GMT', 'Friday, 06-Nov-26 08:30:00 GMT', 'Fri Nov  6 08:30:00 2026'])
    assert.equal(waitOf(date), HALF_AN_HOUR, date)
})

test('a date counts from the date of the same answer, in whatever form', () => {
  for (const date of ['Mon, 02 Nov 2020 08:00:00 GMT', 'Monday, 02-Nov-20 08:00:00 GMT', 'Mon Nov  2 08:00:00 2020'])
    assert.equal(waitOf('Mon, 02 Nov 2020 08:30:00 GMT', date), HALF_AN_HOUR, date)
  assert.equal(waitOf('Fri, 06 Nov 2026 08:30:00 GMT', 'today'), HALF_AN_HOUR)
})

test('a time in the past asks for no wait', () => {
  assert.equal(waitOf('Fri, 06 Nov 2026 07:30:00 GMT'), 0)
  assert.equal(waitOf('Fri, 06 Nov 2026 08:30:00 GMT', 'Fri, 06 Nov 2026 09:00:00 GMT'), 0)
})

test('nobody is made to wait longer than a day', () => {
  assert.equal(waitOf('99999999999999999999'), 86_400_000)
  assert.equal(waitOf('Fri, 06 Nov 2099 08:30:00 GMT'), 86_400_000)
})

test('a negative number, an impossible date and nonsense say nothing', () => {
  for (const header of [
    undefined,
    '',
    '-5',
    '1.5',
    'soon',
    'never GMT',
    '2026-11-06T08:30:00Z',
    'Fri, 06 Nov 2026 08:30:00',
  ])
    assert.equal(waitOf(header), undefined, header)
})
