import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as fc from 'fast-check'
import { TopLists } from '../../../lib/traffic/top-lists.ts'
import { TRAFFIC_KEYS } from '../../../lib/traffic/traffic-key.ts'
import { parserOf } from '../../support/traffic-scene.ts'

const LINES = [
  '192.0.2.1 - mary [28/Nov/2026:03:06:13 +0000] "GET /apps/cart.jsp?appID=1742 HTTP/1.0" 200 5000',
  '192.0.2.1 id - [28/Nov/2026:03:06:13 +0000] "GET /apps/list HTTP/1.1" 404 10',
  '2001:db8::1 - - [28/Nov/2026:03:06:14 +0000] "POST /list HTTP/1.1" 200 20',
  '192.0.2.1 - - [28/Nov/2026:03:06:14 +0000] "GET / HTTP/1.1" 200 30',
]

function listsOf(lists: ConstructorParameters<typeof TopLists>[0]): TopLists {
  const tops = new TopLists(lists, { slots: 16, seed: [1, 2] })
  const parser = parserOf('common')
  const bytes = Buffer.from(LINES.map((line) => `${line}\n`).join(''))
  parser.begin(bytes)
  for (let at = 0; at < bytes.length;) {
    at = parser.read(at)
    tops.count(parser.line)
  }
  return tops
}

test('requests are counted by each key; a section is a page up to its second slash', () => {
  const lists = listsOf(TRAFFIC_KEYS.map((key) => ({ key, by: 'requests' as const })))
  const shown = lists
    .certain(9)
    .map(({ key, entries }) => [key, entries.map((entry) => `${entry.key.toString()} ${entry.requests}`).join(', ')])
  assert.deepEqual(Object.fromEntries(shown), {
    ip: '192.0.2.1 3, 2001:db8::1 1',
    local_user: '- 3, id 1',
    remote_user: '- 3, mary 1',
    action: 'GET 3, POST 1',
    page: '/ 1, /apps/cart.jsp 1, /apps/list 1, /list 1',
    protocol: 'HTTP/1.1 3, HTTP/1.0 1',
    status_code: '200 3, 404 1',
    section: '/apps 2, / 1, /list 1',
  })
})

test('a list can be by bytes', () => {
  const [sections] = listsOf([{ key: 'section', by: 'bytes' }]).certain(2)
  assert.deepEqual(
    sections?.entries.map((entry) => `${entry.key.toString()} ${entry.bytes}`),
    ['/apps 5010', '/ 30'],
  )
})

test('a key that is listed by requests and by bytes has the lists that it has alone, however many values it has', () => {
  const requests = fc.array(fc.record({ page: fc.nat(12), size: fc.nat(1000) }), { maxLength: 200 })
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 8 }), requests, (slots, requests) => {
      const [both, ...alone] = [['requests', 'bytes'] as const, ['requests'] as const, ['bytes'] as const].map(
        (measures) =>
          new TopLists(
            measures.map((by) => ({ key: 'page', by })),
            { slots, seed: [1, 2] },
          ),
      )
      const parser = parserOf('common')
      for (const { page, size } of requests) {
        parser.begin(Buffer.from(`192.0.2.1 - - [28/Nov/2026:03:06:13 +0000] "GET /${page} HTTP/1.0" 200 ${size}\n`))
        parser.read(0)
        for (const lists of [both, ...alone]) lists?.count(parser.line)
      }
      for (const most of [1, 3, 99])
        assert.deepEqual(
          both?.certain(most),
          alone.flatMap((lists) => lists.certain(most)),
        )
    }),
  )
})
