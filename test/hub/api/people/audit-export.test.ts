import assert from 'node:assert/strict'
import { auditLog } from '../../../../hub/store/ask/audit-log.ts'
import { noteAudit } from '../../../../hub/store/note-audit.ts'
import type { Change } from '../../../../hub/store/store.ts'
import { type As, apiScene, tryScenario } from '../../../support/api-scenario.ts'
import { runHub } from '../../../support/running-hub.ts'
import { NOW, testOnStores } from '../../../support/stores.ts'

const URL = '/api/v1/audit/export'

/** Many failed logins, each from an address of its own, and one with a detail. */
const noteMany: Change<{ readonly count: number; readonly detail: string }, void> = {
  name: 'note-many',
  run: async (db, { count, detail }) => {
    for (let index = 0; index < count; index += 1)
      await noteAudit(db, {
        at: NOW,
        actor: 'vic',
        action: 'login_failed',
        target: '',
        address: `192.0.2.${index % 250}`,
        detail: index === 0 ? detail : '',
      })
  },
}

testOnStores('the audit log is exported whole, as it is filtered, over all its pages', async (store, context) => {
  const askers = await apiScene(store)
  await store.change(noteMany, { count: 1001, detail: '' })
  const hub = await runHub(store, context)
  const { text, headers } = await tryScenario(hub, askers, { as: 'reader', url: URL, status: 200 })
  const all = await store.ask(auditLog, { limit: 5000 })
  const lines = text.trimEnd().split('\n')
  assert.deepEqual(
    lines.map((line): unknown => JSON.parse(line)),
    all.map((note) => structuredClone(note)),
  )
  assert.equal(headers.get('content-type'), 'application/x-ndjson')
  assert.equal(headers.get('content-disposition'), 'attachment; filename="audit.ndjson"')
  const some = await tryScenario(hub, askers, {
    as: 'admin',
    url: `${URL}?about=vic&action=login_failed&format=csv`,
    status: 200,
    not: ['person_added'],
  })
  assert.equal(some.text.trimEnd().split('\n').length, 1002)
  assert.match(some.text, /^id,time,actor,action,target,address,detail\n\d+,2026-11-20T08:00:00.000Z,vic,login_failed,/)
  assert.equal(some.headers.get('content-disposition'), 'attachment; filename="audit.csv"')
})

testOnStores('an export of the audit log runs in no spreadsheet, and is for admins alone', async (store, context) => {
  const askers = await apiScene(store)
  await store.change(noteMany, { count: 1, detail: '=cmd|calc\r\n"x",y' })
  const hub = await runHub(store, context)
  await tryScenario(hub, askers, {
    as: 'admin',
    url: `${URL}?format=csv&action=login_failed`,
    status: 200,
    expect: [`,"'=cmd|calc??""x"",y"\n`],
  })
  const others: readonly (readonly [As, number])[] = [
    ['nobody', 401],
    ['web1', 401],
    ['viewer', 403],
    ['analyst', 403],
  ]
  for (const [as, status] of others) await tryScenario(hub, askers, { as, url: URL, status, not: ['login_failed'] })
  await tryScenario(hub, askers, { as: 'admin', url: `${URL}?format=xml`, status: 400, expect: ['format is none of'] })
  await tryScenario(hub, askers, { as: 'admin', url: `${URL}?action=X`, status: 400, expect: ['action is no deed'] })
})
