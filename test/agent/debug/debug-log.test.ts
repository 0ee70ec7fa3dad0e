import assert from 'node:assert/strict'
import { test } from 'node:test'
import { DebugLog, EVERY_DEBUG_AREA } from '../../../agent/debug/debug-log.ts'
import { debugNotices } from '../../../agent/debug/debug-notices.ts'
import type { Notice } from '../../../lib/notice/notice.ts'

test('while details are off, nothing of them is made', () => {
  const log = new DebugLog(() => assert.fail('no clock is asked'))
  for (const area of EVERY_DEBUG_AREA) log.note(area, () => assert.fail('no notice is made'))
  assert.ok(EVERY_DEBUG_AREA.every((area) => !log.has(area)))
})

test('only the areas that are on are told, until they are off again; each change is said once', () => {
  const told: Notice[] = []
  const log = new DebugLog(() => 0)
  const tell = (notice: Notice): void => void told.push(notice)
  log.set(['spool'], tell)
  log.set(['spool'], tell)
  log.note('follow', () => assert.fail('it is off'))
  log.note('spool', () => debugNotices.reportSealed(7, 2, 1.4))
  log.set([], tell)
  log.note('spool', () => assert.fail('it is off'))
  assert.deepEqual(
    told.map(({ severity, text }) => [severity, text]),
    [
      ['notice', 'Details are told of: spool.'],
      ['debug', 'Report 7 is sealed, with entries: 2; 1 ms.'],
      ['notice', 'No details are told any more.'],
    ],
  )
})

test('of a flood of details some are written, and the others are counted', () => {
  const codes: string[] = []
  let time = 0
  const log = new DebugLog(() => time)
  log.set(['follow'], ({ code }) => void codes.push(code))
  for (let count = 0; count < 1000; count += 1) log.note('follow', () => debugNotices.fileOpened('/x'))
  time = 1000
  log.note('follow', () => debugNotices.fileOpened('/x'))
  assert.deepEqual(codes, ['debug_set', ...Array(50).fill('file_opened'), 'debug_held_back', 'file_opened'])
})
