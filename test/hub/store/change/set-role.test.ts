import assert from 'node:assert/strict'
import { everyPerson } from '../../../../hub/store/ask/every-person.ts'
import { disablePerson } from '../../../../hub/store/change/disable-person.ts'
import { setRole } from '../../../../hub/store/change/set-role.ts'
import { BY, personIn } from '../../../support/people.ts'
import { NOW, testOnStores } from '../../../support/stores.ts'

testOnStores('somebody who can sign in is always an admin', async (store) => {
  await personIn(store, 'anna', 'admin', 'correct horse battery')
  await personIn(store, 'carl', 'admin', 'correct horse battery')
  await personIn(store, 'backup', 'admin')
  const demote = (name: string): Promise<string> => store.change(setRole, { name, role: 'viewer', now: NOW, by: BY })
  const both = await Promise.all([demote('anna'), store.change(disablePerson, { name: 'carl', now: NOW, by: BY })])
  assert.equal(both.filter((result) => result === 'last_admin').length, 1)
  const admins = (await store.ask(everyPerson, null)).filter(
    ({ role, disabled, has_password: canLogin }) => role === 'admin' && disabled === null && canLogin,
  )
  assert.equal(admins.length, 1)
  assert.equal(await demote('nobody'), 'unknown')
  assert.equal(await demote('backup'), 'set')
})
