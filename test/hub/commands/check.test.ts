import assert from 'node:assert/strict'
import { execFile, execFileSync } from 'node:child_process'
import { chmod, chown, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { promisify } from 'node:util'
import { createHubScene } from '../../support/hub-command.ts'
import { hubCommand } from '../../support/hub-process.ts'
import { placeFiles } from '../../support/place-files.ts'
import { createTestCa } from '../../support/test-ca.ts'
import { unwrapped } from '../../support/unwrapped.ts'

test('check reads the files of TLS, of the password, of places and of forwarding, and names what is wrong', async (t) => {
  const { folder, config, store, run } = await createHubScene(t)
  assert.match(await run('check'), /the configuration is valid/)
  const [certificate, key, password] = ['hub.crt', 'hub.key', 'password'].map((name) => join(folder, name))
  const lines = [`store: ${store}`, `tls: { certificate: ${certificate}, key: ${key} }`]
  await writeFile(config, `${lines.join('\n')}\n`)
  await assert.rejects(run('check'), /hub\.key: is not there/)
  for (const file of [certificate, key]) await writeFile(file ?? '', 'no PEM', { mode: 0o600 })
  await assert.rejects(run('check'), /TLS cannot use them/)
  await writeFile(config, `store: ${store}\nstore_password_file: ${password}\n`)
  await writeFile(password ?? '', '', { mode: 0o600 })
  await assert.rejects(run('check'), /password: is empty/)
  const { country, network } = await placeFiles(folder)
  const written = (places: string): Promise<void> => writeFile(config, `store: ${store}\nplaces: ${places}\n`)
  await written(`{ country: ${country}, network: ${network} }`)
  assert.match(await run('check'), /the configuration is valid/)
  await written(`{ country: ${network} }`)
  await assert.rejects(run('check'), /asn\.mmdb: tells no countries; name a database that does in places\.country$/)
  await writeFile(network, 'no database')
  await written(`{ network: ${network} }`)
  await assert.rejects(run('check'), /asn\.mmdb: is no database of that format, .*; download it anew$/)
  const target = `{ name: siem, to: "tls://siem.example.com", ca_file: ${certificate} }`
  await writeFile(config, `store: ${store}\nforward: [${target}]\n`)
  await assert.rejects(
    run('check'),
    /hub\.crt: cannot be read as a certificate in PEM .*; correct forward\.siem\.ca_file/,
  )
})

test('check and status say that a certificate has expired', async (t) => {
  const { folder, config, store, run } = await createHubScene(t)
  const [certificate, key] = [join(folder, 'hub.crt'), join(folder, 'hub.key')]
  const issued = createTestCa().issue({ to: new Date(Date.now() - 1000) })
  await writeFile(certificate, issued.cert)
  await writeFile(key, issued.key, { mode: 0o600 })
  await writeFile(config, `store: ${store}\ntls: { certificate: ${certificate}, key: ${key} }\n`)
  await assert.rejects(run('check'), /hub\.crt expired at .*, and agents and browsers refuse this hub; renew it$/)
  await run('migrate')
  assert.match(unwrapped(await run('status')), /! \S+hub\.crt expired at .*; renew it\./)
})

test('advice is for the account that owns the state, whatever account the package makes', async (t) => {
  if (process.geteuid?.() !== 0) return
  const { folder, config, store } = await createHubScene(t)
  await chmod(folder, 0o755)
  await chown(store, 12_345, 12_346)
  const said = async (word: string): Promise<string> => {
    const [command, ...words] = [...hubCommand(), word, '--config', config]
    const env = { ...process.env, NODE_V8_COVERAGE: '' }
    const ran = promisify(execFile)(command, words, { env }).catch((error: unknown) => error)
    const { stdout, stderr } = Object(await ran)
    return unwrapped(`${stdout}${stderr}`)
  }
  await chown(config, 12_345, 12_346)
  assert.match(await said('check'), /the configuration is valid/)
  assert.match(await said('status'), /hub\.db: there is no store/)
  await chown(config, 23_456, 23_456)
  for (const word of ['check', 'status'])
    assert.match(await said(word), /belongs to user 23456, .*; type: chown root:12346 \S+hub\.yml && chmod 0640 /)
  await chown(config, 12_345, 12_346)
  await chmod(config, 0o644)
  for (const word of ['check', 'status'])
    assert.match(await said(word), /has mode 644, .*; type: chmod 0640 \S+hub\.yml$/m)
})

test('root learns what the user of the service will meet, and the given command mends it', async (t) => {
  if (process.geteuid?.() !== 0) return
  const { folder, config, store } = await createHubScene(t)
  const password = join(folder, 'password')
  await writeFile(password, 'secret456', { mode: 0o600 })
  await writeFile(config, `store: ${store}\nstore_password_file: ${password}\n`)
  await chmod(folder, 0o755)
  await chown(store, 12_345, 12_346)
  const checked = async (): Promise<string> => {
    const [command, ...words] = [...hubCommand(), 'check', '--config', config]
    // Its user cannot write where this process notes what it covers.
    const env = { ...process.env, NODE_V8_COVERAGE: '' }
    const ran = promisify(execFile)(command, words, { env }).catch((error: unknown) => error)
    const { stdout, stderr } = Object(await ran)
    return unwrapped(`${stdout}${stderr}`)
  }
  for (const file of [config, password]) {
    const said = await checked()
    assert.ok(said.includes(`${file}: cannot be read by user 12345 (EACCES); type: `), said)
    assert.match(said, /\(Checked as user 12345, because the service runs as that user\.\)/)
    execFileSync('/bin/sh', ['-c', /; type: (.*)/.exec(said)?.[1] ?? ''])
  }
  const [none, key, valid] = (await checked()).split('\n')
  assert.match(none ?? '', /: there is no store; the next start makes one\. If there was one, mount its disk\.$/)
  assert.match(key ?? '', /secret\.key: there is no key of one-time codes; the next start makes one\.$/)
  assert.equal(valid, `${config}: the configuration is valid.`)
})
