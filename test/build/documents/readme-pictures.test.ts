import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { CONSOLE_PICTURES, README_PICTURES } from '../../browser/readme-pictures.ts'
import { ROOT } from '../../support/repository-files.ts'

for (const [document, folder, pictures] of [
  ['README.md', 'docs/pictures/', README_PICTURES],
  ['docs/hub/console.md', '../pictures/', CONSOLE_PICTURES],
] as const)
  test(`${document} shows the pictures that npm run screenshots makes, each in light and dark, and says what they show`, async () => {
    const text = await readFile(join(ROOT, document), 'utf8')
    const shown = [...text.matchAll(/<img alt="[^"]+" src="([^"]+)"/g)]
    assert.deepEqual(
      shown.map(([, path]) => path),
      pictures.map((name) => `${folder}${name}-light.png`),
    )
    const dark = [...text.matchAll(/<source media="\(prefers-color-scheme: dark\)" srcset="([^"]+)"/g)]
    assert.deepEqual(
      dark.map(([, path]) => path),
      pictures.map((name) => `${folder}${name}-dark.png`),
    )
  })
