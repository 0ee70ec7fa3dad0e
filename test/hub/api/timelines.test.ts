import assert from 'node:assert/strict'
import * as v from 'valibot'
import { apiScene } from '../../support/api-scenario.ts'
import { agentIn, arrivalOf, eventOf } from '../../support/kept-events.ts'
import { incidentIn } from '../../support/kept-incidents.ts'
import { placeFiles } from '../../support/place-files.ts'
import { runHub } from '../../support/running-hub.ts'
import { temporaryFolder } from '../../support/spool-scene.ts'
import { NOW, testOnStores } from '../../support/stores.ts'

testOnStores('the timeline of an address tells where it is, as far as the databases do', async (store, context) => {
  const { viewer: headers } = await apiScene(store)
  const { country, network } = await placeFiles(await temporaryFolder(context))
  const hub = await runHub(store, context, { config: `places: { country: ${country}, network: ${network} }` })
  const placeOf = async (ip: string): Promise<string> => {
    const { text } = await hub.ask(`/api/v1/addresses/${encodeURIComponent(ip)}/timeline`, { headers })
    return /"place":.*\}/.exec(text)?.[0] ?? ''
  }
  assert.equal(
    await placeOf('192.0.2.7'),
    '"place":{"country":"DE","country_name":"Germany","as_number":64496,"as_name":"Example Telecom"}}',
  )
  assert.equal(
    await placeOf('2001:db8::1'),
    '"place":{"country":"SE","country_name":"Sweden","as_number":null,"as_name":null}}',
  )
  assert.equal(await placeOf('2001:db8:8000::1'), '"place":null}')
  await hub.server.reload({ ...hub.server.config, places: { ...hub.server.config.places, country: undefined } })
  assert.match(await placeOf('192.0.2.7'), /"country":null,"country_name":null,"as_number":64496/)
})

testOnStores('the timeline of a mailbox tells of which incident an event is a step', async (store, context) => {
  const { viewer: headers } = await apiScene(store)
  const hub = await runHub(store, context)
  const agent = await agentIn(store, 'mail.example.com')
  const mailbox = 'bea@example.com'
  const events = ['one', 'two', 'three'].map((id, index) => eventOf(agent, id, { time: NOW - 100 + index, mailbox }))
  await store.keep(arrivalOf(agent, events))
  const step = (index: number): { event_id: string; event_time: number } => ({
    event_id: events[index]?.id ?? '',
    event_time: NOW - 100 + index,
  })
  await incidentIn(store, { incident: { subject: mailbox, kind: 'attack' }, steps: [step(0)] })
  const newest = await incidentIn(store, {
    incident: { subject: mailbox },
    steps: [step(0), { ...step(1), event_time: NOW - 50 }],
  })
  const { json } = await hub.ask(`/api/v1/mailboxes/${mailbox}/timeline`, { headers })
  assert.deepEqual(v.parse(v.looseObject({ incidents: v.unknown() }), json).incidents, {
    [`${NOW - 100}.one`]: newest,
  })
})
