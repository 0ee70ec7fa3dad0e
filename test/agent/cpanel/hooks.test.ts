import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { rm } from 'node:fs/promises'
import { test } from 'node:test'
import { HOOK_SCRIPT, WANTED_HOOKS } from '../../../agent/cpanel/hooks.ts'
import { createFakeCpanel, type FakeCpanel, MANAGE_HOOKS, REGISTRY } from '../../support/fake-cpanel.ts'

const APP_SPOOR = ['add', 'delete']
  .map((word) => `Cpanel|UAPI::Email::${word}_forwarder|post|module|SpoorForwardHook::write_forward_${word}ed|0\n`)
  .join('')

/** The agent's lines in the registry. */
async function ours(host: FakeCpanel): Promise<string[]> {
  return (await host.read(REGISTRY)).split('\n').filter((line) => line.includes(HOOK_SCRIPT))
}

test('register adds the script for each event, as root where it would be an account, and leaves others alone', async (t) => {
  const host = await createFakeCpanel(t)
  const before = await host.read(REGISTRY)
  await host.run('register')
  const lines = WANTED_HOOKS.map(({ category, event }) => {
    return `${category}|${event}|post|script|${HOOK_SCRIPT}|${category === 'Cpanel' ? 1 : 0}`
  })
  assert.equal(await host.read(REGISTRY), `${before}${lines.join('\n')}\n`)
  await host.run('register')
  assert.equal((await ours(host)).length, WANTED_HOOKS.length)
  await host.run('unregister')
  assert.equal(await host.read(REGISTRY), before)
})

test('--dry-run prints the commands, which do the same when they are typed, and changes nothing', async (t) => {
  const host = await createFakeCpanel(t)
  await host.put(REGISTRY, APP_SPOOR)
  const before = await host.tree()
  const { code, stdout } = await host.run('register', { 'dry-run': true })
  assert.equal(code, 0)
  assert.deepEqual(await host.tree(), before)
  const [first = '', ...commands] = stdout.trimEnd().split('\n')
  assert.match(first, /^# chkservd would watch spoor-agent-collector and spoor-agent-transmitter\.$/)
  assert.equal(commands.length, WANTED_HOOKS.length + 1)
  assert.equal(
    commands[0],
    `/${MANAGE_HOOKS} add script ${HOOK_SCRIPT} --manual --category Cpanel --event UAPI::Email::add_forwarder --stage post --escalateprivs 1`,
  )
  assert.equal(commands.at(-1), `/${MANAGE_HOOKS} delete module SpoorForwardHook`)
  execFileSync('sh', ['-ec', commands.map((command) => `${host.root}${command}`).join('\n')])
  assert.match((await host.run('register', { 'dry-run': true })).stdout, /\n# All hooks are registered\.\n$/)
})

test("App::Spoor's hook goes only when the agent's is there, so no forward is unseen", async (t) => {
  const host = await createFakeCpanel(t)
  await host.put(REGISTRY, APP_SPOOR)
  const manage = (await host.read(MANAGE_HOOKS)).replace('#!/bin/sh\n', '')
  await host.program(
    MANAGE_HOOKS,
    `echo "$1 $2 $(grep -c ${HOOK_SCRIPT} ${host.path(REGISTRY)})" >> ${host.path('calls')}\n${manage}`,
  )
  await host.run('register')
  const calls = (await host.read('calls')).trimEnd().split('\n')
  assert.deepEqual(
    calls.filter((call) => call.startsWith('delete')),
    [`delete module ${WANTED_HOOKS.length}`],
  )
  assert.doesNotMatch(await host.read(REGISTRY), /SpoorForwardHook/)
})

test('status tells what is missing, wrong, or double; register repairs it', async (t) => {
  const host = await createFakeCpanel(t)
  await host.run('register')
  const whole = (await ours(host)).toSorted()
  const registry = await host.read(REGISTRY)
  const [first = ''] = whole
  for (const [changed, words] of [
    [registry.replace(`${first}\n`, ''), /^hooks: half registered, 1 of \d+ are missing, such as \S+; type: /m],
    [
      registry.replace(/\|1$/m, '|0'),
      /1 of \d+ are missing, such as UAPI::Email::add_forwarder; cPanel has others .*: 1/,
    ],
    [`${registry}${first}\n`, /^hooks: half registered, cPanel has others than register makes: 1; type: /m],
    [
      `${registry}Cpanel|UAPI::Email::list_pops|post|script|${HOOK_SCRIPT}|1\n`,
      /cPanel has others than register makes: 1/,
    ],
    [`${registry}${APP_SPOOR}`, /^hooks: half registered, App::Spoor's own hook is there, too/m],
  ] as const) {
    await host.put(REGISTRY, changed)
    const { code, stdout } = await host.run('status')
    assert.equal(code, 1)
    assert.match(stdout, words)
    await host.run('register')
    assert.deepEqual((await ours(host)).toSorted(), whole)
    assert.equal((await host.run('status')).code, 0)
  }
})

test('a manage_hooks that fails, prints garbage or is not there is told, and the services are watched all the same', async (t) => {
  const host = await createFakeCpanel(t)
  for (const [script, words] of [
    ['exit 7', /manage_hooks list --output JSON: it failed \(exit code 7\)/],
    ['kill -9 $$', /it failed \(SIGKILL\)/],
    ['echo "Usage: manage_hooks"', /its list of hooks cannot be understood/],
    ['echo "[1, 2]"', /its list of hooks cannot be understood/],
    ['head -c 20000000 /dev/zero', /it failed \(.*ENOBUFS\)/],
    [undefined, /it failed \(.*ENOENT\)/],
  ] as const) {
    if (script === undefined) await rm(host.path(MANAGE_HOOKS))
    else await host.program(MANAGE_HOOKS, script)
    await assert.rejects(host.run('register'), { exitCode: 1, message: words })
    const { code, stdout } = await host.run('status')
    assert.equal(code, 1)
    assert.match(stdout, /^spoor-agent-collector: watched by chkservd\n[^]*hooks: unknown: /)
    await assert.rejects(host.run('unregister'), { exitCode: 1, message: words })
    assert.equal((await host.run('status')).code, 3)
  }
})

test('a registry without any hook is one, however it is printed', async (t) => {
  const host = await createFakeCpanel(t)
  for (const printed of ['{}', '[]', 'null', '']) {
    await host.program(MANAGE_HOOKS, `echo '${printed}'`)
    assert.match((await host.run('status')).stdout, /^hooks: not registered; /m)
  }
})

test('hooks of others in any form hide nothing', async (t) => {
  const host = await createFakeCpanel(t)
  const strange = '{"Cpanel":{"UAPI::Email::add_pop":[null,7,{"hook":[]},{"hook":"/x"}]},"Other":{"x":{},"y":"z"}}'
  await host.program(MANAGE_HOOKS, `echo '${strange}'`)
  assert.equal((await host.run('status')).code, 3)
})

test('an addition that does not show in the list is told', async (t) => {
  const host = await createFakeCpanel(t)
  await host.program(MANAGE_HOOKS, '[ "$1" = list ] && echo "{}" || echo "Added hook"')
  await assert.rejects(host.run('register'), {
    exitCode: 1,
    message: /add_forwarder: manage_hooks added it and does not/,
  })
})

test('without the script of the package no hook is registered: cPanel would run what is not there', async (t) => {
  const host = await createFakeCpanel(t)
  await rm(host.path(HOOK_SCRIPT))
  await assert.rejects(host.run('register'), { exitCode: 1, message: /cpanel-hook: this is not there, so no hook/ })
  assert.deepEqual(await ours(host), [])
})
