import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { chmod, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { setImmediate } from 'node:timers/promises'
import { CheckpointStore } from '../../../agent/spool/positions/checkpoints.ts'
import { type Checkpoints, saveCheckpoints } from '../../../agent/spool/positions/saved-checkpoints.ts'
import { recover } from '../../../agent/spool/recovery.ts'
import { coverText, formatReport } from '../../../agent/spool/reports/report-file.ts'
import { reportName } from '../../../agent/spool/reports/report-name.ts'
import { type SpoolScene, checkpointAt, createSpool, reportUpTo, pastUpTo } from '../../support/spool-scene.ts'

const PLACES = ['parsed', 'transmitted', 'failed', 'dropped'] as const

async function save({ folders, tell }: SpoolScene, sequence: number, offsets: Record<string, number>): Promise<void> {
  const store = new CheckpointStore(folders, { version: 1, sequence: 0, sources: {} }, tell)
  for (const [source, offset] of Object.entries(offsets)) {
    store.advance(source, `/logs/${source}_log`, checkpointAt(offset), sequence)
  }
  await store.close()
}

function offsets({ sources }: Checkpoints): Record<string, number | undefined> {
  return Object.fromEntries(
    Object.entries(sources).map(([name, paths]) => [name, Object.values(paths)[0]?.files[0]?.offset]),
  )
}

test('an empty spool has no positions, and its first report is number 1', async (t) => {
  const { folders, tell, codes } = await createSpool(t)
  assert.deepEqual(await recover(folders, tell), { version: 1, sequence: 0, sources: {}, sealedIds: new Map() })
  assert.deepEqual(codes(), [])
})

for (const place of PLACES) {
  test(`after kill -9 the position that a report covers is recovered from the spool, with the report ${place}`, async (t) => {
    const scene = await createSpool(t)
    await save(scene, 3, { login: 30, access: 5 })
    await scene.put(place, 4, reportUpTo(40))
    const recovered = await recover(scene.folders, scene.tell)
    assert.equal(recovered.sequence, 4)
    assert.deepEqual(offsets(recovered), { login: 40, access: 5 })
    assert.deepEqual(Object.keys(recovered.sources['login'] ?? {}), ['/logs/login_log'])
  })

  test(`a report that the checkpoint accounts for changes nothing, ${place}`, async (t) => {
    const scene = await createSpool(t)
    await save(scene, 4, { login: 45 })
    await scene.put(place, 4, reportUpTo(40))
    const recovered = await recover(scene.folders, scene.tell)
    assert.deepEqual([recovered.sequence, offsets(recovered)], [4, { login: 45 }])
  })
}

test('for each source the newest report after the checkpoint counts, wherever it is', async (t) => {
  const scene = await createSpool(t)
  await save(scene, 1, { login: 10 })
  await scene.put('parsed', 5, reportUpTo(50))
  await scene.put('failed', 4, reportUpTo(4, 'access'))
  await scene.put('transmitted', 3, reportUpTo(30))
  await scene.put('transmitted', 2, reportUpTo(2, 'access'))
  const recovered = await recover(scene.folders, scene.tell)
  assert.deepEqual([recovered.sequence, offsets(recovered)], [5, { login: 50, access: 4 }])
})

test('a used number is never used again, whatever part of the spool is gone', async (t) => {
  const scene = await createSpool(t)
  await save(scene, 9, { login: 90 })
  await scene.put('transmitted', 3, reportUpTo(30))
  assert.equal((await recover(scene.folders, scene.tell)).sequence, 9)
  await scene.put('failed', 12, reportUpTo(120))
  await scene.put('parsed', 11, reportUpTo(110))
  assert.equal((await recover(scene.folders, scene.tell)).sequence, 12)
})

test('a report that cannot be read uses up its number and moves no position', async (t) => {
  const scene = await createSpool(t)
  await save(scene, 1, { login: 10 })
  await scene.put('parsed', 2, reportUpTo(20))
  await writeFile(join(scene.folders.parsed, reportName(3)), '{"version":1,')
  const recovered = await recover(scene.folders, scene.tell)
  assert.deepEqual([recovered.sequence, offsets(recovered)], [3, { login: 20 }])
})

test('foreign files and half-written reports give no position', async (t) => {
  const scene = await createSpool(t)
  await save(scene, 1, { login: 10 })
  await writeFile(join(scene.folders.parsed, 'login.1700000000.1234567.json'), '{}')
  await writeFile(join(scene.folders.failed, `${reportName(7)}.reason`), 'because')
  await writeFile(join(scene.folders.root, 'sealing.tmp'), '{"version":1,')
  const recovered = await recover(scene.folders, scene.tell)
  assert.deepEqual([recovered.sequence, offsets(recovered)], [1, { login: 10 }])
})

test('a report that others can read is not sent but covers its events; a FIFO in its place holds nothing up', async (t) => {
  const scene = await createSpool(t)
  await save(scene, 1, { login: 10 })
  await scene.put('parsed', 2, reportUpTo(20))
  await chmod(join(scene.folders.parsed, reportName(2)), 0o644)
  execFileSync('mkfifo', ['-m', '600', join(scene.folders.parsed, reportName(3))])
  const recovered = await recover(scene.folders, scene.tell)
  assert.deepEqual([recovered.sequence, offsets(recovered)], [3, { login: 20 }])
})

test('if all checkpoints are lost, the positions come from the spool', async (t) => {
  const scene = await createSpool(t)
  await save(scene, 3, { login: 35 })
  await save(scene, 4, { login: 45 })
  await scene.put('transmitted', 1, reportUpTo(10, 'access'))
  await scene.put('transmitted', 3, reportUpTo(30))
  await scene.put('parsed', 4, reportUpTo(40))
  await rm(join(scene.folders.root, 'checkpoints.previous.json'))
  await writeFile(join(scene.folders.root, 'checkpoints.json'), '')
  const recovered = await recover(scene.folders, scene.tell)
  assert.deepEqual([recovered.sequence, offsets(recovered)], [4, { login: 40, access: 10 }])
  assert.deepEqual(scene.codes(), ['checkpoints_unreadable', 'checkpoints_lost'])
  assert.match(scene.told[1]?.text ?? '', /\/logs\/access_log, \/logs\/login_log resume after their newest reports/)
})

test('damage that leaves no positions gives a notice; the very first start gives none', async (t) => {
  const scene = await createSpool(t)
  await writeFile(join(scene.folders.root, 'checkpoints.json'), '')
  assert.deepEqual(await recover(scene.folders, scene.tell), {
    version: 1,
    sequence: 0,
    sources: {},
    sealedIds: new Map(),
  })
  assert.deepEqual(scene.codes(), ['checkpoints_unreadable', 'checkpoints_lost'])
  assert.match(scene.told[1]?.text ?? '', /every log begins at its configured start/)
  await recover(scene.folders, scene.tell)
  assert.equal(scene.told.length, 2)
})

test('if the checkpoint is torn, the previous one and the reports after it give the same positions', async (t) => {
  const scene = await createSpool(t)
  await save(scene, 3, { login: 30 })
  await save(scene, 5, { login: 50 })
  await scene.put('transmitted', 4, reportUpTo(40))
  await scene.put('parsed', 5, reportUpTo(50))
  const whole = await recover(scene.folders, scene.tell)
  await writeFile(join(scene.folders.root, 'checkpoints.json'), '{"version":1')
  assert.deepEqual(await recover(scene.folders, scene.tell), whole)
})

test('recovery reads every report after the checkpoint; without one only the newest thousand', async (t) => {
  const scene = await createSpool(t)
  await save(scene, 1, { login: 10 })
  await scene.put('transmitted', 2, reportUpTo(20))
  await Promise.all(
    Array.from({ length: 1000 }, (_, index) => scene.put('transmitted', index + 3, reportUpTo(index, 'access'))),
  )
  assert.deepEqual(offsets(await recover(scene.folders, scene.tell)), { login: 20, access: 999 })
  await rm(join(scene.folders.root, 'checkpoints.json'))
  assert.deepEqual(offsets(await recover(scene.folders, scene.tell)), { access: 999 })
})

test('a report that the transmitter moves during recovery is not overlooked', async (t) => {
  const scene = await createSpool(t)
  const { parsed, transmitted } = scene.folders
  // Many names make a listing last long enough for a move to come in between.
  await Promise.all(Array.from({ length: 2000 }, (_, index) => writeFile(join(parsed, `name-${index}`), '')))
  for (let round = 0; round < 200; round += 1) {
    await scene.put('parsed', 1, reportUpTo(10))
    const recovered = recover(scene.folders, scene.tell)
    for (let turns = round % 20; turns > 0; turns -= 1) await setImmediate()
    await rename(join(parsed, reportName(1)), join(transmitted, reportName(1)))
    assert.equal((await recovered).sequence, 1)
    await rm(join(transmitted, reportName(1)))
  }
})

test('replayed reports move no position, and are no sign of lost positions', async (t) => {
  const scene = await createSpool(t)
  const replayed = pastUpTo(40)
  await scene.put('parsed', 1, replayed)
  assert.deepEqual(await recover(scene.folders, scene.tell), {
    version: 1,
    sequence: 1,
    sources: {},
    sealedIds: new Map(),
  })
  assert.deepEqual(scene.codes(), [])
  await save(scene, 3, { login: 30 })
  await scene.put('transmitted', 4, replayed)
  const recovered = await recover(scene.folders, scene.tell)
  assert.deepEqual([recovered.sequence, offsets(recovered)], [4, { login: 30 }])
})

test('without checkpoints, positions are found below any number of replayed reports', async (t) => {
  const scene = await createSpool(t)
  const replayed = pastUpTo(40)
  await scene.put('transmitted', 1, reportUpTo(20))
  for (let sequence = 2; sequence <= 1100; sequence += 1) await scene.put('parsed', sequence, replayed)
  const recovered = await recover(scene.folders, scene.tell)
  assert.deepEqual([recovered.sequence, offsets(recovered)], [1100, { login: 20 }])
  assert.deepEqual(scene.codes(), ['checkpoints_lost'])
})

test('a report retried by hand during recovery is not overlooked, even if it is refused or sent at once', async (t) => {
  const scene = await createSpool(t)
  const { parsed, transmitted, failed } = scene.folders
  for (const folder of [parsed, transmitted]) {
    await Promise.all(Array.from({ length: 500 }, (_, index) => writeFile(join(folder, `name-${index}`), '')))
  }
  for (let round = 0; round < 200; round += 1) {
    await scene.put('failed', 1, reportUpTo(10))
    const recovered = recover(scene.folders, scene.tell)
    for (let turns = round % 20; turns > 0; turns -= 1) await setImmediate()
    await rename(join(failed, reportName(1)), join(parsed, reportName(1)))
    const end = round % 2 === 0 ? transmitted : parsed
    if (end !== parsed) await rename(join(parsed, reportName(1)), join(end, reportName(1)))
    const { sequence, sources } = await recovered
    assert.deepEqual([sequence, Object.keys(sources)], [1, ['login']])
    await rm(join(end, reportName(1)))
  }
})

for (const place of PLACES) {
  test(`files of inboxes are known as taken by the checkpoint, and by later reports, the report being ${place}`, async (t) => {
    const scene = await createSpool(t)
    const { folders, tell, put } = scene
    const store = new CheckpointStore(folders, { version: 1, sequence: 0, sources: {}, taken: ['hook/a'] }, tell)
    store.advanceAll([], { sequence: 4 })
    await store.close()
    const later = { ...reportUpTo(50), steps: [], taken: ['hook/b'] }
    await put(place, 3, { ...reportUpTo(40), taken: ['hook/old'] })
    await put(place, 5, later)
    if (place === 'dropped') await writeFile(join(folders.sealed, reportName(5)), coverText(formatReport(later)))
    const { sequence, taken } = await recover(folders, tell)
    assert.deepEqual([sequence, taken], [5, ['hook/a', 'hook/b']])
  })
}

test('rules hear again what was sealed after their state was saved; without rules nothing is read again', async (t) => {
  const scene = await createSpool(t)
  const { folders, tell } = scene
  const rules = { waiting: [], rules: {}, said: [] }
  const sources = { login: { '/logs/login_log': checkpointAt(10) } }
  await saveCheckpoints(folders.root, { version: 1, sequence: 1, sources, rules })
  await scene.put('parsed', 2, reportUpTo(20))
  await scene.put('parsed', 3, reportUpTo(30))
  const dropped = { ...reportUpTo(40, 'access'), heard: 7 }
  await scene.put('dropped', 4, dropped)
  await writeFile(join(folders.sealed, reportName(4)), coverText(formatReport(dropped)))
  const resumed = ({ sources }: Checkpoints): string[] =>
    Object.values(sources)
      .flatMap((paths) => Object.values(paths).map(({ files: [file] }) => `${file?.offset}, again ${file?.again}`))
      .toSorted()
  const recovered = await recover(folders, tell, { hasRules: true })
  assert.deepEqual(resumed(recovered), ['30, again 10', '40, again 30'])
  assert.deepEqual([...recovered.sealedIds.keys()], ['access-40', 'login-30', 'login-20'])
  assert.deepEqual([recovered.sequence, recovered.heard], [4, 7])
  // The next save comes before all of it was heard.
  await saveCheckpoints(folders.root, { version: 1, sequence: 4, sources: recovered.sources, rules })
  assert.deepEqual(resumed(await recover(folders, tell, { hasRules: true })), resumed(recovered))
  assert.deepEqual(resumed(await recover(folders, tell)), ['30, again undefined', '40, again undefined'])
})
