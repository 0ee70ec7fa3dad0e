import assert from 'node:assert/strict'
import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { LocalDomains } from '../../../agent/collect/local-domains.ts'
import { temporaryFolder } from '../../support/spool-scene.ts'

test('the domains are those in the file as it is now, and none while it cannot be read', async (t) => {
  const file = join(await temporaryFolder(t), 'localdomains')
  const domains = new LocalDomains(file)
  const has = (): boolean[] => ['shop.example', 'new.shop.example', ''].map((domain) => domains.has(domain))
  assert.deepEqual(has(), [false, false, false])
  await writeFile(file, 'Shop.example\nhost.example\n')
  assert.deepEqual(has(), [true, false, false])
  await writeFile(file, 'shop.example\nnew.shop.example \n')
  assert.deepEqual(has(), [true, true, false])
  await rm(file)
  assert.deepEqual(has(), [false, false, false])
})
