import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import { text } from 'node:stream/consumers'
import type { TestContext } from 'node:test'
import type { Command, Options } from '../../lib/command-line/command.ts'
import { type RecordedRequest, type Scripted, startFakeApi } from './fake-api.ts'
import { createTestCa } from './test-ca.ts'

/**
 * Runs a list command against an API over TLS, with additional lines in its configuration; rejects if the command
 * throws.
 */
export async function runAgainst(
  t: TestContext,
  command: Command,
  answer: Scripted,
  options: Options = {},
  transmission = '',
): Promise<{ stdout: string; requests: readonly RecordedRequest[] }> {
  const ca = createTestCa()
  const api = await startFakeApi({ certificate: ca.issue() })
  const folder = await mkdtemp(join(tmpdir(), 'list-command-'))
  t.after(() => Promise.all([api.close(), rm(folder, { recursive: true })]))
  api.script.push(answer)
  await writeFile(join(folder, 'ca.pem'), ca.pem)
  const config = join(folder, 'spoor.yml')
  await writeFile(config, yaml(api.url, join(folder, 'ca.pem')) + transmission, { mode: 0o600 })
  const stdout = new PassThrough()
  const io = { stdin: new PassThrough(), stdout, stderr: new PassThrough(), signal: new AbortController().signal }
  assert.equal(await command.run([], { config, ...options }, io), 0)
  return { stdout: await text(stdout.end()), requests: api.requests }
}

function yaml(host: string, caFile: string): string {
  return `followers:
  login:
    name: /usr/local/cpanel/logs/login_log
transmission:
  host: ${host}
  ca_file: ${caFile}
  credentials:
    api_identifier: ABC123
    api_secret: secret456
`
}
