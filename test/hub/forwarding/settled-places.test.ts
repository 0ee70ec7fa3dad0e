import assert from 'node:assert/strict'
import { test } from 'node:test'
import { SETTLING, SettledPlaces } from '../../../hub/forwarding/settled-places.ts'

const at = (arrival: number): { arrival: number; incidentChange: number } => ({ arrival, incidentChange: 0 })

test('a place counts when its connection has lived for a minute after it', () => {
  const places = new SettledPlaces(at(5))
  places.sent(at(6), 0)
  places.sent(at(7), 2000)
  assert.deepEqual(places.at(SETTLING - 1), at(5))
  assert.deepEqual(places.at(SETTLING), at(6))
  assert.deepEqual(places.at(SETTLING + 2000), at(7))
  assert.deepEqual(places.at(0), at(7))
})

test('however many places are sent in a second, none counts too early', () => {
  const places = new SettledPlaces(at(0))
  for (let index = 1; index <= 5000; index += 1) places.sent(at(index), index)
  assert.equal(places.at(SETTLING).arrival, 0)
  for (let now = 1; now <= 6000; now += 1) assert.ok(places.at(SETTLING + now).arrival <= now)
  assert.equal(places.at(SETTLING + 6000).arrival, 5000)
})

test('a server that took leave has everything', () => {
  const places = new SettledPlaces(at(0))
  places.sent(at(9), 0)
  assert.deepEqual(places.all(), at(9))
})
