import assert from 'node:assert/strict'
import { test } from 'node:test'
import { COST, isOutdated, isPasswordOf, NOBODYS_HASH, passwordHash } from '../../../hub/people/password.ts'

test('a hash is in the form that other programs read, another one each time, and of its password alone', async () => {
  const [hash, again] = [await passwordHash('correct horse battery'), await passwordHash('correct horse battery')]
  assert.match(hash, /^\$argon2id\$v=19\$m=19456,t=2,p=1\$[\w+/]{22}\$[\w+/]{43}$/)
  assert.notEqual(hash, again)
  assert.ok(await isPasswordOf(hash, 'correct horse battery'))
  for (const other of ['correct horse batterY', 'correct horse battery ', ''])
    assert.equal(await isPasswordOf(hash, other), false)
})

test('a hash of other parameters is understood, and known as outdated', async () => {
  const hash = await passwordHash('é', { memory: 64, passes: 3, parallelism: 1 })
  assert.ok(await isPasswordOf(hash, 'e\u0301'), 'letters typed as other code points')
  assert.ok(isOutdated(hash))
})

test("nobody's hash costs what others cost, and no password is its", async () => {
  assert.equal(isOutdated(NOBODYS_HASH), false)
  assert.equal(await isPasswordOf(NOBODYS_HASH, ''), false)
  assert.equal(isOutdated(await passwordHash('correct horse battery', COST)), false)
  await assert.rejects(isPasswordOf('correct horse battery', 'correct horse battery'), /not the hash/)
})
