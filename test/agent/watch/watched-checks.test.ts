import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { ProbeResult } from '../../../agent/probes/probe.ts'
import type { PreparedCheck } from '../../../agent/watch/prepared-check.ts'
import { WatchedChecks } from '../../../agent/watch/watched-checks.ts'
import { checkedEvent } from '../../../lib/event/check.ts'
import type { Event } from '../../../lib/event/event.ts'
import { exampleCheck } from '../../support/check-scene.ts'

const START = 1_800_000_000_000
const DAY = 86_400_000
const NOTHING = { checks: {} }

const FAILED: ProbeResult = { verdict: 'failed', text: 'refused' }
const OK: ProbeResult = { verdict: 'ok', text: 'connected' }

/** Runs that end with these results, a minute apart, and what is told of them. */
function told(
  watched: WatchedChecks,
  check: PreparedCheck,
  results: readonly ProbeResult[],
  start = START,
): readonly Event[] {
  return results.flatMap((result, index) => {
    const now = start + index * 60_000
    const { events } = watched.ran(check, { result, at: now, took: 5 }, now)
    for (const event of events) assert.deepEqual(checkedEvent(event), event)
    return events
  })
}

test('three failures are service_down, two answers service_recovered with how long it was down', () => {
  const check = exampleCheck('imap')
  const watched = new WatchedChecks([check], NOTHING, START)
  const [down, recovered, ...others] = told(watched, check, [OK, FAILED, FAILED, FAILED, OK, OK])
  const common = { context: 'system', service: null, check: 'imap', check_type: 'tcp' }
  assert.deepEqual(down, { type: 'service_down', time: START / 1000 + 180, ...common, finding: 'refused' })
  assert.deepEqual(recovered, {
    type: 'service_recovered',
    time: START / 1000 + 300,
    ...common,
    finding: 'connected',
    lasted: 120,
  })
  assert.deepEqual(others, [])
})

test('a disk that warns or fails is disk_filling; a reboot that is due is reboot_required', () => {
  const warning = { verdict: 'warning', text: 'more than 82 %' } as const
  const reboot = { ...warning, wantsReboot: true }
  for (const [type, result, kind] of [
    ['disk', warning, 'disk_filling'],
    ['disk', FAILED, 'disk_filling'],
    ['host', reboot, 'reboot_required'],
    ['command', warning, 'service_warning'],
    ['tcp', { ...OK, verdict: 'late' }, 'service_late'],
  ] as const) {
    const check = exampleCheck('one', { type })
    const events = told(new WatchedChecks([check], NOTHING, START), check, [OK, result, result, result])
    assert.deepEqual(
      events.map((event) => event.type),
      [kind],
    )
  }
})

test('each stage of a certificate is told once, over a restart, and so is its renewal', () => {
  const check = exampleCheck('web')
  const expires = START + 30 * DAY
  const seen: ProbeResult = { ...OK, certificate: { expires } }
  let watched = new WatchedChecks([check], NOTHING, START)
  const days: (number | string)[] = []
  for (let day = 0; day <= 32; day += 0.5) {
    watched = new WatchedChecks([check], watched.records, START + day * DAY)
    for (const event of told(watched, check, [seen, seen], START + day * DAY + 1))
      days.push('days_left' in event ? event.days_left : event.type)
  }
  assert.deepEqual(days, [20, 13, 6, 0])
  const renewed: ProbeResult = { ...OK, certificate: { expires: START + 90 * DAY } }
  assert.deepEqual(
    told(watched, check, [renewed, renewed], START + 33 * DAY).map((event) => event.type),
    ['certificate_renewed'],
  )
})

test('a run that fails says nothing of the certificate: the one that was seen last is shown', () => {
  const check = exampleCheck('web')
  const watched = new WatchedChecks([check], NOTHING, START)
  const shown = (...results: readonly ProbeResult[]): number | undefined => {
    told(watched, check, results)
    return watched.shown[0]?.last?.certificate
  }
  const expires = START + 30 * DAY
  assert.equal(shown({ ...OK, certificate: { expires } }, FAILED, { ...OK, verdict: 'unknown' }), expires)
  assert.equal(shown(OK), undefined)
})

test('a certificate that was never far from its end is told at its stage alone', () => {
  const check = exampleCheck('web')
  const expired: ProbeResult = { ...OK, certificate: { expires: START - DAY } }
  const events = told(new WatchedChecks([check], NOTHING, START), check, [expired, expired])
  assert.deepEqual(
    events.map((event) => 'days_left' in event && event.days_left),
    [0],
  )
})

test('a check whose gateway is down is blocked, and so is what comes after it', () => {
  const [gateway, web, page] = [
    exampleCheck('gateway'),
    exampleCheck('web', { after: 'gateway' }),
    exampleCheck('page', { after: 'web' }),
  ]
  const watched = new WatchedChecks([gateway, web, page], NOTHING, START)
  told(watched, gateway, [OK, FAILED, FAILED])
  assert.equal(watched.pauseOf(web, START), undefined)
  told(watched, gateway, [FAILED])
  assert.equal(watched.pauseOf(web, START), 'blocked')
  watched.paused(web, 'blocked', START)
  assert.equal(watched.pauseOf(page, START), 'blocked')
  assert.equal(watched.pauseOf(gateway, START), undefined)
  assert.deepEqual(
    watched.shown.map(({ state }) => state),
    ['down', 'blocked', 'unknown'],
  )
})

test('only what would be told, or is doubted already, lets the own network be asked', () => {
  const check = exampleCheck('far')
  const watched = new WatchedChecks([check], NOTHING, START)
  told(watched, check, [OK, FAILED])
  assert.equal(watched.isDoubted(check), false)
  told(watched, check, [FAILED])
  assert.equal(watched.isDoubted(check), true)
  told(watched, check, [FAILED])
  assert.equal(watched.isDoubted(check), false)
  watched.networkIs('there is no default route', START)
  assert.equal(watched.isDoubted(check), true)
})

test('a network that is gone is told once, and once that it is back, over a restart', () => {
  const watched = new WatchedChecks([], NOTHING, START)
  const [down, ...twice] = watched.networkIs('there is no default route', START)
  assert.deepEqual([down?.type, twice], ['network_down', []])
  assert.deepEqual(watched.networkIs('there is no link at eth0', START), [])
  const after = new WatchedChecks([], watched.records, START)
  const [up] = after.networkIs(undefined, START + 90_000)
  assert.deepEqual(up, {
    type: 'network_recovered',
    time: START / 1000 + 90,
    context: 'system',
    service: null,
    lasted: 90,
  })
  assert.deepEqual(after.networkIs(undefined, START), [])
})

test('nothing haunts: a check that is gone, or of another type, is over and leaves nothing', () => {
  const [imap, web] = [exampleCheck('imap'), exampleCheck('web')]
  const before = new WatchedChecks([imap, web], NOTHING, START)
  told(before, imap, [FAILED, FAILED, FAILED])
  told(before, web, [OK])
  for (const checks of [[web], [web, exampleCheck('imap', { type: 'http' })]]) {
    const after = new WatchedChecks(checks, before.records, START + DAY)
    assert.deepEqual(
      after.left.map((event) => [event.type, 'check' in event && event.check]),
      [['service_recovered', 'imap']],
    )
    assert.deepEqual(
      after.shown.map(({ name, state }) => [name, state]),
      checks.map(({ name }) => [name, name === 'web' ? 'up' : 'unknown']),
    )
    assert.deepEqual(new WatchedChecks(checks, after.records, START + DAY).left, [])
  }
})

test('what is forgotten begins anew', () => {
  const check = exampleCheck('imap')
  const watched = new WatchedChecks([check], NOTHING, START)
  told(watched, check, [FAILED, FAILED, FAILED])
  assert.deepEqual(
    watched.forget('imap', START).map((event) => event.type),
    ['service_recovered'],
  )
  assert.deepEqual(watched.shown, [{ name: 'imap', type: 'tcp', state: 'unknown', since: START }])
  assert.deepEqual(watched.forget('imap', START), [])
  assert.deepEqual(watched.forget('other', START), [])
})

test('only what is to outlive a restart asks to be saved', () => {
  const check = exampleCheck('imap')
  const watched = new WatchedChecks([check], NOTHING, START)
  told(watched, check, [OK])
  const { version } = watched
  told(watched, check, [OK, OK, FAILED, OK])
  assert.equal(watched.version, version)
  told(watched, check, [FAILED, FAILED, FAILED])
  assert.notEqual(watched.version, version)
})
