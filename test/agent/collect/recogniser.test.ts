import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type RecogniserOptions, createRecogniser } from '../../../agent/collect/recogniser.ts'
import type { Driver } from '../../../agent/drivers/driver.ts'
import type { Line } from '../../../agent/follow/passage.ts'
import { digest } from '../../../lib/event/digest.ts'
import type { Event, LineEvent } from '../../../lib/event/event.ts'

const HOST = 'server.example.net'

function login(mailbox: string): LineEvent {
  return { type: 'login', time: 1_700_000_000, context: 'mailbox', mailbox_address: mailbox, ip: '192.0.2.1' }
}

/** Says a login for each word of a line but two that stand for what is no event. */
const driver: Driver = {
  name: 'fake',
  kinds: ['login'],
  needles: 'every line',
  parse: (line, { zone }) => {
    if (line === 'boring') return 'uninteresting'
    if (line === 'strange') return 'unrecognised'
    return line.split(' ').map((word) => login(`${word}@${zone}`))
  },
}

function recogniser(change: Partial<RecogniserOptions> = {}): ReturnType<typeof createRecogniser> {
  const tally = { ofInterest: 0, unrecognised: 0 }
  return createRecogniser({
    driver,
    source: 'login',
    path: '/log',
    zone: 'zone.example',
    host: HOST,
    identity: HOST,
    wanted: () => true,
    tally,
    clock: { now: () => 1_700_000_000_999 },
    ...change,
  })
}

function line(text: string, place: Partial<Line> = {}): Line {
  return { generation: 'g', offset: 0, bytes: Buffer.from(text), ...place }
}

test('every event of a line becomes an entry of this host, in order', () => {
  const entries = recogniser().take(line('ü b'))
  assert.deepEqual(
    entries.map((entry) => [entry['type'], entry['mailbox_address'], entry['host']]),
    [
      ['login', 'ü@zone.example', HOST],
      ['login', 'b@zone.example', HOST],
    ],
  )
})

test('each line that is looked at is counted, and each that is not understood', () => {
  const tally = { ofInterest: 0, unrecognised: 0 }
  const { take } = recogniser({ tally })
  assert.deepEqual(
    ['boring', 'strange', 'a', 'a b'].map((text) => take(line(text)).length),
    [0, 0, 1, 2],
  )
  assert.deepEqual(tally, { ofInterest: 4, unrecognised: 1 })
})

test('reading the same bytes again never makes another event: the ids are equal', () => {
  assert.deepEqual(recogniser().take(line('a b')), recogniser().take(line('a b')))
})

test('another place, spool, source, path, text or event has another id; the name that a host is given does not count', () => {
  const lines = [line('a'), line('a', { offset: 1 }), line('a', { generation: 'h' }), line('b'), line('a a')]
  const ids = lines.flatMap((each) => recogniser().take(each)).map(({ id }) => id)
  const others = [
    recogniser({ identity: 'other.example.net' }).take(line('a')),
    recogniser({ path: '/log2' }).take(line('a')),
    recogniser({ source: 'access' }).take(line('a')),
  ]
  const all = [...ids, ...others.flat().map(({ id }) => id)]
  assert.equal(all.length, 9)
  assert.equal(new Set(all).size, 9)
  const [renamed] = recogniser({ host: 'other.example.net' }).take(line('a'))
  assert.deepEqual([renamed?.['host'], renamed?.id], ['other.example.net', ids[0]])
})

test('an id is of the bytes as they stand in the log, whatever of them is part of the line', () => {
  for (const text of ['a', 'a\r', 'a\r\r', '\ufeffa']) {
    const [entry] = recogniser().take(line(text))
    assert.equal(entry?.['mailbox_address'], 'a@zone.example')
    assert.equal(entry?.id, digest(HOST, 'login', '/log', 'g', '0', '0', Buffer.from(text)))
  }
})

test('only what is wanted is reported, under the id that it has anyway', () => {
  const wanted = (event: Event): boolean => event.type === 'login' && event.mailbox_address.startsWith('b@')
  assert.deepEqual(recogniser({ wanted }).take(line('a b')), recogniser().take(line('a b')).slice(1))
})

test('bytes that are no UTF-8 are read as replacement characters, and still make the id', () => {
  const ids = [Buffer.from([0xff]), Buffer.from([0xfe])].map((bytes) => recogniser().take(line('', { bytes }))[0])
  assert.equal(ids[0]?.['mailbox_address'], '\ufffd@zone.example')
  assert.equal(ids[1]?.['mailbox_address'], '\ufffd@zone.example')
  assert.notEqual(ids[0]?.id, ids[1]?.id)
})

test('bytes that are gone are an event of the whole system, noticed now, with the same id however often it is made', () => {
  const gap = { file: '/log', generation: 'g', from: 10, to: 30, cause: 'truncated' } as const
  const { takeGap } = recogniser()
  const [entry] = takeGap(gap)
  assert.deepEqual(Object.entries(entry ?? {}).slice(0, -1), [
    ['type', 'log_gap'],
    ['time', 1_700_000_000],
    ['log', '/log'],
    ['offset', 10],
    ['bytes', 20],
    ['cause', 'truncated'],
    ['context', 'system'],
    ['host', HOST],
  ])
  assert.equal(recogniser({ clock: { now: () => 0 } }).takeGap(gap)[0]?.id, entry?.id)
  assert.equal(takeGap({ ...gap, to: undefined })[0]?.['bytes'], null)
  assert.notEqual(takeGap({ ...gap, from: 11 })[0]?.id, entry?.id)
})
