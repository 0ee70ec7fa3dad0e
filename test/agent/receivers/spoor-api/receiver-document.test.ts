import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync, readFileSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { wishedFields } from '../../../../agent/receivers/receiver-state.ts'
import type { ApiAccess } from '../../../../agent/receivers/spoor-api/api-access.ts'
import { createSpoorApi } from '../../../../agent/receivers/spoor-api/spoor-api.ts'
import { ROOT } from '../../../../build/executable/bundle.ts'
import type { Entry } from '../../../../lib/event/entry.ts'
import { startAgent } from '../../../support/agent-process.ts'
import { accessTo } from '../../../support/api-access.ts'
import { mortal } from '../../../support/mortal.ts'
import { sealedClient } from '../../../support/sealed-client.ts'
import { createSpool, entryOf, temporaryFolder } from '../../../support/spool-scene.ts'
import { createTestCa } from '../../../support/test-ca.ts'
import { createTestHost, loginLine } from '../../../support/test-host.ts'

const [, CODE = ''] = /```js\n([^]*?)```/.exec(readFileSync(join(ROOT, 'docs/receiver.md'), 'utf8')) ?? []

/** The receiver of the document, listening, which asks for these fields. */
async function startReceiver(
  t: TestContext,
  fields = '',
): Promise<{ url: string; ca: string; kept: string; printed: () => Promise<string> }> {
  const folder = await temporaryFolder(t)
  const [ca, kept] = [createTestCa(), join(folder, 'reports')]
  const { cert, key } = ca.issue()
  const files = { CERT: join(folder, 'cert.pem'), KEY: join(folder, 'key.pem') }
  await writeFile(join(folder, 'receiver.mjs'), CODE)
  await writeFile(files.CERT, cert)
  await writeFile(files.KEY, key)
  const [program, ...words] = [...mortal, process.execPath, join(folder, 'receiver.mjs')]
  const env = {
    ...process.env,
    ...files,
    FOLDER: kept,
    PORT: '0',
    IDENTIFIER: 'ABC123',
    SECRET: 'secret456',
    FIELDS: fields,
  }
  const receiver = spawn(program, words, { env, stdio: ['ignore', 'pipe', 'pipe'] })
  t.after(() => receiver.kill('SIGKILL'))
  let text = ''
  receiver.stdout.setEncoding('utf8').on('data', (piece: string) => (text += piece))
  const printed = async (): Promise<string> => {
    while (!text.endsWith('\n')) await once(receiver.stdout, 'data')
    return text
  }
  const [said] = await once(receiver.stderr, 'data')
  const [, port = ''] = /(\d+)/.exec(String(said)) ?? assert.fail(String(said))
  return { url: `https://localhost:${port}`, ca: ca.pem, kept, printed }
}

test('what the agent notices is kept and printed by the documented receiver', async (t) => {
  const { url, ca, kept, printed } = await startReceiver(t)
  const host = await createTestHost({ api: url, ca })
  t.after(() => host.remove())
  const agent = startAgent(['run', '--config', host.config])
  await agent.untilLine(/source_found: login/)
  await host.write('login', loginLine('anna@example.com'))
  await host.untilReports('transmitted', 1)
  const [name = '', ...others] = readdirSync(kept)
  assert.deepEqual(others, [])
  const { report } = JSON.parse(readFileSync(join(kept, name), 'utf8'))
  assert.equal(report.entries[0].mailbox_address, 'anna@example.com')
  assert.deepEqual(JSON.parse(await printed()), report.entries[0])
})

test('the documented receiver answers as the document says', async (t) => {
  const { url, ca, printed } = await startReceiver(t)
  const { signal } = new AbortController()
  const unexpected = (): never => assert.fail('must not be told')
  const outcomeOf = async (change: Partial<ApiAccess>, id: string, entries: readonly Entry[] = []): Promise<string> => {
    const api = await sealedClient(accessTo(url, { caPem: ca, ...change }), unexpected)
    const outcome = await api.send({ id, entries }, signal)
    api.close()
    return outcome.result === 'accepted' ? 'accepted' : outcome.reason
  }
  const entry = { type: 'login', time: 1, ip: '192.0.2.10', mailbox_address: 'a@example.com', id: 'e1' }
  assert.equal(await outcomeOf({}, 'one', [entry]), 'accepted')
  assert.equal(await outcomeOf({}, 'one', [entry]), 'accepted')
  assert.equal((await printed()).trimEnd().split('\n').length, 1)
  assert.match(await outcomeOf({ secret: 'wrong' }, 'two'), /HTTP 401/)
  assert.match(await outcomeOf({ reportPath: '/elsewhere' }, 'two'), /HTTP 404/)
  assert.match(await outcomeOf({}, '../two'), /HTTP 400/)
  assert.match(await outcomeOf({}, 'large', [{ ...entry, mailbox_address: 'a'.repeat(17 * 1024 ** 2) }]), /HTTP 413/)
})

test('the agent remembers the fields that the documented receiver asks for, if any', async (t) => {
  const { root } = (await createSpool(t)).folders
  for (const [fields, expected] of [
    ['severity,service', ['service', 'severity']],
    ['', []],
  ] as const) {
    const { url, ca } = await startReceiver(t, fields)
    const access = accessTo(url, { caPem: ca })
    const tell = (): never => assert.fail('must not be told')
    const api = await createSpoorApi({
      name: 'api',
      wants: () => true,
      access,
      read: async () => access,
      tell,
      elapsed: () => 0,
      root,
    })
    t.after(() => api.close())
    await api.send(api.project({ id: 'one', entries: [entryOf('a')] }) ?? assert.fail(), new AbortController().signal)
    assert.deepEqual((await wishedFields({ root, name: 'api', address: `${url}/api/reports` })).toSorted(), expected)
  }
})
