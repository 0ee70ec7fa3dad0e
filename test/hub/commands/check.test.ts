import assert from 'node:assert/strict'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { createHubScene } from '../../support/hub-command.ts'

test('check reads the files of TLS, of the password and of forwarding, and names what is wrong with them', async (t) => {
  const { folder, config, store, run } = await createHubScene(t)
  assert.match(await run('check'), /the configuration is valid/)
  const [certificate, key, password] = ['hub.crt', 'hub.key', 'password'].map((name) => join(folder, name))
  const written = [`store: ${store}`, `tls: { certificate: ${certificate}, key: ${key} }`]
  await writeFile(config, `${written.join('\n')}\n`)
  await assert.rejects(run('check'), /hub\.key: is not there/)
  for (const file of [certificate, key]) await writeFile(file ?? '', 'no PEM', { mode: 0o600 })
  await assert.rejects(run('check'), /TLS cannot use them/)
  await writeFile(config, `store: ${store}\nstore_password_file: ${password}\n`)
  await writeFile(password ?? '', '', { mode: 0o600 })
  await assert.rejects(run('check'), /password: is empty/)
  const target = `{ name: siem, to: "tls://siem.example.com", ca_file: ${certificate} }`
  await writeFile(config, `store: ${store}\nforward: [${target}]\n`)
  await assert.rejects(
    run('check'),
    /hub\.crt: cannot be read as a certificate in PEM .*; correct forward\.siem\.ca_file/,
  )
})
