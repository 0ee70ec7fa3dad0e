import assert from 'node:assert/strict'
import { test } from 'node:test'
import { IncidentChanges } from '../../../../hub/api/incidents/incident-changes.ts'
import type { Store } from '../../../../hub/store/store.ts'
import { incidentIn } from '../../../support/kept-incidents.ts'
import { NOW, openEmbedded, type TestedStore } from '../../../support/stores.ts'

/** What streams see of a hub whose clock they move, and how often the store is asked. */
function watched(store: TestedStore): {
  readonly hub: { readonly store: Store; readonly clock: { now: () => number; sleep: () => Promise<void> } }
  readonly pass: () => void
  readonly asked: () => number
} {
  let [now, count] = [NOW * 1000, 0]
  const ask: Store['ask'] = (question, input) => {
    count += 1
    return store.ask(question, input)
  }
  const watching = new Proxy(store, { get: (of, name) => (name === 'ask' ? ask : Reflect.get(of, name)) })
  const clock = { now: () => now, sleep: async () => undefined }
  return { hub: { store: watching, clock }, pass: () => (now += 1000), asked: () => count }
}

function open(store: TestedStore, index: number): Promise<number> {
  return incidentIn(store, { incident: { subject: `m${index}@example.com`, updated: NOW + index } })
}

test('a hundred streams ask the store once a second, and each hears each change once', async (context) => {
  const store = await openEmbedded(context)
  const { hub, pass, asked } = watched(store)
  const news = new IncidentChanges()
  const places = await Promise.all(Array.from({ length: 100 }, () => news.place(hub)))
  assert.equal(asked(), 1)
  const id = await open(store, 1)
  pass()
  const heard = await Promise.all(places.map((place) => news.after(hub, place)))
  assert.equal(asked(), 2)
  assert.ok(
    heard.every(({ frames }) => frames.split('event: incident\n').length === 2 && frames.includes(`"id":${id},`)),
  )
  pass()
  const again = await Promise.all(heard.map(({ place }) => news.after(hub, place)))
  assert.ok(again.every(({ frames }) => frames === ''))
})

test('who reads too slowly is told that incidents were missed, and so are all if too many change at once', async (context) => {
  const store = await openEmbedded(context)
  const { hub, pass } = watched(store)
  const news = new IncidentChanges()
  const slow = await news.place(hub)
  for (let round = 0; round < 5; round += 1) {
    for (let index = 0; index < 50; index += 1) await open(store, round * 50 + index)
    pass()
    await news.place(hub)
  }
  const late = await news.after(hub, slow)
  assert.equal(late.frames, 'event: incidents_missed\ndata: {}\n\n')
  for (let index = 0; index < 120; index += 1) await open(store, 1000 + index)
  pass()
  const flood = await news.after(hub, late.place)
  assert.equal(flood.frames, 'event: incidents_missed\ndata: {}\n\n')
  await open(store, 2000)
  pass()
  assert.match((await news.after(hub, flood.place)).frames, /^event: incident\n.*m2000@/)
})
