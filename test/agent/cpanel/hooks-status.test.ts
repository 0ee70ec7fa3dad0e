import assert from 'node:assert/strict'
import { test } from 'node:test'
import { hooksStatus, rememberedHooks } from '../../../agent/cpanel/hooks-status.ts'
import { WANTED_HOOKS } from '../../../agent/cpanel/hooks.ts'
import { createFakeCpanel, MANAGE_HOOKS } from '../../support/fake-cpanel.ts'
import { temporaryFolder } from '../../support/spool-scene.ts'

const expected = WANTED_HOOKS.length

test('status knows how many hooks are registered, of how many', async (t) => {
  const host = await createFakeCpanel(t)
  assert.deepEqual(hooksStatus(host.root, 0), { state: 'unregistered', expected, registered: 0 })
  await host.run('register')
  assert.deepEqual(hooksStatus(host.root, 0), { state: 'registered', expected, registered: expected })
  await host.program(MANAGE_HOOKS, 'echo nonsense')
  const { state, problem = '' } = hooksStatus(host.root, 0) ?? assert.fail()
  assert.equal(state, 'unknown')
  assert.match(problem, /cannot be understood/)
})

test('others than root cannot know, and are told so; without cPanel there is nothing to know', async (t) => {
  const { root } = await createFakeCpanel(t)
  assert.deepEqual(hooksStatus(root, 1000), { state: 'unknown', expected, problem: 'only root can ask cPanel' })
  assert.equal(hooksStatus(await temporaryFolder(t), 0), undefined)
})

test('who asks again and again asks cPanel once a minute', async (t) => {
  const host = await createFakeCpanel(t)
  let now = 0
  const ask = rememberedHooks(host.root, () => now)
  const before = ask()
  await host.run('register')
  now = 59_999
  assert.deepEqual(ask(), before)
  now = 60_000
  if (process.geteuid?.() === 0) assert.equal(ask()?.state, 'registered')
})
