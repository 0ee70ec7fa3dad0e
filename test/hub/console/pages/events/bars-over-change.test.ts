import assert from 'node:assert/strict'
import { test } from 'node:test'
import { barsOf } from '../../../../../hub/console/pages/events/bars.ts'
import type { FacetsAnswer } from '../../../../../hub/contract/event-contract.ts'

/** Clocks in Berlin go back then, so that day has 25 hours. */
const CHANGE = Date.UTC(2026, 9, 25, 1) / 1000

test('the hour that comes twice has bars of its own, and none is counted twice or left out', () => {
  const [from, until] = [CHANGE - 3 * 3600, CHANGE + 22 * 3600]
  const times = Array.from({ length: 100 }, (_, index) => from + index * 900)
  const facets: FacetsAnswer = {
    total: 100,
    whole: true,
    facets: { severity: [], type: [], host: [], mailbox: [], ip: [], service: [] },
    spans: times.map((time) => ({ time, type: 'login', count: 1 })),
  }
  const filters = new URLSearchParams({ from: String(from), until: String(until) })
  const bars = barsOf(facets, filters, until)
  assert.deepEqual(bars.times, times)
  assert.deepEqual(new Set(bars.sums.at(-1)), new Set([1]))
})
