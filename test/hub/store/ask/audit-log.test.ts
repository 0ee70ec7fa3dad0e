import assert from 'node:assert/strict'
import { auditLog } from '../../../../hub/store/ask/audit-log.ts'
import { disablePerson } from '../../../../hub/store/change/disable-person.ts'
import { setRole } from '../../../../hub/store/change/set-role.ts'
import { setTotp } from '../../../../hub/store/change/set-totp.ts'
import { apiTokenIn, BY, personIn } from '../../../support/people.ts'
import { NOW, testOnStores } from '../../../support/stores.ts'

testOnStores('every change of people is in the audit log, the newest first, without what is secret', async (store) => {
  await personIn(store, 'anna', 'viewer')
  await personIn(store, 'carl', 'viewer')
  await store.change(setRole, { name: 'anna', role: 'analyst', now: NOW + 1, by: BY })
  const { id } = await apiTokenIn(store, 'anna', { scope: 'read' })
  await store.change(setTotp, { name: 'anna', secret: 'ABC', recovery: ['d1', 'd2'], now: NOW, by: BY })
  await store.change(disablePerson, { name: 'anna', now: NOW, by: { actor: 'carl', address: '192.0.2.1' } })
  const about = await store.ask(auditLog, { about: 'anna', limit: 10 })
  assert.deepEqual(
    about.map(({ at, actor, action, address, detail }) => [at, actor, action, address, detail]),
    [
      [NOW, 'carl', 'person_disabled', '192.0.2.1', ''],
      [NOW, BY.actor, 'totp_begun', '', ''],
      [NOW, BY.actor, 'api_token_created', '', `${id}, read: test`],
      [NOW + 1, BY.actor, 'role_changed', '', 'viewer to analyst'],
      [NOW, BY.actor, 'person_added', '', 'viewer'],
    ],
  )
})

testOnStores('the log is read in pages, and what was not done is not in it', async (store) => {
  await personIn(store, 'anna', 'viewer')
  await personIn(store, 'anna', 'admin')
  await store.change(setRole, { name: 'nobody', role: 'admin', now: NOW, by: BY })
  await personIn(store, 'carl', 'viewer')
  const [newest, ...rest] = await store.ask(auditLog, { limit: 1 })
  assert.deepEqual([newest?.target, rest], ['carl', []])
  const next = await store.ask(auditLog, { limit: 10, before: newest?.id })
  assert.deepEqual(
    next.map(({ target, detail }) => [target, detail]),
    [['anna', 'viewer']],
  )
})
