import assert from 'node:assert/strict'
import { beginErasure } from '../../../../hub/store/change/begin-erasure.ts'
import { outOfState } from '../../../../hub/store/erasure/erased-state.ts'
import type { Question } from '../../../../hub/store/store.ts'
import { BY } from '../../../support/people.ts'
import { NOW, testOnStores } from '../../../support/stores.ts'

const saved: Question<{ state: string; now: number }, string> = {
  name: 'saved',
  run: (db, { state, now }) => outOfState(db, state, now),
}

testOnStores('what rules remember is saved without a mailbox that was erased meanwhile', async (store) => {
  const state = '{"takeover":{"keys":[{"key":"Ann@example.com","n":1},{"key":"joann@example.com","n":2}]}}'
  assert.equal(await store.ask(saved, { state, now: NOW }), state)
  await store.change(beginErasure, { address: 'ann@example.com', now: NOW, until: NOW + 9e6, by: BY })
  assert.equal(
    await store.ask(saved, { state, now: NOW + 60 }),
    '{"takeover":{"keys":[{"key":"[erased]","n":1},{"key":"joann@example.com","n":2}]}}',
  )
  const later = NOW + 3 * 86_400
  assert.equal(await store.ask(saved, { state, now: later }), state, 'what happened since is remembered')
})
