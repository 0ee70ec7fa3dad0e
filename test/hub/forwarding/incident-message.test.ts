import assert from 'node:assert/strict'
import { incidentMessage } from '../../../hub/forwarding/incident-message.ts'
import { changedIncidents } from '../../../hub/store/ask/changed-incidents.ts'
import { keptIncident } from '../../support/kept-incident.ts'
import { NOW, testOnStores } from '../../support/stores.ts'

testOnStores('a change of an incident has names of ECS, and an id of its own', async (store) => {
  await store.change(keptIncident, { subject_type: 'address', subject: '192.0.2.7', severity: 3 })
  const read = await store.ask(changedIncidents, { after: 0, minSeverity: 3, limit: 9 })
  const [changed, ...others] = read.changed
  assert.ok(changed !== undefined)
  assert.deepEqual(others, [])
  const { text, kind, severity, time } = incidentMessage(changed, 'ecs')
  assert.deepEqual([kind, severity, time], ['incident', 'high', NOW - 10])
  const { event, source, related, spoor, message } = JSON.parse(text)
  assert.deepEqual([event.id, event.action, event.kind], ['incident.1.1', 'incident_opened', 'alert'])
  assert.deepEqual([source.ip, related.ip], ['192.0.2.7', ['192.0.2.7']])
  assert.deepEqual([spoor.incident.kind, spoor.incident.steps], ['compromise', 3])
  assert.equal(message, 'Incident 1 opened: ann@example.com was probably taken over.')
})

testOnStores('what a check found is of its host, and names the check', async (store) => {
  const outage = { kind: 'outage', subject_type: 'service', subject: 'web1.example.com:imap', severity: 3 }
  await store.change(keptIncident, outage)
  const [changed] = (await store.ask(changedIncidents, { after: 0, minSeverity: 3, limit: 9 })).changed
  assert.ok(changed !== undefined)
  const { host, related, spoor } = JSON.parse(incidentMessage(changed, 'ecs').text)
  assert.deepEqual([host.name, related.hosts], ['web1.example.com', ['web1.example.com']])
  assert.deepEqual([spoor.check, spoor.incident.kind, spoor.incident.subject_type], ['imap', 'outage', 'service'])
})

testOnStores('changes that were read already or are of less severity are left out', async (store) => {
  await store.change(keptIncident, { severity: 2 })
  const wish = { after: 0, minSeverity: 0, limit: 9 }
  assert.equal((await store.ask(changedIncidents, wish)).changed.length, 1)
  for (const other of [{ after: 1 }, { minSeverity: 3 }])
    assert.deepEqual((await store.ask(changedIncidents, { ...wish, ...other })).changed, [])
})
