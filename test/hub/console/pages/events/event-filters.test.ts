import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  filteredFor,
  filteredOut,
  filtersAt,
  standingOf,
  termsIn,
  withoutTerm,
  withoutTerms,
} from '../../../../../hub/console/pages/events/event-filters.ts'

const NOW = 1_795_161_600
const query = (text: string): URLSearchParams => new URLSearchParams(text)

test('the API is asked for the filters and the time, and for nothing else that stands in the address', () => {
  assert.equal(String(filtersAt(query('last=1h&host=a&event=1.x&by=host&odd=1'), NOW)), `host=a&from=${NOW - 3600}`)
  assert.equal(String(filtersAt(query(''), NOW)), `from=${NOW - 86_400}`)
  assert.equal(String(filtersAt(query('last=all&q='), NOW)), '')
  assert.equal(String(filtersAt(query('from=5&until=9'), NOW)), 'from=5&until=9')
  assert.equal(String(filtersAt(query('from=x&until=-1'), NOW)), '')
  assert.equal(String(filtersAt(query('from=9999999999999&until=253402300799'), NOW)), 'until=253402300799')
  assert.equal(String(filtersAt(query('last=constructor'), NOW)), `from=${NOW - 86_400}`)
})

test('a value is filtered for, then out, and stands in one way at a time', () => {
  const one = filteredFor(query('min_severity=low&last=7d'), 'severity', 'high')
  assert.equal(String(one), 'last=7d&severity=high')
  const out = filteredOut(one, 'severity', 'high')
  assert.equal(String(out), 'last=7d&not_severity=high')
  assert.equal(standingOf(out, 'severity', 'high'), 'out')
  assert.equal(String(filteredOut(out, 'severity', 'low')), 'last=7d&not_severity=high%2Clow')
  assert.equal(standingOf(filteredFor(out, 'severity', 'high'), 'severity', 'high'), 'in')
})

test('ways in are words, left out in one list; networks and recipients stand there by themselves', () => {
  const out = filteredOut(filteredOut(query('service=imap'), 'service', 'imap'), 'service', 'webmail')
  assert.equal(out.toString(), 'not_service=imap%2Cwebmail')
  assert.equal(standingOf(out, 'service', 'webmail'), 'out')
  assert.deepEqual(
    termsIn(out).map(({ words }) => words),
    ['IMAP', 'Webmail'],
  )
  const two = filteredOut(filteredOut(query(''), 'network', '192.0.2.0/24'), 'network', '2001:db8::/64')
  assert.deepEqual(two.getAll('not_network'), ['192.0.2.0/24', '2001:db8::/64'])
  const all = query('recipient=a%2Cb@example.com&country=DE&not_as_number=64496')
  assert.deepEqual(
    termsIn(all).map(({ name, words }) => `${name} ${words}`),
    ['Recipient a,b@example.com', 'Country DE', 'Operator AS64496'],
  )
  assert.equal(String(filtersAt(query(`${String(all)}&last=all`), NOW)), String(all))
})

test('names that have commas in them are not taken apart', () => {
  const strange = 'a,b"c@example.com'
  const out = filteredOut(filteredOut(query(''), 'mailbox', strange), 'mailbox', 'x@example.com')
  assert.deepEqual(out.getAll('not_mailbox'), [strange, 'x@example.com'])
  const [first] = termsIn(out)
  assert.deepEqual(first && [first.value, first.isNot], [strange, true])
  assert.deepEqual(withoutTerm(out, first!).getAll('not_mailbox'), ['x@example.com'])
})

test('each chip takes away what it shows, and clearing takes all but the time', () => {
  const all = query('last=7d&min_severity=low&kind=login,login_failed&not_kind=a,b&not_host=c&q=thief')
  const words = termsIn(all).map(({ name, isNot, words: text }) => `${name}${isNot ? ' not' : ''} ${text}`)
  assert.deepEqual(
    words,
    [
      'Severity not routine',
      'What Login, Login failed',
      'Text thief',
      'What not a',
      'What not b',
      'Host not c',
    ].toSorted((a, b) => words.indexOf(a) - words.indexOf(b)),
  )
  for (const term of termsIn(all)) {
    const left = termsIn(withoutTerm(all, term))
    assert.equal(left.length, words.length - 1, `${term.parameter} ${term.value}`)
  }
  assert.equal(String(withoutTerms(all)), 'last=7d')
})
