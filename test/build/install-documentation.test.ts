import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { ROOT } from '../../build/executable/bundle.ts'
import { documentedIn } from '../packages/documented.ts'

const DOCUMENTS = { 'docs/install.md': 'commandsOf', 'docs/hub/install.md': 'hubCommandsOf' }

for (const [document, call] of Object.entries(DOCUMENTS)) {
  test(`test/packages runs every command in ${document}`, () => {
    const documented = documentedIn(document)
    const text = readFileSync(join(ROOT, document), 'utf8')
    assert.equal(text.match(/```sh/g)?.length, documented.size)
    const code = globSync('test/packages/*.ts', { cwd: ROOT })
      .map((path) => readFileSync(join(ROOT, path), 'utf8'))
      .join('')
    for (const name of documented.keys()) {
      // Its name is written out, or begins with that of a package manager which a variable holds.
      const step = name.replace(/^\w+/, '')
      const isRun = new RegExp(`\\b${call}\\((?:'${name}'|\`\\$\\{[\\w.]+\\}${step}\`)`).test(code)
      assert.ok(isRun, name)
    }
  })
}
