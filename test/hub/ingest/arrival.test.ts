import assert from 'node:assert/strict'
import { test } from 'node:test'
import { arrivalOf } from '../../../hub/ingest/arrival.ts'
import { serviceNumber } from '../../../hub/store/number-words.ts'
import { entryNow } from '../../support/enrolled-agent.ts'
import { NOW } from '../../support/stores.ts'

const AGENT = { agent: 1, hosts: ['web1.example.com'], digests: [] }

test('a large report is judged in pieces, so that others are answered meanwhile', async () => {
  for (const [count, pauses] of [
    [1, 0],
    [100, 0],
    [101, 1],
    [5000, 49],
  ] as const) {
    let paused = 0
    const turns = { next: async () => void (paused += 1) }
    const entries = Array.from({ length: count }, (_, index) => entryNow(`e${index}`))
    const arrival = await arrivalOf(entries, { agent: AGENT, received: NOW, oldest: 0, turns })
    assert.equal(arrival.events.length, count)
    assert.equal(paused, pauses, `${count} entries`)
  }
})

test('an event has the number of the service that it tells, or none', async () => {
  const turns = { next: async () => undefined }
  const entries = [entryNow('a', { service: 'webmail' }), entryNow('b', { service: null })]
  const { events } = await arrivalOf(entries, { agent: AGENT, received: NOW, oldest: 0, turns })
  assert.deepEqual(
    events.map(({ service }) => service),
    [serviceNumber('webmail'), null],
  )
})

test('what is no object is set aside, and does not keep the others back', async () => {
  const turns = { next: async () => undefined }
  const entries = [null, 7, 'text', [], entryNow('a')]
  const arrival = await arrivalOf(entries, { agent: AGENT, received: NOW, oldest: 0, turns })
  assert.deepEqual(
    arrival.quarantined.map(({ entry, reason }) => [entry, reason]),
    [
      ['null', 'invalid'],
      ['7', 'invalid'],
      ['"text"', 'invalid'],
      ['[]', 'invalid'],
    ],
  )
  assert.equal(arrival.events.length, 1)
})
