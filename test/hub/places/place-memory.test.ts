import assert from 'node:assert/strict'
import { test } from 'node:test'
import { afterUse, type PlaceNews, type UsedPlace } from '../../../hub/places/place-memory.ts'
import { NOW } from '../../support/stores.ts'

const DAY = 86_400
const NUMBERS = { learning: 7 * DAY, memory: 90 * DAY }

/** A use: on which day, from where. */
type Use = readonly [day: number, country: string, provider: number, eventId?: string]

/** What was new in each of some uses, in words, and the places after them. */
function heard(uses: readonly Use[], before: readonly UsedPlace[] = []): [string[], readonly UsedPlace[]] {
  let places = before
  const said = uses.map(([day, country, provider, eventId = `${day}`]) => {
    const outcome = afterUse(places, { time: NOW + day * DAY, country, provider, eventId }, NUMBERS)
    places = outcome.places
    return words(outcome.news)
  })
  return [said, places]
}

function words(news: PlaceNews | undefined): string {
  return news === undefined ? '' : `${news.what} after ${news.knownDays}`
}

test('what is seen at first is learned; then a country is new, or an operator in a known one', () => {
  for (const [uses, said] of [
    [
      [
        [0, 'DE', 1],
        [6, 'FR', 2],
        [8, 'FR', 2],
        [8, 'DE', 1],
      ],
      ['', '', '', ''],
    ],
    [
      [
        [0, 'DE', 1],
        [7, 'FR', 2],
      ],
      ['', 'country after 7'],
    ],
    [
      [
        [0, 'DE', 1],
        [8, 'FR', 2],
        [9, 'FR', 2],
        [10, 'FR', 3],
      ],
      ['', 'country after 8', '', 'provider after 10'],
    ],
    [
      [
        [0, 'DE', 1],
        [8, 'DE', 2],
        [9, 'DE', 1],
      ],
      ['', 'provider after 8', ''],
    ],
    [
      [
        [0, 'DE', 0],
        [8, 'DE', 0],
        [9, 'FR', 0],
      ],
      ['', '', 'country after 9'],
    ],
    [
      [
        [0, '', 1],
        [8, '', 2],
      ],
      ['', 'provider after 8'],
    ],
    // A second database only begins to learn.
    [
      [
        [0, 'DE', 0],
        [20, 'DE', 1],
        [21, 'DE', 2],
        [28, 'DE', 3],
      ],
      ['', '', '', 'provider after 8'],
    ],
    [
      [
        [0, '', 1],
        [20, 'DE', 1],
        [21, 'FR', 1],
        [28, 'NL', 1],
      ],
      ['', '', '', 'country after 8'],
    ],
  ] as const)
    assert.deepEqual(heard(uses)[0], said, JSON.stringify(uses))
})

test('a place is new again after its memory, and one that is used stays', () => {
  const [said] = heard([
    [0, 'DE', 1],
    [10, 'FR', 1],
    [60, 'DE', 1],
    [99, 'FR', 1],
    [149, 'DE', 1],
    [190, 'FR', 1],
  ])
  assert.deepEqual(said, ['', 'country after 10', '', '', '', 'country after 190'])
})

test('the same event says the same again, whatever was heard since, and another of the place does not', () => {
  const [, places] = heard([
    [0, 'DE', 1],
    [10, 'FR', 2, 'first'],
    [10, 'FR', 3, 'second'],
    [20, 'FR', 2],
    [30, 'NL', 2],
  ])
  assert.deepEqual(
    heard(
      [
        [10, 'FR', 2, 'first'],
        [10, 'FR', 3, 'second'],
        [10, 'FR', 2, 'third'],
      ],
      places,
    ),
    [['country after 10', 'provider after 10', ''], places],
  )
})

test('what comes late is learned: it says nothing, and makes its place older', () => {
  const [said, places] = heard([
    [20, 'DE', 1],
    [5, 'FR', 1],
    [5, 'DE', 1, 'late'],
    [13, 'NL', 2],
  ])
  assert.deepEqual(said, ['', '', '', 'country after 8'])
  assert.deepEqual(
    places.map(({ country, first, last }) => [country, (first - NOW) / DAY, (last - NOW) / DAY]),
    [
      ['DE', 5, 20],
      ['FR', 5, 5],
      ['NL', 13, 13],
    ],
  )
})

test('nothing is written for a second use on the same day', () => {
  const [, places] = heard([[0, 'DE', 1]])
  const use = { country: 'DE', provider: 1, eventId: 'b' }
  assert.equal(afterUse(places, { ...use, time: NOW + DAY - 1 }, NUMBERS).places, places)
  assert.notEqual(afterUse(places, { ...use, time: NOW + DAY }, NUMBERS).places, places)
})

test('64 places are remembered: many new ones push out no usual one', () => {
  const travels = Array.from({ length: 200 }, (_, index): Use => [2 + index / 100, 'FR', 100 + index])
  const [, places] = heard([[0, 'DE', 1], [1, 'DE', 1], [1, 'DE', 2], ...travels])
  assert.equal(places.length, 64)
  assert.ok(places.some(({ provider }) => provider === 1))
  assert.ok(!places.some(({ provider }) => provider === 2))
  assert.ok(places.some(({ provider }) => provider === 299))
})
