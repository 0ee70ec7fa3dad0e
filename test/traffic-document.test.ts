// What docs/traffic.md says, tried.
import assert from 'node:assert/strict'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { gzipSync } from 'node:zlib'
import { exampleAccessLog } from '../build/documents/example-access-log.ts'
import { startAgent } from './support/agent-process.ts'
import { DOCS, commandsIn } from './support/documented-commands.ts'
import { ROOT } from './support/repository-files.ts'
import { temporaryFolder } from './support/spool-scene.ts'
import { trafficLines } from './support/traffic-log.ts'

const TRAFFIC = /^spoor-agent traffic(?: |$)/

/** A log that the packages bring. */
const EXAMPLE = '/usr/share/doc/spoor-agent/examples/access.log.gz'

/** Shows what comes, until it is stopped. */
const LIVE = 'spoor-agent traffic'

test('every traffic command in the documents works, on logs of its own', async (t) => {
  const folder = await temporaryFolder(t)
  const text = [...trafficLines(2000)].map((line) => `${line}\n`).join('')
  writeFileSync(join(folder, 'access.log'), text)
  writeFileSync(join(folder, 'access.log.1.gz'), gzipSync(text))
  writeFileSync(join(folder, 'example.gz'), gzipSync(exampleAccessLog()))
  const commands = new Set(DOCS.flatMap((document) => commandsIn(document)).filter((command) => TRAFFIC.test(command)))
  assert.ok(commands.delete(LIVE))
  assert.ok(commands.size >= 8)
  for (const command of commands) {
    const words = [...command.matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, word]) => quoted ?? word ?? '')
    const args = words
      .slice(1)
      .map((word) => word.replace('/var/log/apache2', folder).replace(EXAMPLE, join(folder, 'example.gz')))
    const { code, stderr, stdout } = await startAgent(args).exited
    assert.equal(code, 0, `${command}: ${stderr}`)
    assert.match(stdout, /^(?:20\d\d-|row,| +SIZE|Number of requests|INTERVAL)/, command)
  }
})

test('the log that the packages bring raises and clears the alerts that its document shows', async (t) => {
  const log = join(await temporaryFolder(t), 'access.log.gz')
  writeFileSync(log, gzipSync(exampleAccessLog()))
  const { code, stdout, stderr } = await startAgent(['traffic', '--once', log]).exited
  assert.equal(code, 0, stderr)
  assert.match(stderr, /Read: 4260 requests; late: 0; ahead of the clock: 0; lines of another format: 0\./)
  const text = readFileSync(join(ROOT, 'docs/traffic.md'), 'utf8')
  const [, shown = ''] = text.split(`${EXAMPLE}\n`)[1]?.split('```\n', 3).slice(1) ?? []
  assert.equal(shown.match(/High traffic/g)?.length, 2)
  assert.ok(stdout.endsWith(`\n${shown}`), stdout)
})

test('the live view ends with exit code 0 when it is interrupted', async (t) => {
  const log = join(await temporaryFolder(t), 'access.log')
  writeFileSync(log, '')
  const agent = startAgent(['traffic', log])
  await agent.untilLine(/INTERVAL/)
  agent.kill('SIGINT')
  assert.equal((await agent.exited).code, 0)
})
