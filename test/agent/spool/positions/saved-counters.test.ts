import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { suite, test } from 'node:test'
import { saveCheckpoints } from '../../../../agent/spool/positions/saved-checkpoints.ts'
import {
  type SavedCounters,
  countersFile,
  oldestCountedSequence,
  parseCounters,
} from '../../../../agent/spool/positions/saved-counters.ts'
import { reportName } from '../../../../agent/spool/reports/report-name.ts'
import { neededIn } from '../../../../agent/spool/upkeep/retention.ts'
import { createSpool, reportUpTo } from '../../../support/spool-scene.ts'

function textOf(sequence: number, change: Partial<SavedCounters> = {}): string {
  return JSON.stringify({
    version: 1,
    sequence,
    sources: {},
    counters: {},
    waiting: { events: [], totals: [] },
    ...change,
  })
}

suite('what is saved of counters', () => {
  test('is read back as it was', () => {
    const counters = { traffic: { any: [1, null, 'state'] } }
    assert.deepEqual(parseCounters(textOf(7, { counters })).counters, counters)
  })

  test('is refused where it is of another version, torn, or holds what is no event', () => {
    const text = textOf(7)
    assert.throws(() => parseCounters(text.replace('"version":1', '"version":2')), /version/)
    assert.throws(() => parseCounters(text.slice(0, -5)), /is no JSON/)
    const event = '{"id":"a","event":{"type":"nothing"}}'
    assert.throws(() => parseCounters(text.replace('"events":[]', `"events":[${event}]`)), /is no event/)
  })

  test('keeps every report that a start may ask, newer than the oldest copy', async (t) => {
    const { folders, put } = await createSpool(t)
    for (let sequence = 1; sequence <= 9; sequence += 1) await put('transmitted', sequence, reportUpTo(sequence))
    await saveCheckpoints(folders.root, { version: 1, sequence: 9, sources: {} })
    for (const sequence of [5, 8]) await countersFile.save(folders.root, textOf(sequence))
    assert.equal(await oldestCountedSequence(folders.root), 5)
    const isNeeded = await neededIn(folders, 1)
    assert.deepEqual(
      [5, 6, 9].map((sequence) => isNeeded(reportName(sequence))),
      [false, true, true],
    )
  })

  test('that is torn is passed over for the copy before, and kept for a person', async (t) => {
    const { folders, names } = await createSpool(t)
    for (const sequence of [1, 2]) await countersFile.save(folders.root, textOf(sequence))
    writeFileSync(join(folders.root, 'counters.json'), textOf(2).slice(0, 30))
    const told: string[] = []
    const onUnreadable = (file: string): void => void told.push(file)
    const found = await countersFile.load(folders.root, { onUnreadable, onUnsaved: () => assert.fail() })
    assert.equal(found?.sequence, 1)
    assert.deepEqual(told, [join(folders.root, 'counters.json')])
    assert.ok((await names('root')).includes('counters.unreadable.json'))
  })
})
