import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { README_PICTURES } from '../../browser/readme-pictures.ts'
import { ROOT } from '../../support/repository-files.ts'

test('README.md shows the pictures that npm run screenshots makes, each in light and dark, and says what they show', async () => {
  const readme = await readFile(join(ROOT, 'README.md'), 'utf8')
  const shown = [...readme.matchAll(/<img alt="([^"]+)" src="docs\/pictures\/([^"]+)"/g)]
  assert.deepEqual(
    shown.map(([, , name]) => name),
    README_PICTURES.map((name) => `${name}-light.png`),
  )
  const dark = [...readme.matchAll(/<source media="\(prefers-color-scheme: dark\)" srcset="docs\/pictures\/([^"]+)"/g)]
  assert.deepEqual(
    dark.map(([, name]) => name),
    README_PICTURES.map((name) => `${name}-dark.png`),
  )
})
