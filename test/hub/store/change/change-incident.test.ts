import assert from 'node:assert/strict'
import type { WantedChange } from '../../../../hub/incidents/wanted-change.ts'
import { auditLog } from '../../../../hub/store/ask/audit-log.ts'
import { incidentHistory } from '../../../../hub/store/ask/incident-history.ts'
import { incidentNumbered } from '../../../../hub/store/ask/incident-numbered.ts'
import { changeIncident, type IncidentOutcome } from '../../../../hub/store/change/change-incident.ts'
import { disablePerson } from '../../../../hub/store/change/disable-person.ts'
import { noteOnIncident } from '../../../../hub/store/change/note-on-incident.ts'
import type { KeptIncident } from '../../../../hub/store/incident-tables.ts'
import { incidentIn } from '../../../support/kept-incidents.ts'
import { BY, personIn } from '../../../support/people.ts'
import { NOW, type TestedStore, testOnStores } from '../../../support/stores.ts'

const ANNA = { actor: 'anna', address: '192.0.2.1' }

function want(
  store: TestedStore,
  id: number,
  wanted: WantedChange,
  seen: number | null = null,
): Promise<IncidentOutcome> {
  return store.change(changeIncident, { id, seen, wanted, now: NOW + 9, by: ANNA, rules: [] })
}

async function read(store: TestedStore, id: number): Promise<KeptIncident> {
  return (await store.ask(incidentNumbered, id)) ?? assert.fail()
}

async function history(store: TestedStore, incident: number): Promise<readonly string[]> {
  const rows = await store.ask(incidentHistory, { incident, limit: 99 })
  return rows.map(({ at, actor, action, detail }) => `${at - NOW} ${actor} ${action} ${detail}`)
}

testOnStores('one change is all or nothing, in history and audit log, and one revision', async (store) => {
  await personIn(store, 'carl', 'analyst')
  const id = await incidentIn(store)
  const wanted = { state: 'resolved', reason: 'password changed', assessment: 'confirmed_malicious', assignee: 'carl' }
  assert.equal(await want(store, id, { ...wanted, state: 'resolved' }), 'done')
  const { state, closed, closed_by, reason, assessment, assignee, revision, updated } = await read(store, id)
  assert.deepEqual(
    { state, closed, closed_by, reason, assessment, assignee, revision, updated },
    { ...wanted, closed: NOW + 9, closed_by: 'anna', revision: 2, updated: NOW + 9 },
  )
  assert.deepEqual(await history(store, id), [
    '9 anna resolved password changed',
    '9 anna assigned carl',
    '9 anna assessed confirmed_malicious',
  ])
  const audited = await store.ask(auditLog, { about: 'anna', limit: 9 })
  assert.deepEqual(
    audited.map(({ action, target, address, detail }) => [action, target, address, detail]),
    ['resolved', 'assigned', 'assessed'].map((deed) => [`incident_${deed}`, `incident ${id}`, '192.0.2.1', '']),
  )
})

testOnStores('what is so already, or is refused, changes nothing', async (store) => {
  await personIn(store, 'carl', 'analyst')
  await store.change(disablePerson, { name: 'carl', now: NOW, by: BY })
  const id = await incidentIn(store)
  assert.equal(await want(store, id, { state: 'open', assignee: null }), 'done')
  assert.equal(await want(store, id, { state: 'contained' }, 7), 'changed_meanwhile')
  assert.equal(await want(store, id, { state: 'dismissed' }), 'reason_missing')
  assert.equal(await want(store, id, { state: 'dismissed', reason: 'x' }), 'assessment_missing')
  assert.equal(await want(store, id, { state: 'resolved', assignee: 'nobody' }), 'unknown_person')
  assert.equal(await want(store, id, { assignee: 'carl' }), 'unknown_person')
  await personIn(store, 'vera', 'viewer')
  assert.equal(await want(store, id, { assignee: 'vera' }), 'viewer_assigned')
  assert.equal(await want(store, id + 1, { state: 'resolved' }), 'unknown')
  const { state, revision } = await read(store, id)
  assert.deepEqual([state, revision, await history(store, id)], ['open', 1, []])
})

testOnStores('what was closed is opened again, unless the subject has a later one', async (store) => {
  const first = await incidentIn(store)
  assert.equal(await want(store, first, { state: 'contained' }, 1), 'done')
  assert.equal(await want(store, first, { state: 'resolved', reason: 'over' }, 2), 'done')
  assert.equal(await want(store, first, { state: 'open' }, 3), 'done')
  const { closed, closed_by, reason } = await read(store, first)
  assert.deepEqual([closed, closed_by, reason], [null, null, null])
  assert.equal(await want(store, first, { state: 'resolved' }), 'done')
  await incidentIn(store, { incident: { previous: first } })
  assert.equal(await want(store, first, { state: 'open' }), 'other_open')
  assert.equal(await want(store, first, { state: 'contained' }), 'other_open')
  assert.equal((await read(store, first)).state, 'resolved')
})

testOnStores('a note is in the history, and its words are not in the audit log', async (store) => {
  const id = await incidentIn(store)
  const note = { text: 'ann@example.com says it was her', now: NOW + 9, by: ANNA, rules: [] }
  assert.equal(await store.change(noteOnIncident, { id, ...note }), true)
  assert.equal(await store.change(noteOnIncident, { id: id + 1, ...note }), false)
  assert.deepEqual(await history(store, id), ['9 anna noted ann@example.com says it was her'])
  assert.equal((await read(store, id)).revision, 2)
  const [audited] = await store.ask(auditLog, { limit: 1 })
  assert.deepEqual([audited?.action, audited?.target, audited?.detail], ['incident_noted', `incident ${id}`, ''])
})
