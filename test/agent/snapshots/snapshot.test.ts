import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { mkdirSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs'
import { mkdir, rm, symlink, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { test } from 'node:test'
import { lastSnapshot, readSnapshot } from '../../../agent/snapshots/snapshot.ts'
import { collectorView } from '../../../agent/status/collector-view.ts'
import { transmitterView } from '../../../agent/status/transmitter-view.ts'
import { ownIdentity } from '../../../lib/system/processes/process-identity.ts'
import { temporaryFolder } from '../../support/spool-scene.ts'

const COMMON = {
  version: 1,
  agent: '1.0.0',
  process: ownIdentity(),
  startedAt: 1,
  notices: { counts: { a: 1 }, recent: [] },
}
const COLLECTOR = {
  ...COMMON,
  sources: [{ source: 'login', path: '/log', lines: 1, ofInterest: 1, unrecognised: 0, events: 1 }],
}
const TRANSMITTER = {
  ...COMMON,
  delivery: { accepted: 1, rejected: 0, tries: 1 },
  removed: { transmitted: 4, failed: 0 },
}

test('what a process told is read as it was told', async (t) => {
  const folder = await temporaryFolder(t)
  await writeFile(join(folder, 'collector.json'), JSON.stringify(COLLECTOR))
  await writeFile(join(folder, 'transmitter.json'), JSON.stringify(TRANSMITTER))
  assert.deepEqual(await readSnapshot('collector', folder, collectorView.schema), COLLECTOR)
  assert.deepEqual(await readSnapshot('transmitter', folder, transmitterView.schema), TRANSMITTER)
})

for (const [title, lay, fault] of [
  ['a FIFO', (file) => execFileSync('mkfifo', [file]), 'it is no regular file'],
  ['a folder', (file) => mkdirSync(file), 'it is no regular file'],
  ['a link that leads to itself', (file) => symlinkSync(file, file), 'it is a link'],
  ['a link to what has no end', (file) => symlinkSync('/dev/zero', file), 'it is a link'],
  [
    'a file of terabytes',
    (file) => (writeFileSync(file, ''), truncateSync(file, 2 ** 40)),
    'it has 1099511627776 bytes',
  ],
] satisfies [string, (file: string) => void, string][]) {
  test(`${title} in the place of what a process told is refused at once, and not taken for nothing`, async (t) => {
    const file = join(await temporaryFolder(t), 'collector.json')
    lay(file)
    await assert.rejects(readSnapshot('collector', dirname(file), collectorView.schema), ({ name, message }) => {
      assert.equal(name, 'ActionNeeded')
      assert.ok(message.startsWith(`${file}: ${fault}; the agent `), message)
      return true
    })
  })
}

test('what this user may not read is not taken for nothing', { skip: process.geteuid?.() === 0 }, async (t) => {
  const file = join(await temporaryFolder(t), 'collector.json')
  await writeFile(file, JSON.stringify(COLLECTOR), { mode: 0 })
  await assert.rejects(readSnapshot('collector', dirname(file), collectorView.schema), {
    name: 'ActionNeeded',
    message: `${file}: it cannot be read (EACCES); run this as root or as the agent's user.`,
  })
})

test('what was told in other words, or by nobody, is nothing', async (t) => {
  const folder = await temporaryFolder(t)
  assert.equal(await readSnapshot('collector', folder, collectorView.schema), undefined)
  for (const told of [
    { ...COLLECTOR, version: 2 },
    { ...COLLECTOR, sources: undefined },
    { ...COLLECTOR, process: { pid: 0 } },
    { ...COLLECTOR, startedAt: 1e300 },
    { ...COLLECTOR, sources: [{ ...COLLECTOR.sources[0], lines: -1 }] },
    TRANSMITTER,
    null,
  ]) {
    await writeFile(join(folder, 'collector.json'), JSON.stringify(told))
    assert.equal(await readSnapshot('collector', folder, collectorView.schema), undefined, JSON.stringify(told))
  }
  await writeFile(join(folder, 'collector.json'), JSON.stringify(COLLECTOR).slice(0, 50))
  assert.equal(await readSnapshot('collector', folder, collectorView.schema), undefined)
})

test('the next process counts on from what was told last, in memory, else in the copy; what is not whole is nothing', async (t) => {
  const [runtime, root] = [await temporaryFolder(t), await temporaryFolder(t)]
  const [memory, copy] = [join(runtime, 'collector.json'), join(root, 'collector.status.json')]
  const told = (lines: number, spool = root): string =>
    JSON.stringify({ ...COLLECTOR, spool, sources: [{ ...COLLECTOR.sources[0], lines }] })
  const lines = async (): Promise<number | undefined> =>
    (await lastSnapshot('collector', runtime, root, collectorView.schema))?.sources[0]?.lines
  assert.equal(await lines(), undefined)
  await writeFile(copy, told(1))
  assert.equal(await lines(), 1)
  await writeFile(memory, told(2))
  assert.equal(await lines(), 2)
  for (const text of [
    told(3, '/another/spool'),
    told(3).slice(0, -9),
    '',
    'null',
    told(3).replace('"version":1', '"version":2'),
  ]) {
    await writeFile(memory, text)
    assert.equal(await lines(), 1, text)
  }
  for (const text of ['', told(3, '/another/spool'), told(-3), '['.repeat(100_000)]) {
    await writeFile(copy, text)
    assert.equal(await lines(), undefined, text.slice(0, 100))
  }
  await rm(copy)
  await symlink('/dev/zero', copy)
  assert.equal(await lines(), undefined)
  await rm(copy)
  execFileSync('/usr/bin/mkfifo', [copy])
  assert.equal(await lines(), undefined)
  await rm(memory)
  await mkdir(memory)
  assert.equal(await lines(), undefined)
})
