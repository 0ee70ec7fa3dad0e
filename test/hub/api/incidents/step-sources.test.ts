import assert from 'node:assert/strict'
import { writeFile } from 'node:fs/promises'
import { test } from 'node:test'
import { kindNumber } from '../../../../hub/store/number-words.ts'
import { SqliteStore } from '../../../../hub/store/sqlite/sqlite-store.ts'
import { apiScene, tryScenario } from '../../../support/api-scenario.ts'
import { createHubScene } from '../../../support/hub-command.ts'
import { told } from '../../../support/incident-evidence.ts'
import { agentIn, arrivalOf } from '../../../support/kept-events.ts'
import { incidentIn } from '../../../support/kept-incidents.ts'
import { placeFiles } from '../../../support/place-files.ts'
import { runHub } from '../../../support/running-hub.ts'
import { temporaryFolder } from '../../../support/spool-scene.ts'
import { NOW, testOnStores } from '../../../support/stores.ts'

const CONCLUDED = {
  event_id: 'concluded',
  event_time: NOW,
  kind: kindNumber('mailbox_takeover'),
  fields: '{"parts":"login forward","summary":"x"}',
}

testOnStores('a step and an event tell where the address is, and a conclusion its parts', async (store, context) => {
  const askers = await apiScene(store)
  const { country, network } = await placeFiles(await temporaryFolder(context))
  const hub = await runHub(store, context, { config: `places: { country: ${country}, network: ${network} }` })
  const id = await incidentIn(store, { steps: [{ ...CONCLUDED, ip: '192.0.2.7' }, { ip: null }] })
  const expect = [
    '"place":"Germany, Example Telecom (AS64496)"',
    '"place":null',
    `"from":[{"event":"${NOW - 60}.login","time":${NOW - 60},"host":"web1.example.com","type":"login"`,
    `{"event":"${NOW - 30}.forward"`,
    '"log":"/var/log/maillog"',
    '"from":[]',
  ]
  const viewer = { as: 'viewer', status: 200 } as const
  await tryScenario(hub, askers, { ...viewer, url: `/api/v1/incidents/${id}`, expect })
  await tryScenario(hub, askers, { ...viewer, url: `/api/v1/incidents/${id}/steps`, expect })
  await tryScenario(hub, askers, {
    ...viewer,
    url: `/api/v1/events/${NOW - 60}.login`,
    expect: ['"place":"Germany, Example Telecom (AS64496)","from":[]'],
  })
  await hub.server.reload({
    ...hub.server.config,
    places: { ...hub.server.config.places, country: undefined, network: undefined },
  })
  await tryScenario(hub, askers, { ...viewer, url: `/api/v1/incidents/${id}`, not: ['Germany'] })
})

test('the command shows places and parts as the API does, and the rest if a database is broken', async (t) => {
  const { country, network } = await placeFiles(await temporaryFolder(t))
  const scene = await createHubScene(t, `places: { country: ${country}, network: ${network} }`)
  const store = new SqliteStore({ folder: scene.store })
  t.after(() => store.close())
  await store.prepare(NOW)
  const agent = await agentIn(store)
  const fields = '{"log":"/var/log/maillog","offset":4711}'
  await store.keep(arrivalOf(agent, [told(agent, 'login', 'login', { time: NOW - 60, fields })]))
  const id = await incidentIn(store, { steps: [CONCLUDED] })
  const shown = await scene.run(`incidents show ${id}`)
  assert.match(
    shown,
    /08:00:00 \+0000 +the hub +ann@example\.com\s+192\.0\.2\.7, Germany, Example Telecom \(AS64496\) /,
  )
  assert.match(shown, /of 2026-11-20 07:59:00 \+0000 +web1[^]*logged in\s+\d+\.login +\/var\/log\/maillog at 4711\n/)
  await writeFile(scene.config, `store: ${scene.store}\nplaces: { country: /dev/null }\n`)
  assert.match(await scene.run(`incidents show ${id}`), /192\.0\.2\.7\s+was probably/)
})
