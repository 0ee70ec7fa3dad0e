import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as fc from 'fast-check'
import { KINDS } from '../../../lib/event/catalogue.ts'
import { toEntries, wholeEntries } from '../../../lib/event/entries.ts'
import { toEntry } from '../../../lib/event/entry.ts'
import { eventOf } from '../../support/events.ts'

const HOST = 'host.example.net'

test('entries are whole again after reading, wherever their lines stand', () => {
  const place = fc.record({
    log: fc.constantFrom('/logs/a', '/logs/b'),
    generation: fc.constantFrom('g', 'h', null),
    offset: fc.nat(9),
  })
  const item = fc.record({
    event: fc.constantFrom(...KINDS).map((kind) => eventOf(kind)),
    id: fc.uuid(),
    place: fc.option(place, { nil: undefined }),
  })
  fc.assert(
    fc.property(fc.array(item, { maxLength: 6 }), (items) => {
      const whole = items.map(({ event, ...rest }) => toEntry(event, { ...rest, host: HOST }))
      assert.deepEqual(wholeEntries(toEntries(items, HOST)), whole)
      assert.deepEqual(wholeEntries(whole), whole)
    }),
  )
})

test('a log is named once for all events in a row that stand in it', () => {
  const items = ['/logs/a', '/logs/a', '/logs/b'].map((log, offset) => ({
    event: eventOf('login'),
    id: `${offset}`,
    place: { log, generation: 'g', offset },
  }))
  const entries = toEntries(items, HOST)
  assert.deepEqual(
    entries.map(({ log, offset }) => [log, offset]),
    [
      ['/logs/a', 0],
      [undefined, 1],
      ['/logs/b', 2],
    ],
  )
})
