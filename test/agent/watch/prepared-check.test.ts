import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { CheckConfig } from '../../../agent/config/checks/check-config.ts'
import { http } from '../../../agent/probes/http/http.ts'
import { tcp } from '../../../agent/probes/tcp/tcp.ts'
import { preparedChecks } from '../../../agent/watch/prepared-check.ts'
import { ActionNeeded } from '../../../lib/system/errors.ts'

function config(name: string, change: Partial<CheckConfig> = {}): CheckConfig {
  return {
    name,
    option: `checks.${name}`,
    type: 'tcp',
    interval: undefined,
    limit: undefined,
    late: undefined,
    after: undefined,
    failures: 3,
    maintenance: [],
    disabledBy: [],
    restart: undefined,
    settings: { port: '143' },
    ...change,
  }
}

test('a check gets its probe, what the probe reads of its keys, and the usual interval of its type', () => {
  const disk = { ...tcp, name: 'disk', usual: { interval: 300_000, limit: 30_000 } }
  const [one, two, three] = preparedChecks(
    [config('imap'), config('disk', { type: 'disk' }), config('often', { type: 'disk', interval: 10_000 })],
    [tcp, disk],
  )
  assert.deepEqual([one?.interval, two?.interval, three?.interval], [60_000, 300_000, 10_000])
  assert.deepEqual([one?.limit, two?.limit], [10_000, 30_000])
  assert.equal(one?.probe, tcp)
  assert.deepEqual(one?.settings, { host: '127.0.0.1', port: 143, script: [] })
})

test('everything that is wrong is told, with what to write', () => {
  const checks = [
    config('one', { type: 'tpc' }),
    config('two', { settings: { port: '99999' } }),
    config('three', { settings: {} }),
    config('four', { settings: { prot: '143', port: '143' } }),
    config('five', { settings: { port: { a: 'b' } } }),
    config('six', { late: 10_000 }),
    config('seven', { late: 10_000, limit: 10_001 }),
  ]
  assert.throws(
    () => preparedChecks(checks, [tcp]),
    (error) => {
      assert.ok(error instanceof ActionNeeded)
      assert.equal(error.exitCode, 2)
      assert.deepEqual(error.message.split('\n'), [
        'checks.one.type: is no type of check; write tcp',
        'checks.two.port: is not a port; write port: 143',
        'checks.three.type: names no port, socket or service',
        'checks.four.prot: is no option of type tcp; write port',
        'checks.five.port: is a section, not one value; write port: 143',
        'checks.six.late: is not shorter than limit; write a shorter time',
      ])
      return true
    },
  )
})

test('a restart is refused where the check is of another host: it would hit a service that is well', () => {
  const restart = { by: 'systemctl', name: 'exim' } as const
  const checks = [
    config('here', { restart, settings: { service: 'smtp', host: 'localhost' } }),
    config('socket', { restart, settings: { socket: '/run/x.sock' } }),
    config('there', { restart, settings: { service: 'smtp', host: 'mail.example.com' } }),
    config('told', { settings: { service: 'smtp', host: 'mail.example.com' } }),
    config('page', { type: 'http', restart, settings: { url: 'https://www.example.com/' } }),
    config('own', { type: 'http', restart, settings: { url: 'https://www.example.com/', address: '127.0.0.1' } }),
    config('wrong', { restart, settings: { host: 'mail.example.com' } }),
  ]
  assert.throws(
    () => preparedChecks(checks, [tcp, http]),
    (error) => {
      assert.ok(error instanceof ActionNeeded)
      const why = (target: string): string =>
        `restarts something on this host, but the check is of ${target}; leave it out or, if that is this host, write 127.0.0.1 as the address`
      assert.deepEqual(error.message.split('\n'), [
        `checks.there.restart: ${why('mail.example.com:25')}`,
        `checks.page.restart: ${why('https://www.example.com/')}`,
        'checks.wrong.type: names no port, socket or service',
      ])
      return true
    },
  )
})

test('faults are told as who asks wants them, on one line each', () => {
  assert.throws(
    () => preparedChecks([config('one', { type: 'a\nb' })], [tcp], (option, text) => `${option} in line 3: ${text}`),
    { message: 'checks.one.type in line 3: is no type of check; write one of tcp' },
  )
})
