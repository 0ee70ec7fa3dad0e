import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fromBase32, toBase32 } from '../../../hub/people/base32.ts'
import { newTotpSecret, stepOfCode, totpCode, totpUrl } from '../../../hub/people/totp.ts'

/** The secret of the examples of RFC 6238. */
const SECRET = toBase32(Buffer.from('12345678901234567890'))

test('codes are those of RFC 6238, appendix B', () => {
  assert.equal(SECRET, 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ')
  const codes = [59, 1_111_111_109, 1_111_111_111, 1_234_567_890, 2_000_000_000, 20_000_000_000]
  assert.deepEqual(
    codes.map((time) => totpCode(SECRET, Math.floor(time / 30))),
    ['287082', '081804', '050471', '005924', '279037', '353130'],
  )
})

test('a code counts a step before and after its own', () => {
  const at = 1_234_567_890
  const step = Math.floor(at / 30)
  const code = totpCode(SECRET, step)
  const found = [-60, -30, 0, 30, 60].map((later) => stepOfCode(SECRET, code, at + later))
  assert.deepEqual(found, [undefined, step, step, step, undefined])
  for (const wrong of ['', '00592', '0059241', 'abcdef', '٠٠٥٩٢٤'])
    assert.equal(stepOfCode(SECRET, wrong, at), undefined)
})

test('a secret is 160 bits in base32, and stands in the address that programs read', () => {
  const secret = newTotpSecret()
  assert.match(secret, /^[A-Z2-7]{32}$/)
  assert.equal(toBase32(fromBase32(secret)), secret)
  assert.equal(
    totpUrl(secret, 'anna@example.com', 'hub.example.com'),
    `otpauth://totp/hub.example.com:anna%40example.com?secret=${secret}&issuer=hub.example.com`,
  )
})

test('base32 is that of RFC 4648, section 10, without padding', () => {
  const examples = ['', 'MY', 'MZXQ', 'MZXW6', 'MZXW6YQ', 'MZXW6YTB', 'MZXW6YTBOI']
  const texts = examples.map((_, length) => 'foobar'.slice(0, length))
  assert.deepEqual(
    texts.map((text) => toBase32(Buffer.from(text))),
    examples,
  )
  assert.deepEqual(
    examples.map((text) => fromBase32(text).toString()),
    texts,
  )
})
