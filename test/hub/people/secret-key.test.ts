import assert from 'node:assert/strict'
import { chmodSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { loginRoute } from '../../../hub/api/people/login.ts'
import { openSecretSeal, readSecretSeal, sealAll, secretKeyFile, startSealing } from '../../../hub/people/secret-key.ts'
import { isSealed } from '../../../hub/people/secret-seal.ts'
import { totpCode } from '../../../hub/people/totp.ts'
import { sealedSecrets } from '../../../hub/store/ask/sealed-secrets.ts'
import { personIn, totpIn } from '../../support/people.ts'
import { runHub } from '../../support/running-hub.ts'
import { temporaryFolder } from '../../support/spool-scene.ts'
import { NOW, testOnStores } from '../../support/stores.ts'

testOnStores(
  'the first start makes a key, and seals what was kept in clear; codes count as before',
  async (store, t) => {
    const folder = await temporaryFolder(t)
    const file = secretKeyFile({ folder })
    await personIn(store, 'anna', 'admin', 'correct horse battery')
    const { secret } = await totpIn(store, 'anna')
    const seal = await openSecretSeal(store, file)
    assert.deepEqual([file, statSync(file).mode & 0o777], [join(folder, 'secret.key'), 0o600])
    assert.match(readFileSync(file, 'utf8'), /^[\da-f]{64}\n$/)
    assert.equal(await sealAll(store, seal), 0)
    const [kept] = await store.ask(sealedSecrets, null)
    assert.ok(kept !== undefined && isSealed(kept.totp))
    const again = await openSecretSeal(store, file)
    assert.equal(again.opened('anna', kept.totp), secret)
    await sealAll(store, again)
    assert.deepEqual(await store.ask(sealedSecrets, null), [kept], 'what is sealed stays')
  },
)

testOnStores('another first line seals all anew', async (store, t) => {
  const file = secretKeyFile({ folder: await temporaryFolder(t) })
  await personIn(store, 'anna', 'admin')
  const { secret } = await totpIn(store, 'anna')
  await sealAll(store, await openSecretSeal(store, file))
  const [old, fresh] = [readFileSync(file, 'utf8'), `${'5'.repeat(64)}\n`]
  writeFileSync(file, `${fresh}${old}`)
  assert.equal(await sealAll(store, await openSecretSeal(store, file)), 0)
  writeFileSync(file, fresh)
  const [kept] = await store.ask(sealedSecrets, null)
  assert.equal((await readSecretSeal(file)).opened('anna', kept?.totp ?? ''), secret)
})

testOnStores(
  'without the key no code counts, no other key is made, and a recovery code still signs in',
  async (store, t) => {
    const file = secretKeyFile({ folder: await temporaryFolder(t) })
    await personIn(store, 'anna', 'admin', 'correct horse battery')
    const { secret, code: recovery } = await totpIn(store, 'anna')
    await sealAll(store, await openSecretSeal(store, file))
    rmSync(file)
    const seal = await openSecretSeal(store, file)
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
  const file = secretKeyFile({ folder: await temporaryFolder(t) })
  for (const text of ['', 'secret\n', `${'5'.repeat(63)}\n`]) {
    writeFileSync(file, text, { mode: 0o600 })
    await assert.rejects(readSecretSeal(file), { name: 'ActionNeeded', exitCode: 2 })
  }
  writeFileSync(file, `${'5'.repeat(64)}\n`)
  chmodSync(file, 0o644)
  await assert.rejects(readSecretSeal(file), { name: 'ActionNeeded', exitCode: 2 })
})

testOnStores('where no key can be made, the hub says so and serves; codes in clear still count', async (store, t) => {
  const file = join(await temporaryFolder(t), 'missing', 'secret.key')
  await personIn(store, 'anna', 'admin')
  const { secret } = await totpIn(store, 'anna')
  await assert.rejects(openSecretSeal(store, file), {
    name: 'ActionNeeded',
    exitCode: 1,
    message: /secret\.key: the key/,
  })
  const told: string[] = []
  const seal = await startSealing(store, file, ({ code }) => told.push(code))
  assert.deepEqual(told, ['secret_key_not_made'])
  assert.deepEqual([seal.opened('anna', secret), seal.sealed('anna', secret)], [secret, undefined])
})
