import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { ROOT } from '../../build/executable/bundle.ts'
import { madeFiles } from '../../build/generate.ts'

test('what is made from tables is what they say', async () => {
  for (const [path, text] of await madeFiles()) {
    const written = await readFile(join(ROOT, path), 'utf8')
    assert.ok(written === text, `${path} is not up to date; type: npm run generate`)
  }
})
