import assert from 'node:assert/strict'
import { mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { DIVISIONS, Divisions, parseDivisions } from '../../../../agent/spool/outbox/divisions.ts'
import { temporaryFolder } from '../../../support/spool-scene.ts'

test('refusals are known to the next run, until the report is no longer sent', async (t) => {
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

test('a damaged file means no refusals, and the next note replaces it', async (t) => {
  const root = await temporaryFolder(t)
  for (const text of ['', '{"version":1,"refused":{"one":["o', '{"version":2}', '[]']) {
    await writeFile(join(root, DIVISIONS), text)
    const divisions = new Divisions(root)
    assert.deepEqual([...(await divisions.of('one'))], [])
    await divisions.note('two', 'two')
    assert.deepEqual([...(await new Divisions(root).of('two'))], ['two'])
  }
})

test('a note that cannot be saved is saved with the next one; failing to forget does no harm', async (t) => {
  const root = await temporaryFolder(t)
  const divisions = new Divisions(root)
  await mkdir(join(root, DIVISIONS))
  await assert.rejects(divisions.note('one', 'one'), { code: 'EISDIR' })
  await divisions.forget('one')
  await rm(join(root, DIVISIONS), { recursive: true })
  await divisions.note('two', 'two')
  assert.deepEqual([...(await new Divisions(root).of('two'))], ['two'])
})
