import assert from 'node:assert/strict'
import { chmodSync, copyFileSync, existsSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test, type TestContext } from 'node:test'
import { loginRoute } from '../../../hub/api/people/login.ts'
import { sealingWarnings } from '../../../hub/commands/sealing-warnings.ts'
import {
  type KeyPlace,
  keyPlaceOf,
  openSecretSeal,
  readSecretSeal,
  sealAll,
  startSealing,
} from '../../../hub/people/secret-key.ts'
import { isSealed, type SecretSeal } from '../../../hub/people/secret-seal.ts'
import { totpCode } from '../../../hub/people/totp.ts'
import { sealedSecrets } from '../../../hub/store/ask/sealed-secrets.ts'
import { giveUpSeals } from '../../../hub/store/change/give-up-seals.ts'
import { PostgresStore } from '../../../hub/store/postgres/postgres-store.ts'
import type { Notice } from '../../../lib/notice/notice.ts'
import { BY, personIn, totpIn } from '../../support/people.ts'
import { POSTGRESQL_PASSWORD } from '../../support/postgresql.ts'
import { runHub } from '../../support/running-hub.ts'
import { temporaryFolder } from '../../support/spool-scene.ts'
import { NOW, openPostgresql, testOnStores, withoutServer } from '../../support/stores.ts'

testOnStores(
  'the first start makes a key, and seals what was kept in clear; codes count as before',
  async (store, t) => {
    const folder = await temporaryFolder(t)
    const place = keyPlaceOf({ folder })
    const { file } = place
    await personIn(store, 'anna', 'admin', 'correct horse battery')
    const { secret } = await totpIn(store, 'anna')
    const seal = await openSecretSeal(store, place)
    assert.deepEqual([file, statSync(file).mode & 0o777], [join(folder, 'secret.key'), 0o600])
    assert.match(readFileSync(file, 'utf8'), /^[\da-f]{64}\n$/)
    assert.equal(await sealAll(store, seal), 0)
    const [kept] = await store.ask(sealedSecrets, null)
    assert.ok(kept !== undefined && isSealed(kept.totp))
    const again = await openSecretSeal(store, place)
    assert.equal(again.opened('anna', kept.totp), secret)
    await sealAll(store, again)
    assert.deepEqual(await store.ask(sealedSecrets, null), [kept], 'what is sealed stays')
  },
)

testOnStores('another first line seals all anew', async (store, t) => {
  const place = keyPlaceOf({ folder: await temporaryFolder(t) })
  const { file } = place
  await personIn(store, 'anna', 'admin')
  const { secret } = await totpIn(store, 'anna')
  await sealAll(store, await openSecretSeal(store, place))
  const [old, fresh] = [readFileSync(file, 'utf8'), `${'5'.repeat(64)}\n`]
  writeFileSync(file, `${fresh}${old}`)
  assert.equal(await sealAll(store, await openSecretSeal(store, place)), 0)
  writeFileSync(file, fresh)
  const [kept] = await store.ask(sealedSecrets, null)
  assert.equal((await readSecretSeal(file)).opened('anna', kept?.totp ?? ''), secret)
})

testOnStores(
  'without the key no code counts, no other key is made, and a recovery code still signs in',
  async (store, t) => {
    const place = keyPlaceOf({ folder: await temporaryFolder(t) })
    const { file } = place
    await personIn(store, 'anna', 'admin', 'correct horse battery')
    const { secret, code: recovery } = await totpIn(store, 'anna')
    await sealAll(store, await openSecretSeal(store, place))
    rmSync(file)
    const seal = await openSecretSeal(store, place)
    assert.equal(await sealAll(store, seal), 1)
    assert.throws(() => statSync(file))
    const hub = await runHub(store, t, { routes: [loginRoute()], seal })
    const login = async (code: string): Promise<unknown> => {
      const body = JSON.stringify({ name: 'anna', password: 'correct horse battery', code })
      const { status, json } = await hub.ask('/api/v1/login', { method: 'POST', body })
      return status === 200 ? status : Object(json).code
    }
    assert.equal(await login(totpCode(secret, Math.floor(NOW / 30))), 50_305)
    assert.equal(await login(recovery), 200)
  },
)

testOnStores('a file that holds something else, or that others can read, is refused', async (_store, t) => {
  const place = keyPlaceOf({ folder: await temporaryFolder(t) })
  const { file } = place
  for (const text of ['', 'secret\n', `${'5'.repeat(63)}\n`]) {
    writeFileSync(file, text, { mode: 0o600 })
    await assert.rejects(readSecretSeal(file), { name: 'ActionNeeded', exitCode: 2 })
  }
  writeFileSync(file, `${'5'.repeat(64)}\n`)
  chmodSync(file, 0o644)
  await assert.rejects(readSecretSeal(file), { name: 'ActionNeeded', exitCode: 2 })
})

testOnStores('where no key can be made, the hub says so and serves; codes in clear still count', async (store, t) => {
  const place = keyPlaceOf({ folder: join(await temporaryFolder(t), 'missing') })
  await personIn(store, 'anna', 'admin')
  const { secret } = await totpIn(store, 'anna')
  await assert.rejects(openSecretSeal(store, place), {
    name: 'ActionNeeded',
    exitCode: 1,
    message: /secret\.key: the key/,
  })
  const told: string[] = []
  const seal = await startSealing(store, place, ({ code }) => told.push(code))
  assert.deepEqual(told, ['secret_key_not_made'])
  assert.deepEqual([seal.opened('anna', secret), seal.sealed('anna', secret)], [secret, undefined])
})

/** Hears that nothing is wrong. */
function nothing({ text }: Notice): void {
  assert.fail(text)
}

/** Where several hubs of a test have their keys, none of them yet. */
async function keyPlaces(t: TestContext, count: number): Promise<readonly KeyPlace[]> {
  const folders = await Promise.all(Array.from({ length: count }, () => temporaryFolder(t)))
  return folders.map((folder) => ({ file: join(folder, 'secret.key'), isAlone: false }))
}

test(
  'of hubs that start at once on a new database one gives it its key; the others say so, and have none',
  { skip: process.env['SPOOR_TEST_POSTGRESQL'] === undefined && withoutServer() },
  async (t) => {
    const { store, schema } = await openPostgresql(t)
    const url = process.env['SPOOR_TEST_POSTGRESQL'] ?? ''
    const other = new PostgresStore({ url, password: POSTGRESQL_PASSWORD, schema })
    t.after(() => other.close())
    const places = await keyPlaces(t, 6)
    const told: string[] = []
    const start = (place: KeyPlace, number: number): Promise<SecretSeal> =>
      startSealing(number % 2 === 0 ? store : other, place, ({ code }) => told.push(code))
    const seals = await Promise.all(places.map(start))
    assert.deepEqual(
      told,
      Array.from({ length: 5 }, () => 'secrets_locked'),
    )
    const made = places.filter(({ file }) => existsSync(file))
    const first = made[0] ?? assert.fail()
    assert.deepEqual(
      [made.length, seals.filter(({ fingerprints }) => fingerprints.length > 0).length],
      [1, 1],
      'who has no key of the store keeps no other',
    )
    await personIn(store, 'anna', 'admin')
    const { secret } = await totpIn(store, 'anna')
    for (const place of places) if (place !== first) copyFileSync(first.file, place.file)
    for (const seal of await Promise.all(places.map(start))) {
      const [kept] = await store.ask(sealedSecrets, null)
      assert.equal(seal.opened('anna', kept?.totp ?? ''), secret)
    }
    assert.equal(told.length, 5)
  },
)

testOnStores('a hub that joins others without their key makes none, says so and takes reports', async (store, t) => {
  const [first, second] = await keyPlaces(t, 2)
  assert.ok(first !== undefined && second !== undefined)
  await startSealing(store, first, nothing)
  const told: string[] = []
  const seal = await startSealing(store, second, ({ code, text }) => told.push(code, text))
  assert.deepEqual([seal.fingerprints, existsSync(second.file), told[0]], [[], false, 'secrets_locked'])
  assert.match(told[1] ?? '', /: nobody can begin them here\. Copy the file from another hub of this store/)
  assert.deepEqual(await sealingWarnings(store, second), told.slice(1))
  copyFileSync(first.file, second.file)
  await startSealing(store, second, nothing)
  assert.deepEqual(await sealingWarnings(store, second), [])
})

testOnStores(
  'hubs take another first line one after the other; who has only the old one then refuses',
  async (store, t) => {
    const [first, second] = await keyPlaces(t, 2)
    assert.ok(first !== undefined && second !== undefined)
    await startSealing(store, first, nothing)
    await personIn(store, 'anna', 'admin')
    const { secret } = await totpIn(store, 'anna')
    const [old, fresh] = [readFileSync(first.file, 'utf8'), `${'5'.repeat(64)}\n`]
    writeFileSync(first.file, `${fresh}${old}`)
    writeFileSync(second.file, old, { mode: 0o600 })
    await startSealing(store, second, nothing)
    await startSealing(store, first, nothing)
    await assert.rejects(startSealing(store, second, nothing), /holds another key/)
    for (const { file } of [first, second]) writeFileSync(file, fresh, { mode: 0o600 })
    for (const place of [first, second]) {
      const [kept] = await store.ask(sealedSecrets, null)
      assert.equal((await startSealing(store, place, nothing)).opened('anna', kept?.totp ?? ''), secret)
    }
  },
)

testOnStores(
  'a lone hub gets another key for one that sealed nothing, and refuses a wrong one otherwise',
  async (store, t) => {
    const place = keyPlaceOf({ folder: await temporaryFolder(t) })
    await startSealing(store, place, nothing)
    rmSync(place.file)
    await startSealing(store, place, nothing)
    await personIn(store, 'anna', 'admin')
    await totpIn(store, 'anna')
    const seal = await startSealing(store, place, nothing)
    assert.equal(seal.fingerprints.length, 1)
    writeFileSync(place.file, `${'5'.repeat(64)}\n`)
    await assert.rejects(startSealing(store, place, nothing), { name: 'ActionNeeded', exitCode: 2 })
    assert.match((await sealingWarnings(store, place)).join(), /holds another key of one-time codes/)
    const [lost] = await store.ask(sealedSecrets, null)
    await store.change(giveUpSeals, { lost: lost === undefined ? [] : [lost], now: NOW, by: BY })
    await startSealing(store, place, nothing)
    assert.deepEqual(await store.ask(sealedSecrets, null), [])
  },
)
