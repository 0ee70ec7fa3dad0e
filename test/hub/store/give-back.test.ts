import assert from 'node:assert/strict'
import { foundIncidents } from '../../../hub/store/ask/found-incidents.ts'
import { incidentHistory } from '../../../hub/store/ask/incident-history.ts'
import { acknowledgeIncident } from '../../../hub/store/change/acknowledge-incident.ts'
import { disablePerson } from '../../../hub/store/change/disable-person.ts'
import { setRole } from '../../../hub/store/change/set-role.ts'
import type { Store } from '../../../hub/store/store.ts'
import { chatChannel, startChat, toldTo } from '../../support/alert-chat.ts'
import { AlertScene } from '../../support/alert-scene.ts'
import { BY, personIn } from '../../support/people.ts'
import { NOW, testOnStores } from '../../support/stores.ts'

const HOUR = 3600
const REMINDING = '  rules: [{ name: all, to: chat, severity: low, wait: 1m, every: 30m, remind: 4h }]'

const LEAVING = {
  'is made a viewer': (store: Store, now: number) =>
    store.change(setRole, { name: 'ann', role: 'viewer', now, by: BY }),
  'is disabled': (store: Store, now: number) => store.change(disablePerson, { name: 'ann', now, by: BY }),
} as const

for (const [what, leaves] of Object.entries(LEAVING))
  testOnStores(`who ${what} takes care of nothing any more: reminders follow`, async (store, t) => {
    const server = await startChat(t)
    const scene = await AlertScene.start(store, t, `${chatChannel(server)}\n${REMINDING}`)
    await personIn(store, 'ann', 'analyst')
    for (const id of [1, 2, 3]) await scene.hears(id, 'opened')
    await scene.passes(60)
    await scene.hears(1, 'changed', { assignee: 'ann' })
    await scene.hears(3, 'changed', { assignee: 'bob' })
    const by = { ...BY, actor: 'ann' }
    await store.change(acknowledgeIncident, { what: { incident: 2 }, now: NOW + 60, by })
    await scene.passes(24 * HOUR)
    assert.deepEqual(toldTo(server), ['opened 1', 'opened 2', 'opened 3'])
    await leaves(store, NOW + scene.time)
    await scene.passes(0)
    assert.deepEqual(toldTo(server).slice(3).toSorted(), ['reminder 1', 'reminder 2'])
    await scene.passes(4 * HOUR)
    assert.equal(server.requests.length, 7)
    const found = await store.ask(foundIncidents, { order: 'opened', limit: 9 })
    assert.deepEqual(Object.fromEntries(found.map(({ id, assignee }) => [id, assignee])), {
      1: null,
      2: null,
      3: 'bob',
    })
    const history = await store.ask(incidentHistory, { incident: 1, limit: 9 })
    assert.deepEqual(
      history.map(({ actor, action, detail }) => [actor, action, detail]),
      [[BY.actor, 'assigned', '']],
    )
  })

testOnStores('who stays an analyst keeps what they take care of', async (store, t) => {
  const server = await startChat(t)
  const scene = await AlertScene.start(store, t, `${chatChannel(server)}\n${REMINDING}`)
  await personIn(store, 'ann', 'admin')
  await personIn(store, 'carl', 'admin', 'correct horse battery')
  await scene.hears(1, 'opened')
  await scene.passes(60)
  await scene.hears(1, 'changed', { assignee: 'ann' })
  await store.change(setRole, { name: 'ann', role: 'analyst', now: NOW + scene.time, by: BY })
  await scene.passes(24 * HOUR)
  assert.deepEqual(toldTo(server), ['opened 1'])
})
