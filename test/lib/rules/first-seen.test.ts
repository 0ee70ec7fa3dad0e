import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Event } from '../../../lib/event/event.ts'
import { firstSeen } from '../../../lib/rules/first-seen.ts'
import { Rules } from '../../../lib/rules/rules.ts'
import { concluded } from '../../support/concluded.ts'
import { eventOf } from '../../support/events.ts'
import { RULE_NUMBERS } from '../../support/rule-numbers.ts'

const DAY = 86_400
const BEGIN = 20_000 * DAY

function login(days: number, ip: string | null, name = 'anna@example.com'): Event {
  return eventOf('login', { time: BEGIN + days * DAY, mailbox_address: name, ip, service: 'imap' })
}

/** What is told of places, as words: learned for two days, remembered for ten. */
function told(...events: readonly Event[]): readonly string[] {
  const numbers = { ...RULE_NUMBERS, placeLearning: 2 * DAY, placeMemory: 10 * DAY }
  return concluded([firstSeen(numbers)], events).map((event) => {
    assert.ok(event.type === 'login_new_place')
    return `${event.mailbox_address} from ${event.network} after ${event.known_days}`
  })
}

test('a network that is new for a mailbox is told once; other addresses in it are no news', () => {
  assert.deepEqual(
    told(
      login(0, '192.0.2.1'),
      login(3, '192.0.2.99'),
      login(4, '198.51.100.1'),
      login(5, '198.51.100.2'),
      login(6, '2001:db8:0:1::5'),
      login(6, '2001:db8:0:1:ff::'),
    ),
    ['anna@example.com from 198.51.100.0/24 after 4', 'anna@example.com from 2001:db8:0:1::/64 after 6'],
  )
})

test('what is seen of a mailbox at first is only learned, also when others are known for long', () => {
  const bob = 'bob@example.com'
  const events = [login(0, '192.0.2.1'), login(5, '192.0.2.1', bob), login(6, '203.0.113.1', bob)]
  assert.deepEqual(told(...events), [])
  assert.deepEqual(told(...events, login(8, '198.51.100.1', bob)), ['bob@example.com from 198.51.100.0/24 after 3'])
})

test('a place that is used is remembered; one that was not used for long is new again', () => {
  const home = [0, 3, 6, 9, 12, 15, 18, 21].map((days) => login(days, '192.0.2.1'))
  const again = (days: number) => told(...home, login(3.5, '198.51.100.1'), login(days, '198.51.100.1'))
  assert.deepEqual(again(13.9), ['anna@example.com from 198.51.100.0/24 after 3'])
  assert.deepEqual(again(14), [...again(13.9), 'anna@example.com from 198.51.100.0/24 after 14'])
})

test('a mailbox that was silent for longer than places are remembered is learned anew', () => {
  assert.deepEqual(told(login(0, '192.0.2.1'), login(20, '198.51.100.1'), login(21, '203.0.113.1')), [])
})

test('mail handed in shows a place as a login does; a token and an account of FTP have places of their own', () => {
  const submitted = eventOf('mail_submitted', { ...at(5, '203.0.113.1'), service: 'smtp', recipients: 1 })
  assert.equal(told(login(0, '192.0.2.1'), submitted).length, 1)
  const ftp = eventOf('login', { ...at(5, '203.0.113.1'), service: 'ftp' })
  const token = eventOf('api_token_used', { ...at(5, '203.0.113.1'), context: 'domain', token_name: 'backup' })
  assert.deepEqual(told(login(0, '192.0.2.1'), ftp, token), [])
  const tokenAtHome = eventOf('api_token_used', { ...at(0, '192.0.2.1'), context: 'domain', token_name: 'backup' })
  assert.equal(told(tokenAtHome, token).length, 1)
})

test('a session that was opened with a password is a login, one that another user asked for is not', () => {
  const session = (session_method: 'login' | 'api') =>
    eventOf('session_opened', { ...at(5, '203.0.113.1'), session_method })
  assert.equal(told(login(0, '192.0.2.1'), session('login'), login(5, '203.0.113.1')).length, 1)
  assert.equal(told(login(0, '192.0.2.1'), session('api')).length, 0)
})

test('the machine itself, and a login without an address, are no places', () => {
  assert.deepEqual(told(login(0, '192.0.2.1'), login(5, '127.0.0.1'), login(5, '::1'), login(5, null)), [])
})

test('one login while the clock was wrong makes no mailbox learn for years', () => {
  const rules = new Rules([firstSeen({ ...RULE_NUMBERS, placeLearning: 2 * DAY })], { identity: 'host', settle: 0 })
  const saidOf = (event: Event): number => {
    rules.hear({ event, id: `id-${event.time}` })
    return rules.tick(BEGIN + 1001 * DAY).length
  }
  const logins = [login(1000, '192.0.2.1'), login(0, '192.0.2.1'), login(5, '203.0.113.1')]
  assert.deepEqual(logins.map(saidOf), [0, 0, 1])
})

test('of a mailbox in use nothing is kept of a place that was not used for longer than places are remembered', () => {
  const rules = new Rules([firstSeen({ ...RULE_NUMBERS, placeMemory: 10 * DAY })], { identity: 'host', settle: 0 })
  const hear = (event: Event, now = event.time): void => {
    rules.hear({ event, id: `id-${event.time}-${now}` }, { now })
    rules.tick(now)
  }
  const places = (): string => JSON.stringify(rules.save().rules)
  hear(login(0, '198.51.100.1'))
  // By its stamp of the future it would be used for years.
  hear(login(5000, '203.0.113.1'), BEGIN + DAY)
  for (const days of [2, 6, 10]) hear(login(days, '192.0.2.1'))
  assert.match(places(), /198\.51\.100\.0.*203\.0\.113\.0.*192\.0\.2\.0/)
  hear(login(11, '192.0.2.1'))
  assert.doesNotMatch(places(), /198\.51\.100\.0/)
  hear(login(12, '192.0.2.1'))
  assert.doesNotMatch(places(), /203\.0\.113\.0/)
  assert.match(places(), /192\.0\.2\.0/)
})

test('many new places push out no place that was used on several days', () => {
  const home = [login(0, '192.0.2.1'), login(1, '192.0.2.1')]
  const flood = Array.from({ length: 100 }, (_, index) => login(3 + index / 86_400, `2001:db8:1:${index + 1}::1`))
  assert.equal(told(...home, ...flood, login(3.5, '192.0.2.1')).length, flood.length)
})

test('of more than 64 places the one longest unused is forgotten', () => {
  const many = Array.from({ length: 64 }, (_, index) => login(1 + index / 100, `2001:db8:0:${index + 1}::1`))
  const home = login(0, '192.0.2.1')
  assert.equal(told(home, ...many, login(3, '2001:db8:0:40::1'), login(3, '2001:db8:0:2::1')).length, 0)
  assert.equal(told(home, ...many, login(3, '192.0.2.1')).length, 1)
})

function at(
  days: number,
  ip: string,
): { readonly time: number; readonly ip: string; readonly mailbox_address: string } {
  return { time: BEGIN + days * DAY, ip, mailbox_address: 'anna@example.com' }
}
