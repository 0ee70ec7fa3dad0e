import assert from 'node:assert/strict'
import { test } from 'node:test'
import { KINDS, definitionOf } from '../../../lib/event/catalogue.ts'
import { kindsIn, wantedBy } from '../../../lib/event/wish.ts'
import { eventOf } from '../../support/events.ts'

test('a list may mix sets and kinds, and has what any of them has', () => {
  const wanted = wantedBy({ events: ['spoor', 'login_failed'] })
  const logins = (['login', 'login_failed', 'login_deferred'] as const).map((kind) => eventOf(kind))
  assert.deepEqual(logins.map(wanted), [true, true, false])
  assert.equal(wanted(eventOf('login', { service: 'imap' })), false)
  assert.equal(wantedBy({ events: ['spoor', 'login'] })(eventOf('login', { service: 'imap' })), true)
})

test('events that matter less than the least severity are left out', () => {
  for (const [minSeverity, less] of [
    ['info', []],
    ['low', ['info']],
    ['medium', ['info', 'low']],
  ] as const) {
    const wanted = wantedBy({ events: 'all', minSeverity })
    for (const kind of KINDS) {
      const isLess = less.some((severity) => severity === definitionOf(kind).severity)
      assert.equal(wanted(eventOf(kind)), !isLess, `${kind} from ${minSeverity}`)
    }
  }
})

test('of a kind that only a later version knows the sealed severity counts', () => {
  const wanted = wantedBy({ events: 'all', minSeverity: 'high' })
  const strange = { id: 'x1', type: 'from_the_future', context: 'mailbox' }
  const severities = ['medium', 'high', 'critical', 'unheard of'] as const
  assert.deepEqual(
    severities.map((severity) => wanted({ ...strange, severity })),
    [false, true, true, false],
  )
})

test('events that concern nobody of the contexts are left out', () => {
  const wanted = wantedBy({ events: ['filter_stored'], contexts: ['mailbox', 'system'] })
  const contexts = ['mailbox', 'domain', 'system'] as const
  assert.deepEqual(
    contexts.map((context) => wanted(eventOf('filter_stored', { context }))),
    [true, false, true],
  )
})

test('the kinds of a wish are those of which some event is wanted', () => {
  assert.deepEqual(kindsIn({ events: ['login', 'log_gap'] }), ['login', 'log_gap'])
  assert.deepEqual(kindsIn({ events: ['login', 'log_gap'], minSeverity: 'low' }), ['log_gap'])
  assert.deepEqual(kindsIn({ events: ['login', 'log_gap'], contexts: ['mailbox'] }), ['login'])
  assert.deepEqual(kindsIn({ events: 'all' }), KINDS)
})
