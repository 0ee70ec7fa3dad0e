import assert from 'node:assert/strict'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { createHubScene } from '../../support/hub-command.ts'
import { placeFiles } from '../../support/place-files.ts'

test('check reads the files of TLS, of the password and of places, and names what is wrong with them', async (t) => {
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
})
