import assert from 'node:assert/strict'
import type { TestContext } from 'node:test'
import { peopleRoutes } from '../../../../hub/api/people/routes.ts'
import { MOST_CHOSEN, USUAL_PREFERENCES } from '../../../../hub/contract/preferences-contract.ts'
import { setPreferences } from '../../../../hub/store/change/set-preferences.ts'
import { apiTokenIn, personIn } from '../../../support/people.ts'
import type { AskedAnswer } from '../../../support/running-hub.ts'
import { cookieOf, fieldOf, runLogins } from '../../../support/signed-in.ts'
import { type TestedStore, testOnStores } from '../../../support/stores.ts'

const PASSWORD = 'correct horse battery'
const PATH = '/api/v1/me/preferences'
const DARK = { ...USUAL_PREFERENCES, theme: 'dark', views: [{ name: 'Mine', query: 'last=7d' }] }

const LONG_VIEW = { name: 'x', query: 'y'.repeat(MOST_CHOSEN.query) }

/** What is no choice, and how that is answered. */
const REFUSED: readonly (readonly [body: object, status: number])[] = [
  [{ ...DARK, theme: 'pink' }, 400],
  [{ ...DARK, more: 1 }, 400],
  [{ theme: 'dark' }, 400],
  [{ ...DARK, views: [{ name: 'a\nb', query: '' }] }, 400],
  [{ ...DARK, views: Array.from({ length: MOST_CHOSEN.views + 1 }, () => ({ name: 'x', query: '' })) }, 400],
  [{ ...DARK, views: Array.from({ length: 9 }, () => LONG_VIEW) }, 413],
]

/** Asks in the browser of a person. */
type Asking = (init?: { body?: unknown; headers?: Record<string, string> }) => Promise<AskedAnswer>

/** A way to open browsers in which somebody is signed in. */
async function browserOpener(store: TestedStore, context: TestContext): Promise<(name: string) => Promise<Asking>> {
  const scene = await runLogins(store, context, { routes: peopleRoutes() })
  return async (name) => {
    const cookie = cookieOf(await scene.login({ name, password: PASSWORD }))
    return ({ body, headers = {} } = {}) =>
      scene.ask(PATH, {
        headers: { cookie, 'sec-fetch-site': 'same-origin', ...headers },
        ...(body === undefined ? {} : { method: 'PUT', body: JSON.stringify(body) }),
      })
  }
}

testOnStores('what a person chose is its own, and the same in each browser', async (store, context) => {
  await personIn(store, 'anna', 'viewer', PASSWORD)
  await personIn(store, 'carl', 'admin', PASSWORD)
  const open = await browserOpener(store, context)
  const [here, there, carl] = [await open('anna'), await open('anna'), await open('carl')]
  assert.deepEqual((await here()).json, { revision: 0, preferences: USUAL_PREFERENCES })
  const kept = await here({ body: DARK, headers: { 'if-match': '"0"' } })
  assert.deepEqual([kept.status, kept.headers.get('etag')], [200, '"1"'])
  assert.deepEqual((await there()).json, { revision: 1, preferences: DARK })
  const late = await there({ body: USUAL_PREFERENCES, headers: { 'if-match': '"0"' } })
  assert.deepEqual([late.status, fieldOf(late.json, 'code')], [412, 41201])
  assert.equal((await there({ body: USUAL_PREFERENCES, headers: { 'if-match': '"1"' } })).status, 200)
  assert.equal(fieldOf((await here({ body: DARK })).json, 'revision'), 3, 'who names no revision has the last word')
  assert.deepEqual((await carl()).json, { revision: 0, preferences: USUAL_PREFERENCES })
})

testOnStores(
  'choices have a form and a bound, and neither a token nor another site makes them',
  async (store, context) => {
    await personIn(store, 'anna', 'admin', PASSWORD)
    const here = await (await browserOpener(store, context))('anna')
    for (const [body, status] of REFUSED)
      assert.equal((await here({ body })).status, status, JSON.stringify(body).slice(0, 80))
    assert.equal((await here({ body: DARK, headers: { 'sec-fetch-site': 'cross-site' } })).status, 403)
    const { authorization } = await apiTokenIn(store, 'anna')
    const byToken = await here({ body: DARK, headers: { authorization } })
    assert.equal(fieldOf(byToken.json, 'code'), 40320)
    assert.equal(fieldOf((await here({ headers: { authorization } })).json, 'revision'), 0, 'it may see them')
    const person = { person: 1, seen: null, document: '{"of":"a later version"}' }
    await store.change(setPreferences, person)
    assert.deepEqual((await here()).json, { revision: 1, preferences: USUAL_PREFERENCES })
    await store.change(setPreferences, { ...person, document: '{"theme":"dark"}' })
    const ofEarlier = { ...USUAL_PREFERENCES, theme: 'dark' }
    assert.deepEqual((await here()).json, { revision: 2, preferences: ofEarlier }, 'what an earlier version kept stays')
  },
)
