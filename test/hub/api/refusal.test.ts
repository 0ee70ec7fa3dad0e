import assert from 'node:assert/strict'
import type { ApiRoute } from '../../../hub/api/api-route.ts'
import { ROUTES } from '../../../hub/serving/routes.ts'
import { type ApiScenario, apiScene, tryScenario } from '../../support/api-scenario.ts'
import { runHub } from '../../support/running-hub.ts'
import { NOW, testOnStores } from '../../support/stores.ts'

const V1 = '/api/v1'
const SNOOZE = { what: 'host', which: 'web1.example.com', until: NOW + 3600 }

function posted(path: string, body: unknown, sentence: string): ApiScenario {
  return { as: 'admin', method: 'POST', url: `${V1}/${path}`, body, status: 400, expect: [`"error":"${sentence}`] }
}

testOnStores('what a person typed wrong is said in words of the form, not of JSON', async (store, context) => {
  const askers = await apiScene(store)
  const hub = await runHub(store, context)
  const scenarios: readonly ApiScenario[] = [
    posted('snoozes', { ...SNOOZE, which: 'web9.example.com' }, 'The hub knows nothing of this name, so nothing is'),
    posted('snoozes', { ...SNOOZE, until: NOW }, 'This time has passed: choose one to come.'),
    posted('snoozes', { ...SNOOZE, until: NOW + 91 * 86_400 }, 'A snooze lasts 90 days at most'),
    posted('snoozes', { ...SNOOZE, reason: 'x'.repeat(501) }, 'The reason is longer than 500 characters.'),
    posted('snoozes', { ...SNOOZE, what: 'address', which: 'x' }, 'This is neither an IP address, such as'),
    posted('people', { name: 'a/b' }, 'The name of a person begins with a letter or a digit'),
    posted('people', { name: 'dora', password: 'short' }, 'A new password has at least 12 characters.'),
    posted('enrolment-tokens', { label: 'a;b' }, 'A label has at most 64 characters'),
    posted('enrolment-tokens', { host: 'a b' }, 'The name of a host has at most 253'),
    posted('enrolment-tokens', { uses: 0 }, 'A token is for 1 to 100,000 hosts.'),
    posted('setup', { code: 'x', name: 'dora', password: 'short' }, 'A new password has at least 12 characters.'),
    posted('login', { name: 'a b', password: 'x' }, 'The name of a person begins with a letter or a digit'),
  ]
  for (const scenario of scenarios) await tryScenario(hub, askers, scenario)
})

testOnStores('a key that a body must not have is named, with those that it may have', async (store, context) => {
  const askers = await apiScene(store)
  const hub = await runHub(store, context)
  const described = ROUTES.filter((route): route is ApiRoute => 'description' in route)
  const taking = described.filter(({ description }) => description.body !== undefined)
  assert.ok(['people', 'hosts/:name', 'setup'].every((known) => taking.some(({ path }) => path === `${V1}/${known}`)))
  for (const { method, path } of taking) {
    const url = path.replaceAll(/:\w+/g, '1')
    const expect = ['"error":"', 'surplus is not known here; ']
    await tryScenario(hub, askers, { as: 'admin', method, url, body: { surplus: 1 }, status: 400, expect })
  }
  const refused = (body: object, sentence: string): ApiScenario => ({
    ...posted('snoozes', body, ''),
    expect: [sentence],
  })
  const known = 'known are: what, which, kind, until, reason.'
  await tryScenario(hub, askers, refused({ ...SNOOZE, reson: 'x' }, `reson is not known here; ${known}`))
  await tryScenario(hub, askers, refused({ ...SNOOZE, '<b>': 'x' }, `A key is not known here; ${known}`))
  const both = { as: 'admin', method: 'PATCH', url: `${V1}/people/vic`, status: 400 } as const
  await tryScenario(hub, askers, {
    ...both,
    body: { rol: 'x' },
    expect: ['rol is not known here; known are: role, disabled.'],
  })
  await tryScenario(hub, askers, { ...both, body: { role: 'viewer', disabled: true }, not: ['not known'] })
  const views = [{ name: 'a', query: '', color: 'red' }]
  const chosen = { theme: 'dark', density: 'compact', times: 'utc', hidden: [], folds: true, views }
  const preferences = { as: 'admin', method: 'PUT', url: `${V1}/me/preferences`, body: chosen, status: 400 } as const
  await tryScenario(hub, askers, {
    ...preferences,
    expect: ['views.0.color is not known here; known are: name, query.'],
  })
})

testOnStores("App::Spoor's clients and agents may send more than is known", async (store, context) => {
  const askers = await apiScene(store)
  const hub = await runHub(store, context)
  const report = { report: { entries: [], more: 1 }, more: 1 }
  await tryScenario(hub, askers, { as: 'web1', method: 'POST', url: '/api/reports', body: report, status: 202 })
})
