import assert from 'node:assert/strict'
import { mkdir } from 'node:fs/promises'
import { test } from 'node:test'
import { hooks } from '../../../../agent/doctor/examinations/hooks.ts'
import { logins } from '../../../../agent/doctor/examinations/logins.ts'
import { createDoctorHost } from '../../../support/doctor-host.ts'
import { createFakeCpanel, MANAGE_HOOKS } from '../../../support/fake-cpanel.ts'

test('whether cPanel logs successful logins: yes, no, unknown, and nothing without cPanel', async (t) => {
  const host = await createDoctorHost(t)
  assert.deepEqual(await host.said(logins), ['ok: There is no cPanel here.'])
  await host.put('usr/local/cpanel/version', '11.130\n')
  assert.match((await host.said(logins)).join(), /^unknown: /)
  await host.put('var/cpanel/cpanel.config', 'log_successful_logins=1\n')
  assert.deepEqual(await host.said(logins), ['ok: cPanel logs successful logins.'])
  await host.put('var/cpanel/cpanel.config', 'log_successful_logins=0\n')
  const [off] = await host.symptoms(logins)
  assert.equal(off?.state, 'warning')
  assert.deepEqual(off?.remedy, ['whmapi1 set_tweaksetting key=log_successful_logins value=1'])
})

test('hooks and chkservd: registered, not, half, and unknown', async (t) => {
  const host = await createDoctorHost(t)
  assert.deepEqual(await host.said(hooks), ['ok: There is no cPanel here.'])
  const cpanel = await createFakeCpanel(t)
  const { root } = cpanel
  const [none] = await host.symptoms(hooks, { root })
  assert.deepEqual([none?.state, none?.remedy], ['warning', ['spoor-agent cpanel register']])
  await cpanel.run('register')
  const registered = await host.symptoms(hooks, { root })
  assert.deepEqual(
    registered.map(({ state }) => state),
    registered.map(() => 'ok'),
  )
  assert.equal(registered[0]?.what, 'All hooks are registered with cPanel.')
  await mkdir(cpanel.path('etc/chkserv.d'), { recursive: true })
  await cpanel.put('etc/chkserv.d/spoor-agent-collector', 'changed\n')
  assert.match((await host.said(hooks, { root })).join('\n'), /^warning: spoor-agent-collector is half registered/m)
  await cpanel.program(MANAGE_HOOKS, 'exit 3')
  assert.match((await host.said(hooks, { root }))[0] ?? '', /^unknown: How the hooks stand cannot be told/)
})

test('a program of cPanel that does not end is ended', async (t) => {
  const host = await createDoctorHost(t)
  const cpanel = await createFakeCpanel(t)
  await cpanel.program(MANAGE_HOOKS, 'exec sleep 600')
  assert.match((await host.said(hooks, { root: cpanel.root, patience: 100 }))[0] ?? '', /^unknown: /)
})
