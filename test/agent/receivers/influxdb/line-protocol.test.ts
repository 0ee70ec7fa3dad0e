import assert from 'node:assert/strict'
import { test } from 'node:test'
import { linesOf } from '../../../../agent/receivers/influxdb/line-protocol.ts'
import { countedTotals } from '../../../support/counted-totals.ts'

const METADATA = { reporter: 'web1.example.com' }

test('each row is a point at the beginning of its period, and the whole host a measurement of its own', () => {
  const totals = [
    countedTotals('traffic', 1_795_834_860, [
      ['', 12, 34_567, 0, 11, 0, 1, 0],
      ['example.org', 12, 34_567, 0, 11, 0, 1, 0],
    ]),
    countedTotals('senders', 1_795_831_200, [['info@example.org', 3]]),
  ]
  assert.equal(
    linesOf({ id: 'r', totals, metadata: METADATA }),
    `spoor_traffic,host=web1.example.com requests=12i,bytes=34567i,status_1xx=0i,status_2xx=11i,status_3xx=0i,status_4xx=1i,status_5xx=0i 1795834860
spoor_traffic_by_vhost,host=web1.example.com,vhost=example.org requests=12i,bytes=34567i,status_1xx=0i,status_2xx=11i,status_3xx=0i,status_4xx=1i,status_5xx=0i 1795834860
spoor_senders_by_sender,host=web1.example.com,sender=info@example.org messages=3i,recipients=0i,bytes=0i,delivered=0i,deliveries=0i,delivered_bytes=0i,deferrals=0i,deferred=0i,failures=0i,failed=0i 1795831200
`,
  )
})

test('labels are tags in the order of their names, and none takes the place of a tag of ours', () => {
  const labels = { site: 'vienna, 1st', Role: 'a=b', host: 'other', vhost: 'x', time: 'noon' }
  const [line = ''] = linesOf({
    id: 'r',
    totals: [countedTotals('bandwidth', 86_400, [['ann', 1]])],
    metadata: { ...METADATA, labels },
  }).split(/ (?=http_in)/)
  assert.equal(
    line,
    String.raw`spoor_bandwidth_by_account,Role=a\=b,account=ann,host=web1.example.com,label_host=other,label_time=noon,label_vhost=x,site=vienna\,\ 1st`,
  )
})

test('no name ends a line or hides a comma', () => {
  const rows = [[String.raw`a\ ,b=c` + '\\', 1] as const, ['(other)', 2] as const]
  const text = linesOf({ id: 'r', totals: [countedTotals('traffic', 60, rows)], metadata: METADATA })
  assert.match(text, /,vhost=a_\\ \\,b\\=c_ requests=1i,/)
  assert.match(text, /,vhost=\(other\) requests=2i,/)
  assert.equal(text.split('\n').length, 3)
})
