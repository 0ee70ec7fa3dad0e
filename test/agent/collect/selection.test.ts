import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Recogniser } from '../../../agent/collect/recogniser.ts'
import { sealed, selecting, selectionOf } from '../../../agent/collect/selection.ts'
import type { Event } from '../../../lib/event/event.ts'
import { eventOf } from '../../support/events.ts'

const LOGIN = eventOf('login', { mailbox_address: 'anna@example.com', ip: '192.0.2.10', service: 'webmail' })
const FAILED = eventOf('login_failed', { mailbox_address: 'anna@example.com', ip: '192.0.2.10' })
const PLACE = { log: '/log', generation: 'g', offset: 7 }

test('selects what App::Spoor reported, or the kinds of a list', () => {
  assert.deepEqual([LOGIN, FAILED].map(selectionOf({ events: 'spoor' })), [true, false])
  assert.deepEqual([LOGIN, FAILED].map(selectionOf({ events: ['login_failed'] })), [false, true])
})

test('selects what any of several receivers wants', () => {
  const receivers = [{ events: ['login_failed'] }, { events: 'spoor' }] as const
  assert.deepEqual([LOGIN, FAILED].map(selectionOf({ events: ['log_gap'], receivers })), [true, true])
})

test('ignored events are not selected, whoever wants them', () => {
  const ignore = [{ name: 'own', condition: { type: ['login'], ip: ['192.0.2.0/24'] } }] as const
  const isSelected = selectionOf({ events: ['login', 'login_failed'], ignore })
  assert.deepEqual([LOGIN, FAILED, { ...LOGIN, ip: '198.51.100.1' }].map(isSelected), [false, true, true])
})

/** Recognises both events in every line, and counts the ids computed. */
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

test('selection does not change ids, and computes none for events not selected', () => {
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

test('a sealed entry has everything known of an event, and the host', () => {
  assert.deepEqual(sealed({ event: LOGIN, place: PLACE, id: 'x1' }, 'web1.example.com'), {
    ...LOGIN,
    ...PLACE,
    host: 'web1.example.com',
    id: 'x1',
    severity: 'info',
  })
})
