import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  incidentTerms,
  listQuery,
  narrowingTerms,
  withoutIncidentTerm,
} from '../../../../../hub/console/pages/incidents/incident-filters.ts'

/** What is asked for a query. */
function asked(query: string): string {
  return listQuery(new URLSearchParams(query), 1_000_000).toString()
}

test('what is open is asked for unless the address says otherwise; what it does not know is left out', () => {
  assert.equal(asked(''), 'state=open%2Ccontained&order=opened')
  assert.equal(asked('state=all'), 'order=opened')
  assert.equal(asked('state=ended&since=24h&order=severity'), 'state=resolved%2Cdismissed&from=913600&order=severity')
  assert.equal(asked('state=x&order=y&since=z&event=1&host='), 'state=open%2Ccontained&order=opened')
})

test('each filter is a chip, and goes alone', () => {
  const query = new URLSearchParams('kind=attack&host=web1&assigned=no&since=7d')
  assert.deepEqual(
    incidentTerms(query).map(({ name, words }) => `${name}: ${words}`),
    ['Kind: Attack', 'Host: web1', 'Assignee: nobody'],
  )
  assert.equal(withoutIncidentTerm(query, 'host').toString(), 'kind=attack&assigned=no&since=7d')
  assert.equal(withoutIncidentTerm(query).toString(), '')
})

test('how far back a list goes narrows it as a filter does', () => {
  const narrowing = (query: string): readonly string[] =>
    narrowingTerms(new URLSearchParams(query)).map(({ name, words }) => `${name}: ${words}`)
  assert.deepEqual(narrowing('host=web1&since=7d'), ['Host: web1', 'Since: Within 7 days'])
  assert.deepEqual(narrowing('since=any&order=severity'), [])
})
