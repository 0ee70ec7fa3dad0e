import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Recognised, type RecogniserOptions, createRecogniser } from '../../../agent/collect/recogniser.ts'
import type { Driver } from '../../../agent/drivers/driver.ts'
import type { Line } from '../../../agent/follow/extraction.ts'
import { digest } from '../../../lib/event/digest.ts'
import { eventOf } from '../../support/events.ts'

const HOST = 'server.example.net'

/** Finds a login in each word of a line, except for two words that stand for no event. */
const driver: Driver = {
  name: 'fake',
  kinds: ['login'],
  needles: 'every line',
  parse: (line, { zone, now }) => {
    if (line === 'boring') return 'uninteresting'
    if (line === 'strange') return 'unrecognised'
    return line.split(' ').map((word) => eventOf('login', { mailbox_address: `${word}@${zone}`, time: now }))
  },
}

function recogniser(change: Partial<RecogniserOptions> = {}): ReturnType<typeof createRecogniser> {
  return createRecogniser({
    driver,
    source: 'login',
    path: '/log',
    zone: 'zone.example',
    identity: HOST,
    tally: { ofInterest: 0, unrecognised: 0 },
    clock: { now: () => 1_700_000_000_999 },
    ...change,
  })
}

function line(text: string, place: Partial<Line> = {}): Line {
  return { generation: 'g', offset: 0, bytes: Buffer.from(text), ...place }
}

function mailboxesOf(found: readonly Recognised[]): string[] {
  return found.map(({ event }) =>
    'mailbox_address' in event && event.mailbox_address !== null ? event.mailbox_address : assert.fail(event.type),
  )
}

test('every event of a line is recognised, in order, with the place of the line', () => {
  const found = recogniser().take(line('ü b', { offset: 7 }))
  assert.deepEqual(mailboxesOf(found), ['ü@zone.example', 'b@zone.example'])
  for (const { place } of found) assert.deepEqual(place, { log: '/log', generation: 'g', offset: 7 })
})

test('examined lines are counted, and so are those not recognised', () => {
  const tally = { ofInterest: 0, unrecognised: 0 }
  const { take } = recogniser({ tally })
  assert.deepEqual(
    ['boring', 'strange', 'a', 'a b'].map((text) => take(line(text)).length),
    [0, 0, 1, 2],
  )
  assert.deepEqual(tally, { ofInterest: 4, unrecognised: 1 })
})

test('a timestamp without a year is read by the clock, or in an older copy by its modification time', () => {
  const timeOf = (change: Partial<RecogniserOptions>): number | undefined =>
    recogniser(change).take(line('a'))[0]?.event.time
  assert.equal(timeOf({}), 1_700_000_000)
  assert.equal(timeOf({ changed: 1_600_000_000 }), 1_600_000_000)
})

test('where the source knows when a line was written, its stamp is read by that', () => {
  const [found] = recogniser().take(line('a', { written: 1_500_000_000 }))
  assert.equal(found?.event.time, 1_500_000_000)
})

function idsOf(text: string, place: Partial<Line> = {}, change: Partial<RecogniserOptions> = {}): string[] {
  return recogniser(change)
    .take(line(text, place))
    .map(({ id }) => id())
}

test('reading the same bytes again gives the same ids', () => {
  assert.deepEqual(idsOf('a b'), idsOf('a b'))
})

test('another place, spool, source, path, text or event gives another id', () => {
  const ids = [
    idsOf('a'),
    idsOf('a', { offset: 1 }),
    idsOf('a', { generation: 'h' }),
    idsOf('b'),
    idsOf('a a'),
    idsOf('a', {}, { identity: 'other.example.net' }),
    idsOf('a', {}, { path: '/log2' }),
    idsOf('a', {}, { source: 'access' }),
  ].flat()
  assert.equal(ids.length, 9)
  assert.equal(new Set(ids).size, 9)
})

test('an id is made from the raw bytes in the log, whatever the driver takes as the line', () => {
  for (const text of ['a', 'a\r', 'a\r\r', '\ufeffa']) {
    const found = recogniser().take(line(text))
    assert.deepEqual(mailboxesOf(found), ['a@zone.example'])
    assert.equal(found[0]?.id(), digest(HOST, 'login', '/log', 'g', '0', '0', Buffer.from(text)))
  }
})

test('invalid UTF-8 is read as replacement characters, but the id is made from the raw bytes', () => {
  const [one = [], other = []] = [[0xff], [0xfe]].map((bytes) =>
    recogniser().take(line('', { bytes: Buffer.from(bytes) })),
  )
  assert.deepEqual(mailboxesOf([...one, ...other]), ['\ufffd@zone.example', '\ufffd@zone.example'])
  assert.notEqual(one[0]?.id(), other[0]?.id())
})

test('a gap is an event of the whole system, dated now, with the same id each time', () => {
  const gap = { file: '/log.1', generation: 'g', from: 10, to: 30, cause: 'truncated' } as const
  const { takeGap } = recogniser()
  const [found] = takeGap(gap)
  assert.deepEqual(found?.event, {
    type: 'log_gap',
    time: 1_700_000_000,
    context: 'system',
    service: null,
    log: '/log.1',
    offset: 10,
    bytes: 20,
    cause: 'truncated',
  })
  assert.deepEqual(found.place, { log: '/log.1', generation: 'g', offset: 10 })
  const id = (change: Partial<typeof gap>): string | undefined => takeGap({ ...gap, ...change })[0]?.id()
  assert.equal(
    recogniser({ clock: { now: () => 0 } })
      .takeGap(gap)[0]
      ?.id(),
    id({}),
  )
  assert.notEqual(takeGap({ ...gap, from: 11 })[0]?.id(), id({}))
  const [unknown] = takeGap({ ...gap, generation: '', to: undefined })
  assert.equal(unknown?.event.type === 'log_gap' && unknown.event.bytes, null)
  assert.equal(unknown?.place.generation, null)
})
