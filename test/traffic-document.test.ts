// What docs/traffic.md says, tried.
import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { gzipSync } from 'node:zlib'
import { startAgent } from './support/agent-process.ts'
import { DOCS, commandsIn } from './support/documented-commands.ts'
import { temporaryFolder } from './support/spool-scene.ts'
import { trafficLines } from './support/traffic-log.ts'

const TRAFFIC = /^spoor-agent traffic(?: |$)/

/** Shows what comes, until it is stopped. */
const LIVE = 'spoor-agent traffic'

test('every traffic command in the documents works, on logs of its own', async (t) => {
  const folder = await temporaryFolder(t)
  const text = [...trafficLines(2000)].map((line) => `${line}\n`).join('')
  writeFileSync(join(folder, 'access.log'), text)
  writeFileSync(join(folder, 'access.log.1.gz'), gzipSync(text))
  const commands = new Set(DOCS.flatMap((document) => commandsIn(document)).filter((command) => TRAFFIC.test(command)))
  assert.ok(commands.delete(LIVE))
  assert.ok(commands.size >= 7)
  for (const command of commands) {
    const words = [...command.matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, word]) => quoted ?? word ?? '')
    const args = words.slice(1).map((word) => word.replace('/var/log/apache2', folder))
    const { code, stderr, stdout } = await startAgent(args).exited
    assert.equal(code, 0, `${command}: ${stderr}`)
    assert.match(stdout, /^(?:20\d\d-|row,| +SIZE|Number of requests|INTERVAL)/, command)
  }
})

test('the live view ends with exit code 0 when it is interrupted', async (t) => {
  const log = join(await temporaryFolder(t), 'access.log')
  writeFileSync(log, '')
  const agent = startAgent(['traffic', log])
  await agent.untilLine(/INTERVAL/)
  agent.kill('SIGINT')
  assert.equal((await agent.exited).code, 0)
})
