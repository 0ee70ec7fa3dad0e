import assert from 'node:assert/strict'
import { test } from 'node:test'
import { queryOfTab, statisticsWish } from '../../../../../hub/console/pages/statistics/statistics-wish.ts'

test('what an address says wrong is what is usual', () => {
  const wish = statisticsWish(new URLSearchParams('show=constructor&by=total&last=never&of=senders'))
  assert.deepEqual([wish.tab, wish.kind, wish.measure, wish.range], ['traffic', 'traffic', 'requests', '24h'])
})

test('another page has the same hosts, its own names, and days if it counts days', () => {
  const to = (query: string, tab: 'traffic' | 'mail' | 'bandwidth'): string =>
    queryOfTab(new URLSearchParams(query), tab).toString()
  assert.equal(to('host=srv07&key=shop.example&last=1h&by=bytes', 'mail'), 'show=mail&host=srv07&last=1h')
  assert.equal(to('label=eu&last=1h', 'bandwidth'), 'show=bandwidth&label=eu&last=30d')
  assert.equal(to('show=bandwidth&label=eu&last=30d', 'traffic'), 'label=eu')
  assert.equal(to('show=bandwidth&last=7d', 'bandwidth'), 'show=bandwidth&last=7d')
})
