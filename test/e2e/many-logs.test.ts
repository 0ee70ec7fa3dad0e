import assert from 'node:assert/strict'
import { appendFile, readFile, readdir, rename, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { after, test } from 'node:test'
import { startAgent } from '../support/agent-process.ts'
import { savedPaths } from '../support/saved-paths.ts'
import { createTestHost, loginLine, untilNames } from '../support/test-host.ts'

const LOGS = 1000

test('a thousand logs in one folder are followed with few descriptors, through writes to all and a rotation of many', async () => {
  const host = await createTestHost({ api: 'http://127.0.0.1:9' })
  after(() => host.remove())
  const folder = dirname(host.logs.login)
  const logs = Array.from({ length: LOGS }, (_, index) => join(folder, `site-${index}.log`))
  for (const log of logs) await writeFile(log, `${loginLine('old@example.com')}\n`)
  const config = await readFile(host.config, 'utf8')
  await writeFile(host.config, config.replace(host.logs.login, join(folder, '*.log')), { mode: 0o600 })
  const agent = startAgent(['collect', '--config', host.config])
  const descriptors = async (): Promise<number> => (await readdir(`/proc/${agent.pid}/fd`)).length
  // The pattern's own position is saved once all its logs have theirs.
  await untilNames(host.spool, () => savedPaths(host.spool).includes(join(folder, '*.log')))
  assert.ok((await descriptors()) <= 64)

  for (const [index, log] of logs.entries()) await appendFile(log, `${loginLine(`first-${index}@example.com`)}\n`)
  await host.untilReports('parsed', LOGS)
  assert.ok((await descriptors()) <= 64)

  const rotated = logs.slice(0, 100)
  for (const [index, log] of rotated.entries()) {
    await appendFile(log, `${loginLine(`second-${index}@example.com`)}\n`)
    await rename(log, `${log}.1`)
    await writeFile(log, `${loginLine(`third-${index}@example.com`)}\n`)
  }
  await host.untilReports('parsed', LOGS + 2 * rotated.length)
  agent.kill('SIGTERM')
  assert.equal((await agent.exited).code, 0)
  const entries = await host.entriesIn('parsed')
  assert.equal(entries.length, LOGS + 2 * rotated.length)
  assert.equal(new Set(entries.map(({ mailbox_address: mailbox }) => mailbox)).size, entries.length)
  assert.equal(new Set(entries.map(({ id }) => id)).size, entries.length)
})
