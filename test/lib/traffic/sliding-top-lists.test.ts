import assert from 'node:assert/strict'
import { test } from 'node:test'
import { SlidingTopLists } from '../../../lib/traffic/sliding-top-lists.ts'
import { TopLists } from '../../../lib/traffic/top-lists.ts'
import { requestLine } from '../../support/counted-traffic.ts'
import { parserOf } from '../../support/traffic-scene.ts'

function ofIp(): SlidingTopLists {
  const make = (): TopLists => new TopLists([{ key: 'ip', by: 'requests' }], { slots: 16, seed: [1, 2] })
  return new SlidingTopLists(make, 300)
}

function count(lists: SlidingTopLists, ip: string): void {
  const parser = parserOf('combined')
  parser.begin(Buffer.from(requestLine({ ip })))
  parser.read(0)
  lists.count(parser.line)
}

function shown(lists: SlidingTopLists): readonly string[] {
  return lists.certain(5).flatMap(({ entries }) => entries.map(({ key, requests }) => `${String(key)} ${requests}`))
}

test('what is shown begins at most five minutes ago, and at least half of that', () => {
  const lists = ofIp()
  lists.passed(0)
  count(lists, '192.0.2.1')
  lists.passed(149)
  count(lists, '192.0.2.1')
  assert.deepEqual(shown(lists), ['192.0.2.1 2'])
  lists.passed(150)
  count(lists, '192.0.2.2')
  assert.deepEqual(shown(lists), ['192.0.2.1 2', '192.0.2.2 1'])
  lists.passed(300)
  assert.deepEqual(shown(lists), ['192.0.2.2 1'])
  lists.passed(450)
  assert.deepEqual(shown(lists), [])
})

test('after a long time without a look, or a clock that was set back, nothing old is shown', () => {
  for (const time of [10_000, 0]) {
    const lists = ofIp()
    lists.passed(5000)
    count(lists, '192.0.2.1')
    lists.passed(time)
    assert.deepEqual(shown(lists), [], `${time}`)
  }
})
