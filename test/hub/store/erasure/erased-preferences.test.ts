import assert from 'node:assert/strict'
import { preferencesOf } from '../../../../hub/store/ask/preferences-of.ts'
import { setPreferences } from '../../../../hub/store/change/set-preferences.ts'
import { eraseMailbox } from '../../../../hub/store/erasure/erase-mailbox.ts'
import { BY, personIn } from '../../../support/people.ts'
import { NOW, testOnStores } from '../../../support/stores.ts'

/** A document with a view of a mailbox, as the console saves it. */
function viewOf(mailbox: string): string {
  return `{"views":[{"name":"one","query":"mailbox=${encodeURIComponent(mailbox)}"}]}`
}

testOnStores('a console that is open cannot put a view back from which a mailbox was erased', async (store) => {
  const [anna, carl] = [1, 2]
  await personIn(store, 'anna', 'admin')
  await personIn(store, 'carl', 'viewer')
  const [hers, his] = [viewOf('ann@example.com'), viewOf('joann@example.com')]
  await store.change(setPreferences, { person: anna, seen: null, document: hers })
  await store.change(setPreferences, { person: carl, seen: null, document: his })
  const erase = (): Promise<unknown> =>
    eraseMailbox(store, { address: 'ann@example.com', now: NOW, until: NOW + 86_400, by: BY })
  await erase()
  const left = await store.ask(preferencesOf, anna)
  assert.deepEqual([left?.revision, left?.document.includes('example.com')], [2, false])
  assert.equal(await store.change(setPreferences, { person: anna, seen: 1, document: hers }), null)
  assert.deepEqual(await store.ask(preferencesOf, carl), { revision: 1, document: his }, 'those of others stay')
  await erase()
  assert.deepEqual(await store.ask(preferencesOf, anna), left, 'a second time changes nothing')
})
