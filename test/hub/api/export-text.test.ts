import assert from 'node:assert/strict'
import { test } from 'node:test'
import { asLines, pagesOf } from '../../../hub/api/export-text.ts'
import { PROBLEMS } from '../../../hub/http/errors.ts'

/** Numbers below the last one, two at a time. */
async function twoOf(before: number | null): Promise<{ rows: readonly number[]; end: number | null }> {
  const first = (before ?? 5) - 1
  return { rows: [first, first - 1], end: first > 2 ? first - 1 : null }
}

async function allOf<T>(pages: AsyncIterable<T>): Promise<readonly T[]> {
  const all: T[] = []
  for await (const page of pages) all.push(page)
  return all
}

test('an export goes on page by page as long as who asked may ask it, and breaks off then', async () => {
  let left = 1
  const pages = async (): ReturnType<typeof pagesOf<number, number>> =>
    pagesOf({ mayGoOn: async () => (left -= 1) >= 0 }, twoOf)
  const texts = await allOf(asLines(await pages(), (row) => ({ row })))
  assert.deepEqual(texts, ['{"row":4}\n{"row":3}\n', '{"row":2}\n{"row":1}\n'])
  await assert.rejects(allOf(await pages()), { problem: PROBLEMS.noRight })
})
