import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isSealed, SecretSeal } from '../../../hub/people/secret-seal.ts'

const [ONE, OTHER] = [Buffer.alloc(32, 1), Buffer.alloc(32, 2)]
const SECRET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'

test('a secret is opened by its key and for its person alone, and never twice sealed alike', () => {
  const seal = new SecretSeal([ONE])
  const sealed = seal.sealed('anna', SECRET) ?? ''
  assert.ok(isSealed(sealed) && !sealed.includes(SECRET))
  assert.notEqual(seal.sealed('anna', SECRET), sealed)
  assert.equal(seal.opened('anna', sealed), SECRET)
  assert.equal(seal.opened('ben', sealed), undefined)
  assert.equal(new SecretSeal([OTHER]).opened('anna', sealed), undefined)
  assert.equal(new SecretSeal([]).opened('anna', sealed), undefined)
  for (const changed of [`${sealed.slice(0, -6)}AAAA==`, sealed.slice(0, 20), 'sealed:'])
    assert.equal(seal.opened('anna', changed), undefined)
})

test('the first key seals, the others open, and what is in clear stays readable', () => {
  const [before, both] = [new SecretSeal([OTHER]), new SecretSeal([ONE, OTHER])]
  const old = before.sealed('anna', SECRET) ?? ''
  assert.equal(both.opened('anna', old), SECRET)
  const renewed = both.renewed('anna', old) ?? ''
  assert.equal(new SecretSeal([ONE]).opened('anna', renewed), SECRET)
  assert.equal(both.renewed('anna', renewed), undefined, 'it is as it is to be')
  assert.equal(both.renewed('ben', renewed), undefined, 'it cannot be opened')
  assert.equal(before.opened('anna', SECRET), SECRET)
  assert.equal(before.opened('anna', before.renewed('anna', SECRET) ?? ''), SECRET)
  assert.equal(new SecretSeal([]).renewed('anna', SECRET), undefined)
  assert.equal(new SecretSeal([]).sealed('anna', SECRET), undefined)
})
