import assert from 'node:assert/strict'
import { appendFile, writeFile } from 'node:fs/promises'
import { test } from 'node:test'
import type { SourceParts } from '../../../agent/collect/source.ts'
import type { SourceSnapshot } from '../../../agent/snapshots/snapshot.ts'
import { createSourceScene } from '../../support/source-scene.ts'

test('when a log had lines goes on from run to run; one of the many logs of a folder has no such habit', async (t) => {
  const { log, collect } = await createSourceScene(t)
  const before = { day: Math.floor(Date.now() / 86_400_000) - 1, hours: [7] }
  const counts = { lines: 0, ofInterest: 0, unrecognised: 0, events: 0, habit: before }
  const habitsIn = async (isOneOfMany: boolean): Promise<readonly unknown[]> => {
    const states: SourceSnapshot[] = []
    const sources: SourceParts['sources'] = {
      of: (source) => ({ ...source, ...counts }),
      set: (state) => states.push(state),
    }
    await collect({ sources, isOneOfMany })
    return states.map(({ habit }) => habit?.hours.length)
  }
  await writeFile(log, '')
  assert.equal((await habitsIn(false)).at(-1), 1, 'without a line nothing changes')
  await appendFile(log, 'noise\n')
  assert.equal((await habitsIn(false)).at(-1), 2)
  await appendFile(log, 'noise\n')
  assert.ok((await habitsIn(true)).every((length) => length === 1))
})
