import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { ROOT } from '../../build/executable/bundle.ts'
import { documented } from '../packages/documented.ts'

test('test/packages runs every command in docs/install.md', () => {
  const text = readFileSync(join(ROOT, 'docs/install.md'), 'utf8')
  assert.equal(text.match(/```sh/g)?.length, documented.size)
  const code = globSync('test/packages/*.ts', { cwd: ROOT })
    .map((path) => readFileSync(join(ROOT, path), 'utf8'))
    .join('')
  for (const name of documented.keys()) {
    const [manager, step] = name.split(': ')
    const isRun = code.includes(`commandsOf('${name}'`) || code.includes(`commandsOf(\`\${manager}: ${step}\`)`)
    assert.ok(isRun, `${manager}: ${step}`)
  }
})
