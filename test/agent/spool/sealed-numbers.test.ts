import assert from 'node:assert/strict'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { reportName } from '../../../agent/spool/reports/report-name.ts'
import { newestFirst } from '../../../agent/spool/sealed-numbers.ts'
import type { SpoolFolders } from '../../../agent/spool/spool-folders.ts'
import { createSpool } from '../../support/spool-scene.ts'

/** Reports 1 to 30, some in each folder, one in two folders, as seen when it moves during a listing. */
async function createNumbers(t: TestContext): Promise<SpoolFolders> {
  const { folders } = await createSpool(t)
  const places = [folders.parsed, folders.transmitted, folders.failed, folders.dropped]
  for (let number = 1; number <= 30; number += 1) {
    await writeFile(join(places[number % 4] ?? '', reportName(number)), '')
  }
  await writeFile(join(folders.transmitted, reportName(30)), '')
  await writeFile(join(folders.failed, `${reportName(31)}.reason`), '')
  return folders
}

async function allOf(numbers: AsyncIterable<number>): Promise<number[]> {
  const all: number[] = []
  for await (const number of numbers) all.push(number)
  return all
}

test('the numbers after a given one come newest first, each once, however few are held at once', async (t) => {
  const folders = await createNumbers(t)
  for (const piece of [1, 4, 100]) {
    assert.deepEqual(
      await allOf(newestFirst(18, folders, piece)),
      Array.from({ length: 12 }, (_, index) => 30 - index),
    )
  }
  assert.deepEqual(await allOf(newestFirst(30, folders)), [])
})
