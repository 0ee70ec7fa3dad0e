import assert from 'node:assert/strict'
import { test } from 'node:test'
import { certificatesOf, daysUntil } from '../../../../../hub/console/pages/services/certificates.ts'
import { placesOf } from '../../../../../hub/console/pages/services/check-places.ts'
import { hostOfTarget } from '../../../../../hub/console/pages/services/host-of-target.ts'
import { restartsIn } from '../../../../../hub/console/pages/services/restarts.ts'
import { servicesHeadline } from '../../../../../hub/console/pages/services/services-headline.ts'
import { servicesWish, wantedChecks } from '../../../../../hub/console/pages/services/services-wish.ts'
import { cellChecks, inOrderOfWall, type Wall, wallOf } from '../../../../../hub/console/pages/services/wall.ts'
import type { CheckCounts, ShownCheck } from '../../../../../hub/contract/check-contract.ts'
import type { ShownEvent } from '../../../../../hub/contract/event-contract.ts'

function shown(host: string, check: string, change: Partial<ShownCheck> = {}): ShownCheck {
  return {
    host,
    check,
    type: 'tcp',
    state: 'up',
    since: 0,
    finding: '',
    ran: 90,
    recent: [],
    certificate: null,
    target: null,
    told: 100,
    silent: false,
    ...change,
  }
}

const NONE = { down: 0, flapping: 0, warning: 0, late: 0, unknown: 0, blocked: 0, maintenance: 0, up: 0, off: 0 }

test('the headline says what is down, what nobody knows and what ends soon, and that all is well only if it is', () => {
  const said = (counts: Partial<CheckCounts>, ending = 0): string => servicesHeadline({ ...NONE, ...counts }, ending)
  assert.equal(said({ up: 84 }), 'All 84 checks are well.')
  assert.equal(said({ up: 1 }), 'The check is well.')
  assert.equal(said({ up: 80, off: 4 }), 'All 80 checks that run now are well.')
  assert.equal(said({ maintenance: 4 }), 'No check runs now.')
  assert.equal(
    said({ up: 81, down: 2, late: 1 }, 1),
    'Two of 84 checks are down and one is late. One certificate ends within 14 days.',
  )
  assert.equal(said({ up: 80, warning: 4 }, 2), 'Four of 84 checks warn. Two certificates end within 14 days.')
  assert.equal(said({ down: 1 }), 'The check is down.')
  assert.equal(said({ up: 8, unknown: 2 }), 'Nobody knows how two of 10 checks are.')
  assert.equal(said({ unknown: 20 }), 'Nobody knows how the 20 checks are.')
  assert.equal(said({ down: 1, unknown: 1, up: 8 }), 'One of 10 checks is down. Nobody knows how one other is.')
})

function hosts({ rows }: Wall): readonly string[] {
  return rows.map(({ host, band, worst, count }) => `${host} ${band} ${count} ${worst}`)
}

function columns(wall: Wall): readonly string[] {
  return wall.columns.map(({ names }) => names.join('+'))
}

test('the worst hosts and checks come first, and of a silent host nobody knows', () => {
  const wall = wallOf([
    shown('srv10', 'imap'),
    shown('srv9', 'imap'),
    shown('srv2', 'imap', { state: 'down', silent: true }),
    shown('srv3', 'smtp', { state: 'late' }),
    shown('srv3', 'imap'),
    shown('srv4', 'dns', { state: 'down' }),
    shown('srv5', 'dns', { state: 'off' }),
  ])
  assert.deepEqual(hosts(wall), [
    'srv4 look 1 down',
    'srv3 look 1 late',
    'srv2 unknown 1 unknown',
    'srv9 well 1 up',
    'srv10 well 1 up',
    'srv5 well 1 off',
  ])
  assert.deepEqual(columns(wall), ['dns', 'smtp', 'imap'])
})

test('where there are too many names the last column has what is well and rare, its worst first', () => {
  const common = Array.from({ length: 12 }, (_, index) => [shown('a', `c${index}`), shown('b', `c${index}`)]).flat()
  const rare = [
    shown('a', 'rare'),
    shown('a', 'odd', { state: 'maintenance' }),
    shown('a', 'ill', { state: 'warning' }),
  ]
  const wall = wallOf([...common, ...rare])
  assert.equal(wall.columns.length, 12)
  assert.deepEqual(columns(wall).slice(0, 2), ['ill', 'c0'])
  const [row, last] = [wall.rows[0], wall.columns.at(-1)]
  assert.ok(row !== undefined && last !== undefined)
  assert.deepEqual(last.names.toSorted(), ['c10', 'c11', 'odd', 'rare'])
  assert.deepEqual(
    cellChecks(row, last).map(({ check }) => check),
    ['odd', 'c10', 'c11', 'rare'],
  )
})

test('a wall under the hand keeps its order; what is new comes last, and what is gone leaves', () => {
  const earlier = wallOf([
    shown('a', 'imap', { state: 'down' }),
    shown('b', 'imap'),
    shown('b', 'smtp'),
    shown('c', 'dns'),
  ])
  const later = wallOf([
    shown('a', 'imap'),
    shown('b', 'smtp', { state: 'down' }),
    shown('d', 'ftp', { state: 'down' }),
  ])
  const held = inOrderOfWall(earlier, later)
  assert.deepEqual(hosts(held), ['a look 1 up', 'b well 1 down', 'd look 1 down'])
  assert.deepEqual(columns(held), ['imap', 'smtp', 'ftp'])
})

test('checks are found by host, name, target and state; the whole name of a host means that host alone', () => {
  const all = [
    shown('srv1', 'imap', { state: 'down' }),
    shown('srv10', 'imap'),
    shown('mx', 'relay', { target: 'srv1.example.com:25' }),
  ]
  const found = (query: string): readonly string[] =>
    wantedChecks(all, servicesWish(new URLSearchParams(query))).map(({ host, check }) => `${host} ${check}`)
  assert.deepEqual(found(''), ['srv1 imap', 'srv10 imap', 'mx relay'])
  assert.deepEqual(found('q=SRV1'), ['srv1 imap'])
  assert.deepEqual(found('q=srv'), ['srv1 imap', 'srv10 imap', 'mx relay'])
  assert.deepEqual(found('q=imap&state=down'), ['srv1 imap'])
  assert.deepEqual(found('state=nothing'), ['srv1 imap', 'srv10 imap', 'mx relay'])
})

test('places are what checks the same target, and what sees a host from outside', () => {
  assert.equal(hostOfTarget('smtp.example.com:25'), 'smtp.example.com')
  assert.equal(hostOfTarget('[2001:db8::1]:25'), '2001:db8::1')
  assert.equal(hostOfTarget('https://WWW.example.com/login'), 'www.example.com')
  assert.equal(hostOfTarget('https://[2001:db8::1]:8443/'), '2001:db8::1')
  const own = shown('mx1.example.com', 'imap', { state: 'down' })
  const [outside, other] = [
    shown('mx2.example.com', 'mx1-imap', { target: 'MX1.example.com:993' }),
    shown('mx3.example.com', 'imap-of-mx1', { target: 'mx1.example.com:993', state: 'down' }),
  ]
  const unlike = shown('mx2.example.com', 'imap')
  const all = [
    own,
    outside,
    other,
    unlike,
    shown('mx2.example.com', 'mx1-site', { target: 'mx1.example.com:443', type: 'http' }),
  ]
  const names = (some: readonly ShownCheck[]): readonly string[] => some.map(({ host, check }) => `${host} ${check}`)
  const seen = ['mx1.example.com imap', 'mx3.example.com imap-of-mx1', 'mx2.example.com mx1-imap']
  assert.deepEqual(names(placesOf(own, all).same), seen)
  assert.deepEqual(names(placesOf(own, all).alike), ['mx2.example.com imap'])
  assert.deepEqual(names(placesOf(outside, all).same), seen)
  assert.deepEqual(placesOf(unlike, all).same, [])
})

test('a certificate stands once, whichever checks saw it from wherever, and the one that ends first is first', () => {
  const found = certificatesOf([
    shown('mx1', 'imap', { certificate: 900 }),
    shown('mx1', 'smtp', { certificate: 900 }),
    shown('mx2', 'mx1-imap', { certificate: 900, target: 'mx1:993' }),
    shown('mx1', 'site', { certificate: 300 }),
    shown('mx2', 'dns'),
  ])
  assert.deepEqual(
    found.map(({ of, ends, checks }) => [of, ends, checks.length]),
    [
      ['mx1', 300, 1],
      ['mx1', 900, 3],
    ],
  )
  assert.deepEqual([daysUntil(100 + 86_400, 100), daysUntil(99 + 86_400, 100), daysUntil(99, 100)], [1, 0, -1])
})

test('restarts are counted by check, and giving up counts until it is restarted again', () => {
  const told = (host: string, type: string, time: number): ShownEvent => ({
    id: `${time}`,
    time,
    received: time,
    host,
    type,
    severity: 'medium',
    context: 'system',
    mailbox_address: null,
    ip: null,
    network: null,
    fields: { check: 'imap' },
  })
  const events = [
    told('a', 'service_restarted', 50),
    told('b', 'service_given_up', 40),
    told('a', 'service_given_up', 30),
    told('b', 'service_restarted', 20),
    told('b', 'service_restarted', 10),
  ]
  assert.deepEqual(
    restartsIn(events).map(({ host, count, last, isGivenUp }) => [host, count, last, isGivenUp]),
    [
      ['a', 1, 50, false],
      ['b', 2, 40, true],
    ],
  )
})
