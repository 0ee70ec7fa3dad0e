import assert from 'node:assert/strict'
import { appendFile, rename, writeFile } from 'node:fs/promises'
import { test } from 'node:test'
import type { SourceSnapshot } from '../../../agent/snapshots/snapshot.ts'
import { createSourceScene } from '../../support/source-scene.ts'

/** A waker without `wake`. */
const idle = { hint: (): void => undefined, close: (): void => undefined }

test('a log is behind until it is read to its end, and from the end of the program on', async (t) => {
  const { log, collect } = await createSourceScene(t)
  await writeFile(log, 'login a@example.com 100\n')
  const stop = new AbortController()
  const atEnd: unknown[] = []
  const states: SourceSnapshot[] = []
  const wake = async (): Promise<void> => {
    atEnd.push(states.at(-1)?.behindSince)
    if (atEnd.length > 1) return stop.abort()
    await appendFile(log, 'login b@example.com 200\n')
  }
  await collect({
    signal: stop.signal,
    wakerOf: () => ({ ...idle, wake }),
    sources: { of: () => undefined, set: (state) => states.push(state) },
  })
  assert.deepEqual(atEnd, [null, null])
  assert.equal(typeof states[0]?.behindSince, 'number')
  assert.ok(states.some(({ events, behindSince }) => events === 1 && typeof behindSince === 'number'))
  assert.equal(typeof states.at(-1)?.behindSince, 'number')
})

test('when a log was rotated is known, also after a restart', async (t) => {
  const { log, collect } = await createSourceScene(t)
  await writeFile(log, 'login a@example.com 100\n')
  const before = (await collect()).at(-1) ?? assert.fail()
  assert.equal(before.lastRotation, undefined)
  await rename(log, `${log}.1`)
  await writeFile(log, 'login b@example.com 200\n')
  const began = Date.now()
  const after = (await collect()).at(-1) ?? assert.fail()
  assert.ok(after.lastRotation !== undefined && after.lastRotation >= began)
  const states: SourceSnapshot[] = []
  await collect({ sources: { of: () => after, set: (state) => states.push(state) } })
  assert.equal(states.at(-1)?.lastRotation, after.lastRotation)
})
