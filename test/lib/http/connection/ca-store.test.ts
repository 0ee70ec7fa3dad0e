import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { rootCertificates } from 'node:tls'
import { systemAuthorities } from '../../../../lib/http/connection/ca-store.ts'
import { createTestCa } from '../../../support/test-ca.ts'

test("the first bundle that holds a certificate is the store; without any, Node's own roots are", async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'ca-store-'))
  t.after(() => rm(folder, { recursive: true }))
  const [missing, empty, first, second] = ['missing', 'empty', 'first', 'second'].map((name) => join(folder, name))
  assert.ok(missing && empty && first && second)
  const { pem } = createTestCa()
  await writeFile(empty, '')
  await writeFile(first, pem)
  await writeFile(second, createTestCa().pem)
  assert.deepEqual(await systemAuthorities([missing, empty, first, second]), [pem])
  assert.equal(await systemAuthorities([missing, empty]), rootCertificates)
})
