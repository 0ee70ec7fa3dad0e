import assert from 'node:assert/strict'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { CHANGES } from '../../../hub/store/changes.ts'
import { QUESTIONS } from '../../../hub/store/questions.ts'
import { ROOT } from '../../support/repository-files.ts'

test('every question and every change is listed, so that the thread of the embedded store knows it', async () => {
  for (const [folder, listed] of [
    ['ask', QUESTIONS],
    ['change', CHANGES],
  ] as const) {
    const names = (await readdir(join(ROOT, 'hub/store', folder))).map((file) => file.replace(/\.ts$/, ''))
    assert.deepEqual(
      names.filter((name) => !listed.has(name)),
      [],
    )
    assert.ok(names.length > 20)
  }
})
