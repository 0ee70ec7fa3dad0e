import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Forgotten } from '../../../agent/collect/forgotten.ts'
import { loginBurst } from '../../../lib/rules/login-burst.ts'
import { Rules } from '../../../lib/rules/rules.ts'
import { eventOf } from '../../support/events.ts'
import { RULE_NUMBERS } from '../../support/rule-numbers.ts'

const HOUR = 3_600_000

test('what rules forget is counted by rule, and told at most once an hour with all of it', () => {
  const texts: string[] = []
  let now = 5
  const forgotten = new Forgotten(
    ({ code, text }) => texts.push(`${code} ${text}`),
    () => now,
  )
  for (const [at, rule, keys] of [
    [5, 'login-burst', 50],
    [6, 'login-burst', 7],
    [HOUR, 'takeover', 1],
    [HOUR + 5, 'takeover', 2],
    [HOUR + 6, 'takeover', 3],
  ] as const) {
    now = at
    forgotten.note(rule, keys)
  }
  assert.deepEqual(Object.fromEntries(forgotten.counts), { 'login-burst': 57, takeover: 6 })
  assert.equal(texts.length, 2)
  assert.match(texts[0] ?? '', /^rules_flooded .*: login-burst 50\./)
  assert.match(texts[1] ?? '', /: login-burst 57, takeover 3\./)
})

test('a flood of addresses makes rules forget, and each key that they forget is counted', () => {
  const forgotten = new Forgotten(
    () => undefined,
    () => 0,
  )
  const rules = new Rules([loginBurst(RULE_NUMBERS)], {
    identity: 'host.example.com',
    settle: 0,
    bounds: { known: 50_000 },
    onForgotten: forgotten.note,
  })
  for (let index = 0; index < 2000; index += 1) {
    const whose = { ip: `192.0.2.${index % 250}`, mailbox_address: `box${index}@example.com` }
    rules.hear({ event: eventOf('login_failed', { time: 1000, ...whose }), id: `id-${index}` })
  }
  rules.tick(1000)
  const left = rules.save().rules['login-burst']?.keys.length ?? 0
  const count = forgotten.counts.get('login-burst') ?? 0
  // 2,000 mailboxes, 250 addresses and a network; a key that comes again after it was forgotten is new.
  assert.ok(left < 500 && count >= 2000 + 250 + 1 - left, `${count} forgotten, ${left} left`)
})
