import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type SourceReader, secondsBehind, sourceState, type SourceState } from '../../../agent/status/source-state.ts'

const NOW = 1_800_000_000_000
const READER: SourceReader = { collector: { running: true }, beat: NOW - 20_000, now: NOW }

test('a log has the worst word that fits', () => {
  const seen = { isTold: true, size: 100, lag: 0, lagSeconds: 0, written: NOW }
  const cases: readonly (readonly [SourceState, object, SourceReader['collector']?])[] = [
    ['reading', {}],
    ['reading', { lag: 100, lagSeconds: 59 }],
    ['behind', { lag: 1, lagSeconds: 60 }],
    ['behind', { lag: 17 * 1024 * 1024 }],
    ['idle', { written: NOW - 3_600_001 }],
    ['reading', { written: NOW - 3_600_001, lag: 1 }],
    ['held', { lag: 1 }, { running: true, held: 'the disk is full' }],
    ['unread', { isTold: false }],
    ['stuck', {}, { running: true, hangs: true }],
    ['stopped', {}, { running: false }],
    ['missing', { problem: 'is not there' }, { running: false }],
    ['unreadable', { problem: 'cannot be read by the collector' }],
  ]
  for (const [word, change, collector = { running: true }] of cases)
    assert.equal(sourceState({ ...seen, ...change }, { ...READER, collector }), word, JSON.stringify(change))
  assert.equal(sourceState({ isTold: true, optional: true }, READER), 'absent')
  assert.equal(sourceState({ isTold: true }, READER), 'reading', 'a stream has no size')
})

test('unread bytes are as old as it is that the reader was at the end, or gave a sign of life', () => {
  const dead = { ...READER, collector: { running: false } }
  assert.equal(secondsBehind(0, NOW - 5000, READER), 0)
  assert.equal(secondsBehind(9, NOW - 5900, READER), 5)
  assert.equal(secondsBehind(9, null, READER), 0, 'who waits at the end hears at once')
  assert.equal(secondsBehind(9, null, dead), 20)
  assert.equal(secondsBehind(9, null, { ...READER, collector: { running: true, hangs: true } }), 20)
  assert.equal(secondsBehind(9, NOW - 5000, dead), 5)
  assert.equal(secondsBehind(9, NOW + 5000, READER), 0, 'the clock stepped back')
  assert.equal(secondsBehind(9, null, { ...dead, beat: undefined }), undefined)
  assert.equal(secondsBehind(9, undefined, READER), undefined)
})
