import assert from 'node:assert/strict'
import { mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { DIVISIONS, Divisions, parseDivisions } from '../../../../agent/spool/outbox/divisions.ts'
import { temporaryFolder } from '../../../support/spool-scene.ts'

test('what was refused is known to the next run, until the report is not sent any more', async (t) => {
  const root = await temporaryFolder(t)
  const divisions = new Divisions(root)
  await Promise.all([divisions.note('one', 'one'), divisions.note('two', 'two'), divisions.note('one', 'half')])
  const next = new Divisions(root)
  assert.deepEqual([...(await next.of('one'))], ['one', 'half'])
  assert.deepEqual([...(await next.of('three'))], [])
  await next.forget('one')
  assert.deepEqual([...(await next.of('one'))], [])
  assert.deepEqual(parseDivisions(await readFile(join(root, DIVISIONS), 'utf8')), new Map([['two', new Set(['two'])]]))
  assert.equal((await stat(join(root, DIVISIONS))).mode & 0o777, 0o600)
})

test('without a whole file nothing was refused, and the next note writes one', async (t) => {
  const root = await temporaryFolder(t)
  for (const text of ['', '{"version":1,"refused":{"one":["o', '{"version":2}', '[]']) {
    await writeFile(join(root, DIVISIONS), text)
    const divisions = new Divisions(root)
    assert.deepEqual([...(await divisions.of('one'))], [])
    await divisions.note('two', 'two')
    assert.deepEqual([...(await new Divisions(root).of('two'))], ['two'])
  }
})

test('a note that cannot be made is made by the next one; what cannot be taken back is no harm', async (t) => {
  const root = await temporaryFolder(t)
  const divisions = new Divisions(root)
  await mkdir(join(root, DIVISIONS))
  await assert.rejects(divisions.note('one', 'one'), { code: 'EISDIR' })
  await divisions.forget('one')
  await rm(join(root, DIVISIONS), { recursive: true })
  await divisions.note('two', 'two')
  assert.deepEqual([...(await new Divisions(root).of('two'))], ['two'])
})
