import assert from 'node:assert/strict'
import { rm } from 'node:fs/promises'
import { test } from 'node:test'
import { createFakeCpanel, SERVICE_FILES } from '../../support/fake-cpanel.ts'

test('status --json is for scripts, always with the same keys', async (t) => {
  const host = await createFakeCpanel(t)
  const services = (state: string, problem: string | null = null): object[] =>
    ['spoor-agent-collector', 'spoor-agent-transmitter'].map((service) => ({ service, state, problem }))
  const told = async (): Promise<unknown> => JSON.parse((await host.run('status', { json: true })).stdout)
  const hooks = { state: 'unregistered', problem: null }
  assert.deepEqual(await told(), { cpanel: true, state: 'unregistered', services: services('unregistered'), hooks })
  await host.run('register')
  assert.deepEqual(await told(), {
    cpanel: true,
    state: 'registered',
    services: services('watched'),
    hooks: { state: 'registered', problem: null },
  })
  for (const file of SERVICE_FILES) await rm(host.path(file))
  await rm(host.path('usr/local/cpanel'), { recursive: true })
  const problem = 'its file is missing'
  assert.deepEqual(await told(), {
    cpanel: false,
    state: 'incomplete',
    services: services('incomplete', problem),
    hooks,
  })
})
