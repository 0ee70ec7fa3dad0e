import assert from 'node:assert/strict'
import { PassThrough } from 'node:stream'
import { text } from 'node:stream/consumers'
import { test } from 'node:test'
import { version } from '../../../agent/commands/version.ts'
import { PROGRAM_PARTS } from '../../../agent/program-parts.ts'
import { SOURCES } from '../../../agent/sources/sources.ts'
import type { Options } from '../../../lib/command-line/command.ts'

async function printed(options: Options): Promise<string> {
  const stdout = new PassThrough()
  const io = { stdin: new PassThrough(), stdout, stderr: new PassThrough(), signal: new AbortController().signal }
  assert.equal(await version.run([], options, io), 0)
  return text(stdout.end())
}

test('version says what --version says', async () => {
  assert.equal(await printed({}), 'spoor-agent source\n')
})

test('--long names Node, every driver with its log, and every library with its licence', async () => {
  const shown = await printed({ long: true })
  assert.ok(shown.includes(`Node ${process.versions.node}, V8 `))
  for (const { driver, name } of SOURCES) assert.match(shown, new RegExp(`^${driver.name} +${name} +\\d+ +/`, 'm'))
  for (const { name, licence } of PROGRAM_PARTS) assert.match(shown, new RegExp(`^${name} +[\\d.]+ +${licence}$`, 'm'))
  assert.match(shown, /^Types of receivers: spoor-api, /m)
  for (const line of shown.split('\n')) assert.ok(line.length <= 80, line)
})

test('--json has the same as one object', async () => {
  const { libraries, drivers, checks, node } = JSON.parse(await printed({ json: true }))
  assert.deepEqual(libraries, PROGRAM_PARTS)
  assert.equal(drivers.length, SOURCES.length)
  assert.ok(checks.includes('tcp'))
  assert.equal(node.version, process.versions.node)
})
