import assert from 'node:assert/strict'
import { test } from 'node:test'
import { PasswordDesk } from '../../../../hub/api/people/password-desk.ts'
import { passwordHash } from '../../../../hub/people/password.ts'

test('few hashes are computed at once, some wait, and who comes then is sent away with a time', async () => {
  const hash = await passwordHash('right', { memory: 64, passes: 2, parallelism: 1 })
  const desk = new PasswordDesk()
  const tries = Array.from({ length: 30 }, (_, index) => desk.isPasswordOf(hash, index === 0 ? 'right' : 'wrong'))
  const results = await Promise.allSettled(tries)
  const refused = results.flatMap((result) => (result.status === 'rejected' ? [String(result.reason)] : []))
  assert.deepEqual([refused.length, new Set(refused).size], [8, 1])
  assert.match(refused[0] ?? '', /Too many people sign in at once/)
  assert.deepEqual(
    results.flatMap((result, index) => (result.status === 'fulfilled' && result.value ? [index] : [])),
    [0],
  )
  assert.ok(await desk.isPasswordOf(hash, 'right'), 'places are given back')
})

test('nobody has a password', async () => {
  assert.equal(await new PasswordDesk().isPasswordOf(null, ''), false)
})
