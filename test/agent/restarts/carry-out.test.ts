import assert from 'node:assert/strict'
import { mkdirSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import type { CheckConfig } from '../../../agent/config/checks/check-config.ts'
import { askByName } from '../../../agent/requests/name-request.ts'
import { carryOutRestarts } from '../../../agent/restarts/carry-out.ts'
import { forgetRestarts } from '../../../agent/restarts/forget-restarts.ts'
import { readRestarts } from '../../../agent/restarts/restart-record.ts'
import { checkedEvent } from '../../../lib/event/check.ts'
import type { Notice } from '../../../lib/notice/notice.ts'
import { createRestartScene, type RestartScene, restartingCheck } from '../../support/restart-scene.ts'

const MINUTE = 60_000
const { signal } = new AbortController()
const DOVECOT = { by: 'systemctl', name: 'dovecot' } as const
const CHECKS = [
  restartingCheck('imap', DOVECOT),
  restartingCheck('pop3', DOVECOT),
  restartingCheck('ftp', { by: 'cpanel', name: 'ftpserver' }),
  restartingCheck('site', undefined),
]

/** As systemd 252 shows it. */
const STATUS = `● dovecot.service - Dovecot IMAP/POP3 email server
     Loaded: loaded (/lib/systemd/system/dovecot.service; enabled; preset: enabled)
     Active: active (running) since Mon; 5s ago
   Main PID: 7 (dovecot)
     CGroup: /system.slice/dovecot.service
             ├─7 /usr/sbin/dovecot -F

host systemd[1]: Started \u001b[1m dovecot.
host dovecot[7]: up
`

interface Root extends RestartScene {
  /** Asks, and lets root answer so many minutes after the beginning; the codes of its notices. */
  readonly asks: (minute: number, ...names: readonly string[]) => Promise<readonly string[]>
  /** Only the restarts. */
  readonly restarts: () => readonly string[]
}

async function rootOn(t: TestContext, checks: readonly CheckConfig[] = CHECKS): Promise<Root> {
  const scene = await createRestartScene(t)
  const { host, places } = scene
  const start = Date.now()
  return {
    ...scene,
    asks: async (minute, ...names) => {
      const notices: Notice[] = []
      const time = start + minute * MINUTE
      for (const name of names) {
        await askByName(places.requests, name)
        utimesSync(join(places.requests, `${name}.json`), time / 1000, time / 1000)
      }
      const tell = (notice: Notice): void => void notices.push(notice)
      await carryOutRestarts({ host, checks, places, now: () => time, signal, tell })
      return notices.map(({ code }) => code)
    },
    restarts: () => scene.calls().filter((call) => !/^systemctl (?:show|status)/.test(call)),
  }
}

test('a service is restarted without a shell, and told with what systemctl says of it', async (t) => {
  const { asks, systemd, restarts, left, places } = await rootOn(t)
  systemd({ status: STATUS })
  assert.deepEqual(await asks(0, 'imap'), ['service_restarted'])
  assert.deepEqual(restarts(), ['systemctl restart -- dovecot.service'])
  const [event, ...others] = left()
  assert.deepEqual(others, [])
  assert.deepEqual(checkedEvent(event), event)
  assert.deepEqual(
    [event?.['type'], event?.['check'], event?.['check_type'], event?.['restart'], event?.['restart_outcome']],
    ['service_restarted', 'imap', 'tcp', 'systemctl dovecot', 'restarted'],
  )
  assert.equal(
    event?.['finding'],
    'Active: active (running) since Mon; 5s ago | host systemd[1]: Started \\x1b[1m dovecot. | host dovecot[7]: up',
  )
  assert.equal(statSync(join(places.record, 'restarts.json')).mode & 0o777, 0o640)
})

test('a restart that fails is told as that, in no more than 300 characters, and counts', async (t) => {
  const { asks, systemd, left, restarts } = await rootOn(t)
  systemd({ code: 5, status: `\n\n${`${'x'.repeat(5000)}\n`.repeat(50)}` })
  await asks(0, 'imap')
  const [event] = left()
  assert.equal(event?.['restart_outcome'], 'failed')
  assert.match(String(event?.['finding']), /systemctl ended with 5: x+/)
  assert.ok(String(event?.['finding']).length <= 300)
  assert.deepEqual(checkedEvent(event), event)
  await asks(0.5, 'imap')
  assert.equal(restarts().length, 1)
})

test('the limits hold for the service, whichever check asks, and over runs; giving up is told once', async (t) => {
  const { asks, restarts, left } = await rootOn(t)
  const minutes = [0, 0.5, 1, 3, 6, 12, 21, 22, 50]
  const codes: (readonly string[])[] = []
  for (const [index, minute] of minutes.entries()) codes.push(await asks(minute, index % 2 === 0 ? 'imap' : 'pop3'))
  const done = ['service_restarted']
  assert.deepEqual(codes, [done, [], done, [], done, [], ['restarts_given_up'], [], []])
  assert.equal(restarts().length, 3)
  const told = left().map(({ type }) => String(type))
  assert.deepEqual(told, [...Array<string>(3).fill('service_restarted'), 'service_given_up'])
})

test('after a reset it is restarted again', async (t) => {
  const { asks, restarts, places } = await rootOn(t)
  for (const minute of [0, 1, 6, 21, 30]) await asks(minute, 'imap')
  assert.equal(await forgetRestarts(places, 'systemctl dovecot'), true)
  assert.equal(await forgetRestarts(places, 'systemctl dovecot'), false)
  await asks(31, 'imap')
  assert.equal(restarts().length, 4)
})

test('a check that is not there, or has no restart, is refused and told', async (t) => {
  const { asks, calls, left } = await rootOn(t)
  assert.deepEqual(await asks(0, 'site', 'sshd'), ['restart_request_refused', 'restart_request_refused'])
  assert.deepEqual([calls(), left()], [[], []])
})

test('what must not be restarted is refused and told, and uses up no try', async (t) => {
  const { asks, systemd, restarts, places } = await rootOn(t)
  systemd({ show: 'LoadState=masked\n' })
  assert.deepEqual(await asks(0, 'imap', 'ftp'), ['restart_refused', 'restart_refused'])
  assert.deepEqual(restarts(), [])
  assert.deepEqual((await readRestarts(places.record)).targets, {})
  systemd({})
  assert.deepEqual(await asks(0.1, 'imap'), ['service_restarted'])
})

test('a service of cPanel is restarted by its script, whose last words are told', async (t) => {
  const { asks, put, host, left, restarts } = await rootOn(t)
  const script = 'usr/local/cpanel/scripts/restartsrv_ftpserver'
  put(script, `#!/bin/sh\necho "script $#" >> ${host.root}/calls\necho "ftpd restarted successfully."\n`, 0o755)
  assert.deepEqual(await asks(0, 'ftp'), ['service_restarted'])
  assert.deepEqual(restarts(), ['script 0'])
  assert.equal(left()[0]?.['finding'], 'ftpd restarted successfully.')
})

test('an inbox that takes nothing loses nothing: the next request brings it, too', async (t) => {
  const { asks, places, left } = await rootOn(t)
  rmSync(places.inbox, { recursive: true })
  assert.deepEqual(await asks(0, 'imap'), ['service_restarted', 'restarts_untold'])
  mkdirSync(places.inbox)
  assert.deepEqual(await asks(0.1, 'imap'), [])
  assert.equal(left().length, 1)
  await asks(0.2, 'imap')
  assert.equal(left().length, 1)
})

test('without knowing what was restarted nothing is', async (t) => {
  const { asks, places, restarts } = await rootOn(t)
  mkdirSync(places.record)
  writeFileSync(join(places.record, 'restarts.json'), '{')
  await assert.rejects(asks(0, 'imap'), /restarts\.json: .* cannot be read .*; remove the file/)
  assert.deepEqual(restarts(), [])
})

test('a try is noted before it is made: one that is killed in between counts', async (t) => {
  const { asks, put, host, places } = await rootOn(t)
  const copied = join(host.root, 'copied')
  mkdirSync(copied)
  const copy = `[ $1 != restart ] || cp ${places.record}/restarts.json ${copied}`
  put('systemctl', `#!/bin/sh\n${copy}\necho LoadState=loaded\n`, 0o755)
  await asks(0, 'imap')
  assert.equal((await readRestarts(copied)).targets['systemctl dovecot']?.tries.length, 1)
})
