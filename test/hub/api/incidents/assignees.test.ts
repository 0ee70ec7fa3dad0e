import assert from 'node:assert/strict'
import { disablePerson } from '../../../../hub/store/change/disable-person.ts'
import { apiScene, tryScenario } from '../../../support/api-scenario.ts'
import { BY, personIn } from '../../../support/people.ts'
import { runHub } from '../../../support/running-hub.ts'
import { NOW, testOnStores } from '../../../support/stores.ts'

testOnStores('who may decide of incidents reads who may take care of them, by name alone', async (store, context) => {
  const askers = await apiScene(store)
  await personIn(store, 'zoe', 'analyst')
  await store.change(disablePerson, { name: 'zoe', now: NOW, by: BY })
  const hub = await runHub(store, context)
  const url = '/api/v1/assignees'
  for (const as of ['analyst', 'admin'] as const) {
    const { json } = await tryScenario(hub, askers, { as, url, status: 200 })
    assert.deepEqual(json, { assignees: ['ann', 'chief', 'root'] })
  }
  for (const as of ['viewer', 'reader'] as const)
    await tryScenario(hub, askers, { as, url, status: 403, not: ['chief'] })
  for (const as of ['nobody', 'web1'] as const) await tryScenario(hub, askers, { as, url, status: 401 })
})
