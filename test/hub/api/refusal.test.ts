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
    posted('enrolment-tokens', { uses: 0 }, 'A token is for 1 to 100,000 servers.'),
    posted('setup', { code: 'x', name: 'dora', password: 'short' }, 'A new password has at least 12 characters.'),
    posted('login', { name: 'a b', password: 'x' }, 'The name of a person begins with a letter or a digit'),
  ]
  for (const scenario of scenarios) await tryScenario(hub, askers, scenario)
})
