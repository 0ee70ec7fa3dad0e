import assert from 'node:assert/strict'
import { newestDeed } from '../../../hub/store/ask/newest-deed.ts'
import { noteFailedLogin } from '../../../hub/store/change/note-failed-login.ts'
import { setPassword } from '../../../hub/store/change/set-password.ts'
import { setRole } from '../../../hub/store/change/set-role.ts'
import { apiScene, type As, tryScenario } from '../../support/api-scenario.ts'
import { BY } from '../../support/people.ts'
import { runHub } from '../../support/running-hub.ts'
import { NOW, testOnStores } from '../../support/stores.ts'

const VIC = '/api/v1/people/vic'

testOnStores('a person is not changed by who has not seen the last change of that person', async (store, context) => {
  const askers = await apiScene(store)
  const hub = await runHub(store, context)
  const { json } = await tryScenario(hub, askers, { as: 'admin', url: '/api/v1/people', status: 200 })
  const seen = await store.ask(newestDeed, null)
  assert.equal(Object.entries(json ?? {}).find(([key]) => key === 'revision')?.[1], seen)
  const changes: readonly (readonly [string, string, object?])[] = [
    ['PATCH', VIC, { role: 'analyst' }],
    ['PATCH', VIC, { disabled: true }],
    ['PATCH', VIC, { disabled: false }],
    ['PUT', `${VIC}/password`, { password: 'correct horse battery' }],
    ['DELETE', `${VIC}/totp`],
    ['DELETE', `${VIC}/sessions`],
  ]
  const tryAll = async (as: As, revision: string, status: number): Promise<void> => {
    for (const [method, url, body] of changes)
      await tryScenario(hub, askers, { as, method, url, body, headers: { 'if-match': revision }, status })
  }
  await tryAll('admin', '"x"', 412)
  await store.change(setRole, { name: 'vic', role: 'analyst', now: NOW, by: BY })
  await tryAll('admin', `"${seen}"`, 412)
  await tryAll('analyst', `"${seen}"`, 403)
  await tryAll('admin', '*', 204)
})

testOnStores('what others do, and logins that fail, are no change of a person', async (store) => {
  await apiScene(store)
  const seen = await store.ask(newestDeed, null)
  await store.change(setRole, { name: 'ann', role: 'viewer', now: NOW, by: BY })
  await store.change(noteFailedLogin, { name: 'vic', address: '192.0.2.1', now: NOW })
  const wish = { name: 'vic', password: 'x', now: NOW, by: BY }
  assert.equal(await store.change(setPassword, { ...wish, seen }), true)
  assert.equal(await store.change(setPassword, { ...wish, seen }), 'changed_meanwhile')
  assert.equal(await store.change(setPassword, wish), true)
})
