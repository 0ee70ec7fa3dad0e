import assert from 'node:assert/strict'
import { readFileSync, statSync, writeFileSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { gunzipSync } from 'node:zlib'
import { exampleAccessLog } from '../../../build/documents/example-access-log.ts'
import { stageTree } from '../../../build/packages/staged-tree.ts'
import { AGENT } from '../../../build/programs/agent-program.ts'
import { commandsIn } from '../../support/documented-commands.ts'
import { temporaryFolder } from '../../support/spool-scene.ts'

/** When what is packaged was made, in seconds since 1970. */
const DATE = 1_780_000_000

test('the packages bring the example that a document names, the same whenever they are built', async (t) => {
  const folder = await temporaryFolder(t)
  const executable = join(folder, 'program')
  writeFileSync(executable, '')
  const [named = ''] = commandsIn('docs/traffic.md').flatMap((command) => /\S+\/examples\/\S+/.exec(command) ?? [])
  const built: Buffer[] = []
  for (const name of ['one', 'other']) {
    const tree = join(folder, name)
    await mkdir(tree)
    const content = { program: AGENT, executable, version: '1.0.0', date: DATE, components: [], config: '' }
    await stageTree(tree, content, 'usr/share/zsh')
    const { mode, mtimeMs } = statSync(join(tree, named))
    assert.deepEqual([mode & 0o777, mtimeMs], [0o644, DATE * 1000])
    built.push(readFileSync(join(tree, named)))
  }
  const [one, other] = built
  assert.deepEqual(one, other)
  assert.equal(gunzipSync(one ?? '').toString(), exampleAccessLog())
  assert.ok(one !== undefined && one.length < 32_768)
})
