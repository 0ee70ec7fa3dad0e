import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { test } from 'node:test'
import { ROOT } from '../../../support/repository-files.ts'

test('a hub whose store has lost its thread ends, to be started again', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'spoor-hub-store-'))
  t.after(() => rm(folder, { recursive: true }))
  const dying = join(folder, 'dying.mjs')
  await writeFile(dying, `process.exit(7)`)
  const source = `
    import { StoreThread } from ${JSON.stringify(join(ROOT, 'hub/store/sqlite/store-thread.ts'))}
    const thread = new StoreThread({ folder: ${JSON.stringify(folder)} }, ${JSON.stringify(dying)})
    thread.ask({ asks: 'days', now: 0 }).catch((error) => console.error('asked:', error.reason))
    setInterval(() => undefined, 1000)`
  const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '--eval', source], {
    cwd: ROOT,
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  const [told, [code]] = await Promise.all([text(child.stderr), once(child, 'exit')])
  assert.equal(code, 1)
  assert.match(told, /Error: a thread of the embedded store has ended/)
})
