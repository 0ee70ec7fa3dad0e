import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { link, rm, symlink, writeFile } from 'node:fs/promises'
import { test } from 'node:test'
import {
  AGENT_USER,
  type AppSpoorHost,
  applied,
  createAppSpoorHost,
  giveAll,
  OLD_UNITS,
  PARSED,
  rightsOf,
} from '../../support/app-spoor-host.ts'
import { REGISTRY } from '../../support/fake-cpanel.ts'

const BACK = 'etc/spoor/private/app-spoor/back'

/** Types what docs/migrate.md says. */
function goBack(host: AppSpoorHost): { code: number | null; stderr: string } {
  const { status, stderr } = spawnSync('sh', [host.path(BACK)], { encoding: 'utf8' })
  return { code: status, stderr }
}

/** cPanel lets a module be added as it says itself. */
async function letModulesIn(host: AppSpoorHost): Promise<void> {
  const program = (await host.read('usr/local/cpanel/bin/manage_hooks')).replace('#!/bin/sh\n', '')
  const line = 'Cpanel|UAPI::Email::add_forwarder|post|module|SpoorForwardHook::f|0'
  await host.program(
    'usr/local/cpanel/bin/manage_hooks',
    `[ "$1 $2" != "add module" ] || { echo "${line}" >> ${host.path(REGISTRY)}; exit; }\n${program}`,
  )
}

test('the way back leaves App::Spoor running as before, on its own configuration, and nothing unread or unsent', async (t) => {
  const host = await createAppSpoorHost(t)
  await letModulesIn(host)
  const config = await host.read('etc/spoor/spoor.yml')
  await applied(host.steps().keep)
  // As set-up may: App::Spoor could not run on that.
  await writeFile(
    host.path('etc/spoor/spoor.yml'),
    config.replace('api_secret: secret456', 'api_secret_file: /etc/spoor/private/s'),
  )
  await applied(host.steps().takeOver)
  const before = (await host.calls()).length
  assert.deepEqual(goBack(host), { code: 0, stderr: '' })
  assert.deepEqual((await host.calls()).slice(before), [
    'spoor-agent cpanel unregister',
    'disable --now spoor-agent.target',
    'stop spoor-agent-collector.service spoor-agent-transmitter.service',
    `enable --now ${Object.keys(OLD_UNITS).slice(0, 3).join(' ')}`,
    'spoor-agent collect --once',
    'spoor-agent transmit --once',
    'enable --now spoor-transmitter.service',
  ])
  for (const state of ['active', 'enabled'] as const)
    assert.deepEqual(await host.units(state), Object.keys(OLD_UNITS).toSorted())
  assert.equal(await host.read('etc/spoor/spoor.yml'), config)
  const own = process.geteuid?.() ?? 0
  for (const below of ['etc/spoor', 'var/lib/spoor', 'var/lib/spoor/parsed'])
    assert.equal(rightsOf(host.path(below)), `${own} 700`)
  for (const below of ['etc/spoor/spoor.yml', 'var/lib/spoor/parsed/login.1537372956.1000001.json'])
    assert.equal(rightsOf(host.path(below)), `${own} 600`)
  assert.match(await host.read(REGISTRY), /SpoorForwardHook/)
  assert.ok(!existsSync(host.path(BACK)))
})

test('after the way back a host can move over again, with the way back as it is then', async (t) => {
  const host = await createAppSpoorHost(t)
  await letModulesIn(host)
  for (let time = 0; time < 2; time += 1) {
    await applied(host.steps().keep)
    assert.ok(existsSync(host.path(BACK)))
    await applied(host.steps().takeOver)
    assert.equal(goBack(host).code, 0)
  }
})

test('what was kept is kept: a second run never replaces it by what the first one made', async (t) => {
  const host = await createAppSpoorHost(t)
  const config = await host.read('etc/spoor/spoor.yml')
  await applied(host.steps().keep)
  await writeFile(host.path('etc/spoor/spoor.yml'), 'followers:\n  login: { name: /x }\n')
  await applied(host.steps().keep)
  assert.equal(await host.read('etc/spoor/private/app-spoor/spoor.yml'), config)
  for (const below of ['etc/spoor/private/app-spoor', BACK]) assert.match(rightsOf(host.path(below)), /^\d+ 700$/)
  assert.match(rightsOf(host.path('etc/spoor/private/app-spoor/spoor.yml')), /^\d+ 600$/)
})

test('a way back that fails somewhere goes on, says what failed, and stays', async (t) => {
  const host = await createAppSpoorHost(t)
  await applied(host.steps().keep)
  await applied(host.steps().takeOver)
  await host.program('usr/bin/spoor-agent', '[ "$1" != transmit ]')
  await rm(host.path('var/cpanel/perl5/lib/SpoorForwardHook.pm'))
  const { code, stderr } = goBack(host)
  assert.equal(code, 1)
  assert.match(stderr, /^This failed: .*spoor-agent transmit --once$/m)
  assert.deepEqual(await host.units('active'), Object.keys(OLD_UNITS).toSorted())
  assert.ok(existsSync(host.path(BACK)))
})

test('where App::Spoor cannot run on what is there, that is said, and no configuration is kept', async (t) => {
  const host = await createAppSpoorHost(t)
  await writeFile(host.path('etc/spoor/spoor.yml'), 'followers:\n  login: { name: /x }\n')
  const { remarks, changes } = await applied(host.steps().keep)
  assert.match(remarks.join(), /none to keep/)
  assert.deepEqual(
    changes.flatMap(({ files = [] }) => files),
    [`/${BACK}`],
  )
  assert.doesNotMatch(await host.read(BACK), /\bcp\b/)
})

test('nobody is given a file with a second name elsewhere, or what a link leads to', { skip: notRoot() }, async (t) => {
  const host = await createAppSpoorHost(t)
  await writeFile(host.path('shadow'), 'secret')
  await link(host.path('shadow'), host.path('var/lib/spoor/parsed/login.1.1.json'))
  await symlink(host.path('state'), host.path('var/lib/spoor/parsed/login.2.2.json'))
  await applied(host.steps().takeOver)
  for (const below of ['shadow', 'state']) assert.match(rightsOf(host.path(below)), /^0 /)
})

test(
  'a spool that the package gave to the agent, and App::Spoor wrote to as root since, becomes the agents whole',
  { skip: notRoot() },
  async (t) => {
    const host = await createAppSpoorHost(t)
    await giveAll(host.path('var/lib/spoor'), AGENT_USER)
    const file = host.path('var/lib/spoor/parsed/error.1537372999.1000009.json')
    await writeFile(file, PARSED, { mode: 0o600 })
    await applied(host.steps().takeOver)
    assert.equal(rightsOf(file), `${AGENT_USER} 600`)
  },
)

/** Only root can give files away. */
function notRoot(): string | false {
  return process.geteuid?.() === 0 ? false : 'only root gives files to others'
}
