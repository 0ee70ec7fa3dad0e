import { test } from 'node:test'
import { VERSION } from '../../../lib/command-line/version.ts'
import { apiScene, tryScenario } from '../../support/api-scenario.ts'
import { runHub } from '../../support/running-hub.ts'
import { openEmbedded } from '../../support/stores.ts'

test('whoever may see is told the version of the hub, and what came to it in the last minute', async (context) => {
  const store = await openEmbedded(context)
  const askers = await apiScene(store)
  const hub = await runHub(store, context)
  const url = '/api/v1/pulse'
  for (const as of ['nobody', 'web1'] as const) await tryScenario(hub, askers, { as, url, status: 401, not: [VERSION] })
  const quiet = `{"version":"${VERSION}","events":0,"stored":null}`
  await tryScenario(hub, askers, { as: 'viewer', url, status: 200, expect: [quiet] })
  hub.server.counts.lastMinute.add(12, 0.00312)
  const busy = `{"version":"${VERSION}","events":12,"stored":3.1}`
  await tryScenario(hub, askers, { as: 'viewer', url, status: 200, expect: [busy] })
})
