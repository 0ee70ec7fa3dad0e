import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { bundle, ROOT } from '../../build/executable/bundle.ts'

test('a position in a stack is named by file and line of the sources', async () => {
  const { scripts } = await bundle()
  // A sentence that stands in one file alone, and is a word of the minified script, too.
  const sentence = 'the collector is using this spool'
  const [name, { code }] = [...scripts].find(([, script]) => script.code.includes(sentence)) ?? assert.fail()
  const file = await readFile(join(ROOT, 'agent/replay/sealing.ts'), 'utf8')
  const line = file.split('\n').findIndex((text) => text.includes(sentence)) + 1
  const before = code.slice(0, code.indexOf(sentence)).split('\n')
  const at = `${name}:${before.length}:${(before.at(-1)?.length ?? 0) + 1}`
  const command = ['--import', 'tsx', 'build/stack.ts']
  const { stdout } = spawnSync(process.execPath, command, {
    cwd: ROOT,
    input: `bug: Error: x | at a (${at}) | at other.cjs:1:2`,
    encoding: 'utf8',
  })
  assert.equal(stdout, `bug: Error: x | at a (agent/replay/sealing.ts:${line}) | at other.cjs:1:2`)
})
