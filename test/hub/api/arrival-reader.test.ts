import assert from 'node:assert/strict'
import { ArrivalPages } from '../../../hub/api/arrival-pages.ts'
import { ArrivalReader } from '../../../hub/api/arrival-reader.ts'
import { NewestArrival } from '../../../hub/api/newest-arrival.ts'
import type { ShownEvent } from '../../../hub/contract/event-contract.ts'
import { agentIn, arrivalOf, eventOf } from '../../support/kept-events.ts'
import { NOW, testOnStores } from '../../support/stores.ts'

testOnStores('who wants the same gets the same bytes, also at the same time; others their own', async (store) => {
  const agent = await agentIn(store, 'web1.example.com')
  const hub = { store, clock: { now: () => NOW * 1000, sleep: () => Promise.resolve() } }
  const [newest, pages] = [new NewestArrival(), new ArrivalPages()]
  const shapes = { json: (event: ShownEvent): object => event, ecs: ({ id }: ShownEvent): object => ({ id }) }
  const readerOf = (format: 'json' | 'ecs', filter = {}): ArrivalReader =>
    new ArrivalReader(hub, { newest, pages, filter, after: 0, format, shape: shapes[format] })
  const readers = [
    readerOf('json'),
    readerOf('json'),
    readerOf('ecs'),
    readerOf('json', { mailbox: 'x@example.com' }),
    readerOf('json', { isAssessed: false }),
    readerOf('json', { isAssessed: false }),
  ]
  await store.keep(arrivalOf(agent, [eventOf(agent, 'a'), eventOf(agent, 'b')]))
  const [one, same, ecs, none, judged, again] = await Promise.all(readers.map((reader) => reader.next()))
  assert.equal(one?.length, 1)
  assert.equal(one[0], same?.[0])
  assert.notEqual(one[0], ecs?.[0])
  assert.deepEqual(none, [])
  assert.deepEqual(judged, one)
  // What people say of events changes without an arrival.
  assert.notEqual(judged?.[0], again?.[0])
})
