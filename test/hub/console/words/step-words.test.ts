import assert from 'node:assert/strict'
import { test } from 'node:test'
import { stepMarks, stepSentence } from '../../../../hub/console/words/step-words.ts'
import { EVIDENCE_KINDS } from '../../../../hub/incidents/meaning.ts'

type Step = Parameters<typeof stepSentence>[0]

function step(type: string, fields: Step['fields'] = {}, ip: string | null = '203.0.113.7'): Step {
  return { type, words: 'did something', ip, fields }
}

test('a step is a sentence with its numbers and names', () => {
  const burst = { counted: 'failures', count: 214, seconds: 1260 }
  assert.equal(stepSentence(step('login_burst', burst)), '214 wrong passwords in 21 min from 203.0.113.7.')
  assert.equal(stepSentence(step('login', { service: 'webmail' })), 'Login to Webmail succeeded from 203.0.113.7.')
  assert.equal(
    stepSentence(step('forward_removed', { forward_recipient: 'x@example.org', actor: 'root' })),
    'A forward to x@example.org was removed, by root.',
  )
  assert.equal(stepSentence(step('filter_stored', {}, null)), 'A filter was stored that does what no log tells.')
  const found = { check: 'imap', finding: 'connection refused.' }
  assert.equal(stepSentence(step('service_down', found, null)), 'Down: connection refused.')
  const recovered = { ...found, finding: 'answers', lasted: 240 }
  assert.equal(stepSentence(step('service_recovered', recovered, null)), 'Recovered after 4 min: answers.')
  const restart = { ...found, restart: 'systemctl dovecot', restart_outcome: 'failed', finding: 'exit code 1' }
  assert.equal(
    stepSentence(step('service_restarted', restart, null)),
    'A restart of systemctl dovecot failed: exit code 1.',
  )
  const ends = stepSentence(step('certificate_expires', { check: 'imap', days_left: 6 }, null))
  assert.equal(ends, 'The certificate ends in 6 days.')
  assert.equal(stepSentence(step('of_a_later_version')), 'Did something.')
})

test('every kind of step is a sentence, whatever fields it lacks or has', () => {
  for (const kind of EVIDENCE_KINDS)
    for (const fields of [{}, { country: '__proto__', count: 'x', filter_action: 'new', as_name: '<b>' }])
      assert.match(stepSentence(step(kind, fields, null)), /^\S.*[^.]\.$/s, kind)
})

test('what differs from the habit, or leads outside, is marked; an end of it is not', () => {
  const outside = { forward_recipient: 'x@Example.org' }
  assert.deepEqual(stepMarks(step('forward_added', outside), 'ann@example.com'), ['outside address'])
  assert.deepEqual(stepMarks(step('forward_added', outside), 'ann@example.org'), [])
  assert.deepEqual(stepMarks(step('forward_removed', outside), 'ann@example.com'), [])
  assert.deepEqual(stepMarks(step('login_new_place', { known_days: 43 }), 'ann@example.com'), [
    'network never seen in 43 days',
  ])
})
