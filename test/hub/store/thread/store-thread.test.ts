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
    import { StoreThread } from ${JSON.stringify(join(ROOT, 'hub/store/thread/store-thread.ts'))}
    const options = { opens: 'embedded store', isNice: true, folder: ${JSON.stringify(folder)} }
    const thread = new StoreThread(options, ${JSON.stringify(dying)})
    thread.prepareDays(0).catch((error) => console.error('asked:', error.reason))
    setInterval(() => undefined, 1000)`
  const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '--eval', source], {
    cwd: ROOT,
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  const [told, [code]] = await Promise.all([text(child.stderr), once(child, 'exit')])
  assert.equal(code, 1)
  assert.match(told, /Error: a thread of the store has ended/)
})
