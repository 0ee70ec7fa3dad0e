import assert from 'node:assert/strict'
import { test } from 'node:test'
import { detailsOf } from '../../../agent/events/details.ts'
import { sealedEntry } from '../../support/local-events.ts'

test('the id and the report come first, then what is known and in no column', () => {
  const place = { log: '/logs/login_log', generation: 'g', offset: 7 }
  const entry = sealedEntry(['login', 'a', '08:00:00'], { service: 'webmail', ip: '192.0.2.7' }, place)
  assert.equal(
    detailsOf({ ...entry, report: 'r.json' }),
    'id=a  report=r.json  type=login  context=mailbox  service=webmail  log=/logs/login_log  offset=7',
  )
})

test('a conclusion names the events that it follows from, and repeats nothing that its words say', () => {
  const entry = sealedEntry(['mailbox_takeover', 'c', '08:00:00'], { summary: 'Somebody came.', parts: 'a b' })
  assert.equal(detailsOf(entry), 'id=c  type=mailbox_takeover  parts=a b  context=mailbox')
})

test('of a kind that only a later version knows everything is shown', () => {
  assert.equal(detailsOf({ id: 'a', type: 'from_the_future', country: 'x' }), 'id=a  type=from_the_future  country=x')
})
