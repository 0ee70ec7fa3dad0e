import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import type { TrafficConfig, TrafficRule } from '../../../../agent/config/traffic/traffic-config.ts'
import { CountingScene, NOON, QUIET, logOf, requestLine } from '../../../support/counted-traffic.ts'

const RULE: TrafficRule = {
  measure: 'requests',
  over: 1,
  least: 0,
  window: 20,
  clear: 0.8,
  for: 0,
  judges: 'closed intervals',
  of: ['host'],
}

function withRule(rule: Partial<TrafficRule>): TrafficConfig {
  return { ...QUIET, rules: [{ ...RULE, ...rule }] }
}

const SITES = ['a.example', 'b.example']

suite('totals', () => {
  test('of each minute the whole host is told first, then web sites by their requests, once all logs have passed it', () => {
    const scene = new CountingScene(QUIET, SITES)
    scene.tick(NOON)
    scene.take('a.example', requestLine({ time: NOON + 5 }) + requestLine({ time: NOON + 59, status: 503 }), NOON + 60)
    scene.take('b.example', requestLine({ time: NOON + 30, size: 7 }), NOON + 60)
    scene.tick(NOON + 60)
    assert.deepEqual(scene.totals, [])
    scene.tick(NOON + 70)
    assert.deepEqual(scene.totals, [
      {
        kind: 'traffic',
        start: NOON,
        seconds: 60,
        revision: 0,
        rows: [
          ['', 3, 207, 0, 2, 0, 0, 1],
          ['a.example', 2, 200, 0, 1, 0, 0, 1],
          ['b.example', 1, 7, 0, 1, 0, 0, 0],
        ],
      },
    ])
  })

  test('a log that is far behind makes no other late, and the host waits for it', () => {
    const scene = new CountingScene(QUIET, ['a.example'])
    scene.take('b.example', requestLine({ time: NOON - 3600 }), NOON)
    scene.take('a.example', requestLine({ time: NOON - 1 }), NOON)
    scene.tickUntil(NOON, NOON + 120)
    assert.deepEqual(scene.totals, [])
    scene.take('b.example', requestLine({ time: NOON - 2 }), NOON + 120)
    scene.counter.ended(logOf('b.example'), NOON + 130)
    scene.tick(NOON + 130)
    assert.deepEqual(
      scene.totals.map(({ start, rows }) => [start, rows[0]?.[1]]),
      [
        [NOON - 3600, 1],
        [NOON - 60, 2],
      ],
    )
  })

  test('nobody waits for a log that is gone', () => {
    const scene = new CountingScene(QUIET, ['a.example'])
    scene.take('b.example', requestLine({ time: NOON - 30 }), NOON)
    scene.take('a.example', requestLine({ time: NOON - 1 }), NOON)
    scene.counter.left(logOf('b.example'))
    scene.tickUntil(NOON, NOON + 20)
    assert.deepEqual(
      scene.totals.map(({ rows }) => rows[0]?.[1]),
      [2],
    )
  })

  test('nobody waits for more than ten minutes for a log of which nobody says anything', () => {
    const scene = new CountingScene(QUIET, ['a.example'])
    scene.take('b.example', requestLine({ time: NOON - 30 }), NOON)
    scene.tickUntil(NOON, NOON + 600)
    assert.deepEqual(scene.totals, [])
    scene.tick(NOON + 610)
    assert.deepEqual(
      scene.totals.map(({ start }) => start),
      [NOON - 60],
    )
  })

  test('what waits for a log that is behind is bounded: the oldest ends, and what comes then counts later', () => {
    const scene = new CountingScene(QUIET, ['/var/log/all.log'])
    scene.take('a.example', requestLine({ time: NOON - 600 }), NOON)
    const sites = Array.from({ length: 8000 }, (_, index) => `site-${index}.example:80 `)
    for (let now = NOON; now < NOON + 60; now += 10) {
      scene.take('/var/log/all.log', sites.map((site) => `${site}${requestLine({ time: now })}`).join(''), now)
      scene.tick(now)
    }
    scene.take('a.example', requestLine({ time: NOON - 590 }), NOON + 60)
    scene.counter.left(logOf('a.example'))
    scene.tickUntil(NOON + 60, NOON + 80)
    // Nothing of it had ended.
    assert.deepEqual(
      scene.totals.map(({ start, rows }) => [start, rows[0]?.[1]]),
      [[NOON, 48_002]],
    )
  })

  test('only the web sites with the most requests have rows, and the rest has one', () => {
    const scene = new CountingScene({ ...QUIET, vhosts: 1 }, [])
    scene.take('a.example', requestLine({}), NOON)
    scene.take('b.example', requestLine({}).repeat(2), NOON)
    scene.take('c.example', requestLine({ size: 1 }), NOON)
    for (const site of ['a.example', 'b.example', 'c.example']) scene.counter.left(logOf(site))
    scene.tick(NOON + 80)
    assert.deepEqual(scene.totals[0]?.rows, [
      ['', 4, 301, 0, 4, 0, 0, 0],
      ['b.example', 2, 200, 0, 2, 0, 0, 0],
      ['(other)', 2, 101, 0, 2, 0, 0, 0],
    ])
  })

  test('logs of bytes and FTP in the folder of cPanel are no logs of requests', () => {
    const scene = new CountingScene(QUIET, [])
    scene.take('a.example-bytes_log', requestLine({}), NOON)
    assert.deepEqual([...scene.counter.logs], [])
  })

  test('of each log is known how it is read, and what was not as it should be', () => {
    const scene = new CountingScene(QUIET, ['a.example'])
    scene.take('a.example', `${requestLine({})}nonsense\n${requestLine({ time: NOON + 9000 })}`, NOON)
    scene.tick(NOON + 60)
    scene.take('a.example', requestLine({ time: NOON - 100 }), NOON + 60)
    scene.tickUntil(NOON + 70, NOON + 90)
    assert.deepEqual(
      [...scene.counter.logs.values()],
      [{ format: 'combined', requests: 3, late: 1, future: 1, unrecognised: 1 }],
    )
  })

  test('after the clock was set back, minutes are told again with a higher revision', () => {
    const scene = new CountingScene(QUIET, ['a.example'])
    scene.take('a.example', requestLine({ time: NOON }), NOON)
    scene.tickUntil(NOON, NOON + 600)
    scene.take('a.example', requestLine({ time: NOON }), NOON)
    scene.tickUntil(NOON, NOON + 600)
    assert.deepEqual(
      scene.totals.map(({ start, revision }) => [start, revision]),
      [
        [NOON, 0],
        [NOON, 1],
      ],
    )
  })
})

suite('alerts', () => {
  test('too many requests are told at the next look, though their interval is open, and that it is over at its end', () => {
    const scene = new CountingScene(withRule({}), SITES)
    scene.tick(NOON)
    scene.take('a.example', requestLine({ time: NOON + 1 }).repeat(12), NOON + 2)
    scene.take('b.example', requestLine({ time: NOON + 1 }).repeat(9), NOON + 2)
    scene.tickUntil(NOON + 10, NOON + 60)
    const common = { context: 'system', measure: 'requests', limit: 20, seconds: 20 }
    assert.deepEqual(scene.events, [
      { type: 'traffic_high', time: NOON, ...common, value: 21 },
      { type: 'traffic_recovered', time: NOON + 20, ...common, value: 0 },
    ])
    assert.deepEqual(scene.names, [`traffic_high:requests::${NOON}`, `traffic_recovered:requests::${NOON + 20}`])
  })

  test('each web site has a guard of its own', () => {
    const scene = new CountingScene(withRule({ measure: 'bytes', over: 100, of: ['vhost'] }), SITES)
    scene.tick(NOON)
    scene.take('a.example', requestLine({ time: NOON + 1, size: 2001 }), NOON + 2)
    scene.take('b.example', requestLine({ time: NOON + 1, size: 2000 }), NOON + 2)
    scene.tick(NOON + 10)
    assert.deepEqual(scene.events, [
      {
        type: 'traffic_high',
        time: NOON,
        context: 'domain',
        vhost: 'a.example',
        measure: 'bytes',
        value: 2001,
        limit: 2000,
        seconds: 20,
      },
    ])
  })

  test('a high share of errors is told as the number of errors, and how many may be', () => {
    const scene = new CountingScene(withRule({ measure: 'errors', over: 0.1, least: 20, of: ['vhost'] }), SITES)
    scene.tick(NOON)
    scene.take('a.example', requestLine({ time: NOON + 1, status: 503 }).repeat(19), NOON + 2)
    scene.take('b.example', requestLine({ time: NOON + 1 }).repeat(17), NOON + 2)
    scene.take('b.example', requestLine({ time: NOON + 1, status: 500 }).repeat(3), NOON + 2)
    scene.tick(NOON + 10)
    assert.deepEqual(scene.events, [
      {
        type: 'traffic_errors_high',
        time: NOON,
        context: 'domain',
        vhost: 'b.example',
        value: 3,
        limit: 2,
        seconds: 20,
      },
    ])
  })

  test('a web site that falls silent is told, and that it is asked again', () => {
    const scene = new CountingScene(withRule({ measure: 'silence', of: ['vhost'] }), SITES)
    scene.tick(NOON)
    scene.take('a.example', requestLine({ time: NOON + 1 }).repeat(20), NOON + 2)
    scene.take('b.example', requestLine({ time: NOON + 1 }).repeat(19), NOON + 2)
    scene.tickUntil(NOON + 10, NOON + 60)
    scene.take('a.example', requestLine({ time: NOON + 61 }), NOON + 62)
    scene.tickUntil(NOON + 70, NOON + 100)
    const common = { context: 'domain', vhost: 'a.example', seconds: 20 }
    assert.deepEqual(scene.events, [
      { type: 'traffic_silent', time: NOON + 20, ...common, limit: 20 },
      { type: 'traffic_resumed', time: NOON + 60, ...common, value: 1 },
    ])
  })

  test('a web site whose logs are gone is told silent once, and then forgotten, also over a new start', () => {
    const config = withRule({ measure: 'silence', of: ['vhost'] })
    const scene = new CountingScene(config, ['b.example'])
    const ssl = 'a.example-ssl_log'
    scene.tick(NOON)
    scene.take('a.example', requestLine({ time: NOON + 1 }).repeat(20), NOON + 2)
    scene.counter.ended(logOf(ssl), NOON + 2)
    scene.counter.left(logOf('a.example'))
    // It has another log: only its own silence counts.
    scene.counter.ended(logOf(ssl), NOON + 20)
    scene.counter.left(logOf(ssl))
    assert.deepEqual(scene.events, [])
    const silent = { type: 'traffic_silent', context: 'domain', vhost: 'a.example', limit: 20, seconds: 20 }
    const again = new CountingScene(config, ['b.example'], JSON.parse(JSON.stringify(scene.counter.saved())))
    for (const each of [scene, again]) {
      each.tickUntil(NOON + 20, NOON + 70)
      assert.deepEqual(each.events, [{ ...silent, time: NOON + 20 }])
      assert.match(JSON.stringify(each.counter.saved()), /"boards":\[\{"measure":"silence"\}\]/)
      each.take('a.example', requestLine({ time: NOON + 71 }), NOON + 72)
      each.tickUntil(NOON + 80, NOON + 120)
      assert.equal(each.events.length, 1)
    }
  })

  test('a web site whose log is gone and comes back stays known', () => {
    const scene = new CountingScene(withRule({ measure: 'silence', of: ['vhost'] }), ['b.example'])
    scene.tick(NOON)
    scene.take('a.example', requestLine({ time: NOON + 1 }).repeat(20), NOON + 2)
    scene.counter.left(logOf('a.example'))
    scene.counter.ended(logOf('a.example'), NOON + 5)
    const alive = (from: number, to: number): void => {
      for (let now = from; now <= to; now += 10) {
        scene.counter.ended(logOf('a.example'), now)
        scene.tick(now)
      }
    }
    alive(NOON + 10, NOON + 60)
    scene.take('a.example', requestLine({ time: NOON + 61 }), NOON + 62)
    alive(NOON + 70, NOON + 100)
    assert.deepEqual(
      scene.names.map((name) => name.split(':')[0]),
      ['traffic_silent', 'traffic_resumed'],
    )
  })

  test('an address that sends many passwords to any web sites is told', () => {
    const scene = new CountingScene({ ...QUIET, logins: { over: 3, window: 100, clear: 0.8 } }, SITES)
    scene.tick(NOON)
    const login = requestLine({ time: NOON + 1, request: 'POST /wp-login.php HTTP/1.1', ip: '2001:DB8::1' })
    scene.take('a.example', login.repeat(2), NOON + 2)
    scene.take('b.example', login.repeat(2), NOON + 2)
    scene.tickUntil(NOON + 10, NOON + 200)
    const common = { context: 'system', ip: '2001:db8::1', limit: 3, seconds: 100 }
    assert.deepEqual(scene.events, [
      { type: 'web_logins_high', time: NOON, ...common, value: 4 },
      { type: 'web_logins_recovered', time: NOON + 100, ...common, value: 0 },
    ])
  })

  test('what is behind is not judged while it is open', () => {
    const scene = new CountingScene(withRule({}), [])
    scene.take('a.example', requestLine({ time: NOON - 3600 }).repeat(30), NOON)
    assert.deepEqual(scene.counter.news(NOON).events, [])
  })
})
