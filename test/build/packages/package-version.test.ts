import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ownVersion, packageVersion, sourceDate } from '../../../build/packages/package-version.ts'

test('a pre-release sorts before its release', () => {
  assert.deepEqual(['1.2.0', '1.2.0-rc.1', '1.2.0-beta.12', '1.2.0-rc1', '1.2.0-alpha'].map(packageVersion), [
    '1.2.0',
    '1.2.0~rc1',
    '1.2.0~beta12',
    '1.2.0~rc1',
    '1.2.0~alpha',
  ])
})

test('a version that packages would sort differently is refused', () => {
  for (const version of ['1.2.0-rc.1.2', '1.2.0-1', '1.2.0-alpha-x', '1.2.0+5', '1.2.0-RC.1', '1.2']) {
    assert.throws(() => packageVersion(version), /a version is written 1\.2\.0/)
  }
})

test('the only version is that in package.json', async () => {
  assert.match(await ownVersion(), /^\d+\.\d+\.\d+/)
})

test('the date is SOURCE_DATE_EPOCH, otherwise that of the commit', async () => {
  const before = process.env['SOURCE_DATE_EPOCH']
  process.env['SOURCE_DATE_EPOCH'] = '1767225600'
  assert.equal(await sourceDate(), 1_767_225_600)
  delete process.env['SOURCE_DATE_EPOCH']
  assert.ok((await sourceDate()) > 1_767_225_600)
  if (before !== undefined) process.env['SOURCE_DATE_EPOCH'] = before
})
