import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Recogniser } from '../../../agent/collect/recogniser.ts'
import { sealed, selecting, selectionOf } from '../../../agent/collect/selection.ts'
import type { Event } from '../../../lib/event/event.ts'
import { eventOf } from '../../support/events.ts'

const LOGIN = eventOf('login', { mailbox_address: 'anna@example.com', ip: '192.0.2.10', service: 'webmail' })
const FAILED = eventOf('login_failed', { mailbox_address: 'anna@example.com', ip: '192.0.2.10' })
const PLACE = { log: '/log', generation: 'g', offset: 7 }

test('what App::Spoor reported is selected, or the kinds of a list', () => {
  assert.deepEqual([LOGIN, FAILED].map(selectionOf({ events: 'spoor' })), [true, false])
  assert.deepEqual([LOGIN, FAILED].map(selectionOf({ events: ['login_failed'] })), [false, true])
})

test('of several receivers it is what any of them wants', () => {
  const receivers = [{ events: ['login_failed'] }, { events: 'spoor' }] as const
  assert.deepEqual([LOGIN, FAILED].map(selectionOf({ events: ['log_gap'], receivers })), [true, true])
})

test('what is to be ignored is not selected, whoever wants it', () => {
  const ignore = [{ type: 'login', ip: '192.0.2.0/24' }]
  const isSelected = selectionOf({ events: ['login', 'login_failed'], ignore })
  assert.deepEqual([LOGIN, FAILED, { ...LOGIN, ip: '198.51.100.1' }].map(isSelected), [false, true, true])
})

/** Recognises both events in every line; counts for how many an id was made. */
function recogniser(): Recogniser & { readonly made: string[] } {
  const made: string[] = []
  const recognised = (event: Event): { event: Event; place: typeof PLACE; id: () => string } => ({
    event,
    place: PLACE,
    id: () => {
      made.push(event.type)
      return `id of ${event.type}`
    },
  })
  const take = (): ReturnType<Recogniser['take']> => [FAILED, LOGIN].map(recognised)
  return { needles: 'every line', take, takeGap: take, made }
}

test('an event that is selected has the id that it has anyway, and one that is not costs none', () => {
  const all = recogniser()
  const { take, takeGap } = selecting(all, ({ type }) => type === 'login')
  for (const each of [
    take({ generation: 'g', offset: 7, bytes: Buffer.from('line') }),
    takeGap({ file: '/log', generation: 'g', from: 7, to: 9, cause: 'missing' }),
  ]) {
    assert.deepEqual(each, [{ event: LOGIN, place: PLACE, id: 'id of login' }])
  }
  assert.deepEqual(all.made, ['login', 'login'])
})

test('what is sealed is all that is known of an event, on this host', () => {
  assert.deepEqual(sealed({ event: LOGIN, place: PLACE, id: 'x1' }, 'web1.example.com'), {
    ...LOGIN,
    ...PLACE,
    host: 'web1.example.com',
    id: 'x1',
    severity: 'info',
  })
})
