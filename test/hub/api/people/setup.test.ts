import assert from 'node:assert/strict'
import { loginRoute } from '../../../../hub/api/people/login.ts'
import { setupRoute } from '../../../../hub/api/people/setup.ts'
import { newSpokenCode, spokenCodeDigest } from '../../../../hub/people/spoken-code.ts'
import { everyPerson } from '../../../../hub/store/ask/every-person.ts'
import { createSetupCode } from '../../../../hub/store/change/create-setup-code.ts'
import { BY } from '../../../support/people.ts'
import { fieldOf, runLogins } from '../../../support/signed-in.ts'
import { NOW, testOnStores } from '../../../support/stores.ts'

const ANNA = { name: 'anna', password: 'correct horse battery' }

testOnStores('the first admin is who has the code, not who comes first, and there is one', async (store, context) => {
  const scene = await runLogins(store, context, { routes: [setupRoute(), loginRoute()] })
  const setUp = async (body: object): Promise<unknown> => {
    const { status, json } = await scene.ask('/api/v1/setup', { method: 'POST', body: JSON.stringify(body) })
    return fieldOf(json, 'code') ?? status
  }
  assert.equal(await setUp({ ...ANNA, code: newSpokenCode() }), 40110)
  const [replaced, code] = [newSpokenCode(), newSpokenCode()]
  const make = (each: string): Promise<boolean> =>
    store.change(createSetupCode, { code: { digest: spokenCodeDigest(each), expires: NOW + 60 }, now: NOW, by: BY })
  assert.deepEqual([await make(replaced), await make(code)], [true, true])
  assert.equal(await setUp({ ...ANNA, code: replaced }), 40110)
  assert.equal(await setUp({ ...ANNA, code, password: 'short' }), 40007)
  scene.now += 60
  assert.equal(await setUp({ ...ANNA, code }), 40110)
  scene.now -= 1
  const both = await Promise.all([setUp({ ...ANNA, code }), setUp({ ...ANNA, name: 'mallory', code })])
  assert.deepEqual(new Set(both), new Set([201, 40110]))
  assert.equal(await setUp({ ...ANNA, code }), 40110)
  const people = await store.ask(everyPerson, null)
  assert.deepEqual(
    people.map(({ role }) => role),
    ['admin'],
  )
  assert.equal((await scene.login({ ...ANNA, name: people[0]?.name })).status, 200)
  assert.equal(await make(code), false)
})
