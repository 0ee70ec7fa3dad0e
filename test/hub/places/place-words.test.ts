import assert from 'node:assert/strict'
import { test } from 'node:test'
import { placeWords } from '../../../hub/places/place-words.ts'

test('a place is a country and who operates the network, as far as either is known', () => {
  const cases = [
    [undefined, null],
    [{ country: null, asNumber: null, asName: null }, null],
    [{ country: 'DE', asNumber: null, asName: null }, 'Germany'],
    [{ country: null, asNumber: 64_496, asName: null }, 'AS64496'],
    [{ country: 'DE', asNumber: 64_496, asName: 'Example Telecom' }, 'Germany, Example Telecom (AS64496)'],
    // A code that no country has any more, or yet, stays one.
    [{ country: 'QQ', asNumber: null, asName: '' }, 'QQ'],
  ] as const
  for (const [place, words] of cases) assert.equal(placeWords(place), words)
})
