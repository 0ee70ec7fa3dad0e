import assert from 'node:assert/strict'
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import type { SpoorApiConfig } from '../../../../agent/config/config.ts'
import { loadConfig } from '../../../../agent/config/load.ts'
import { readSecret } from '../../../../agent/config/receivers/secret.ts'

let folder: string
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'spoor-secret-'))
})
after(() => rm(folder, { recursive: true }))

async function withCredential(line: string): Promise<SpoorApiConfig> {
  const file = join(folder, 'spoor.yml')
  const text = `followers: { login: { name: /var/log/login_log } }
transmission:
  host: https://spoor.example.com
  credentials:
    api_identifier: ABC123
    ${line}
`
  await writeFile(file, text, { mode: 0o600 })
  return (await loadConfig(file)).config.transmission ?? assert.fail()
}

async function secretIn(text: string, mode = 0o600): Promise<string> {
  const file = join(folder, 'api_secret')
  await writeFile(file, text)
  await chmod(file, mode)
  return readSecret(await withCredential(`api_secret_file: ${file}`))
}

test('a secret in the configuration is used as it is', async () => {
  assert.equal(await readSecret(await withCredential('api_secret: 0042')), '0042')
})

test('the secret file is not opened before the secret is needed', async () => {
  const config = await withCredential('api_secret_file: /nowhere/api_secret')
  await assert.rejects(readSecret(config), { exitCode: 2, message: /^\/nowhere\/api_secret: is not there; / })
})

test('one newline at the end of the file does not count', async () => {
  assert.equal(await secretIn('secret456'), 'secret456')
  assert.equal(await secretIn('secret456\n'), 'secret456')
  assert.equal(await secretIn('secret456\r\n', 0o640), 'secret456')
  assert.equal(await secretIn(' secret 456 \n'), ' secret 456 ')
})

test('an empty secret is refused', async () => {
  for (const text of ['', '\n'])
    await assert.rejects(secretIn(text), { exitCode: 2, message: /: is empty; write the / })
})

test('a file with more than the secret is refused, and its content is not shown', async () => {
  for (const text of ['secret456\nsecret789\n', 'secret456\n\n', 'secret\t456']) {
    await assert.rejects(secretIn(text), (error: Error) => {
      assert.match(error.message, /: holds more than one line of plain text; /)
      assert.doesNotMatch(error.message, /secret\d|\t/)
      return true
    })
  }
})

test('a file that others can read is refused with what to type', async () => {
  await assert.rejects(secretIn('secret456', 0o644), { exitCode: 2, message: /; type: chmod 0640 \S+\/api_secret$/ })
})
