import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as fc from 'fast-check'
import { httpDate } from '../../../../lib/http/answers/http-date.ts'

const NOW = Date.parse('2026-11-06T08:00:00Z')
const MINUTE = 60_000

test('the three dates of RFC 9110 are one time', () => {
  for (const text of ['Sun, 06 Nov 1994 08:49:37 GMT', 'Sunday, 06-Nov-94 08:49:37 GMT', 'Sun Nov  6 08:49:37 1994'])
    assert.equal(httpDate(text, NOW), Date.parse('1994-11-06T08:49:37Z'), text)
})

test('any time is read from each of its forms', () => {
  const years = { min: new Date('1977-01-01'), max: new Date('2076-12-31'), noInvalidDate: true }
  fc.assert(
    fc.property(fc.date(years), (date) => {
      const at = Math.floor(date.getTime() / MINUTE) * MINUTE
      const imf = new Date(at).toUTCString()
      const [, day = '', month = '', year = '', time = ''] = imf.split(' ')
      assert.equal(httpDate(imf, NOW), at)
      assert.equal(httpDate(`Wednesday, ${day}-${month}-${year.slice(2)} ${time} GMT`, NOW), at)
      assert.equal(httpDate(`Wed ${month} ${day.replace(/^0/, ' ')} ${time} ${year}`, NOW), at)
    }),
  )
})

test('a year of two digits is at most fifty years ahead', () => {
  const yearOf = (digits: string): number =>
    new Date(httpDate(`Friday, 06-Nov-${digits} 08:30:00 GMT`, NOW) ?? Number.NaN).getUTCFullYear()
  assert.deepEqual(['26', '76', '77', '00', '99'].map(yearOf), [2026, 2076, 1977, 2000, 1999])
})

test('a date that does not exist, that is of another zone or that is no date at all names no time', () => {
  for (const text of [
    '',
    'Sun, 31 Jun 2026 08:49:37 GMT',
    'Sun, 00 Nov 2026 08:49:37 GMT',
    'Sun, 06 Nov 2026 24:00:00 GMT',
    'Sun, 06 Now 2026 08:49:37 GMT',
    'Sun, 06 Nov 2026 08:49:37 CET',
    'Sun, 06 Nov 2026 08:49:37 +0100',
    'Sun Nov 6 08:49:37 2026',
    '1994-11-06T08:49:37Z',
    'x'.repeat(100_000),
  ])
    assert.equal(httpDate(text, NOW), undefined, text.slice(0, 50))
})
