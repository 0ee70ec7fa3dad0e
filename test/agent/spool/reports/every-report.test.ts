import assert from 'node:assert/strict'
import { rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { everyReport } from '../../../../agent/spool/reports/every-report.ts'
import { reportName } from '../../../../agent/spool/reports/report-name.ts'
import { type SpoolScene, createSpool, reportUpTo } from '../../../support/spool-scene.ts'

const LEGACY = JSON.stringify({ event: 'login', log_time: 1, context: 'mailbox', credential: 'info@example.com' })

/** The names that come, each handed to `meanwhile` before the next one is read. */
async function namesOf(
  { folders }: SpoolScene,
  meanwhile: (name: string) => Promise<void> = async () => undefined,
): Promise<string[]> {
  const names: string[] = []
  for await (const { name } of everyReport({ folders, host: 'h' })) {
    names.push(name)
    await meanwhile(name)
  }
  return names
}

test('every report comes once, oldest first, in whichever folders it is', async (t) => {
  const scene = await createSpool(t)
  const { folders, put } = scene
  for (const [number, folder] of (['transmitted', 'parsed', 'failed', 'transmitted', 'parsed'] as const).entries())
    await put(folder, number + 1, reportUpTo(number))
  await rm(join(folders.sealed, reportName(1)))
  await rm(join(folders.parsed, reportName(5)))
  await writeFile(join(folders.dropped, reportName(6)), '{"version":2,"steps":[]}\n', { mode: 0o600 })
  await writeFile(join(folders.parsed, 'login.20.1.json'), LEGACY, { mode: 0o600 })
  await writeFile(join(folders.transmitted, 'access.3.1.json'), LEGACY, { mode: 0o600 })
  await writeFile(join(folders.failed, `${reportName(3)}.reason`), 'no', { mode: 0o600 })
  assert.deepEqual(await namesOf(scene), ['access.3.1.json', 'login.20.1.json', ...[1, 2, 3, 4, 5, 6].map(reportName)])
})

test('a report that moves or goes while others are read comes once, or not at all', async (t) => {
  const scene = await createSpool(t)
  const { folders, put } = scene
  for (const number of [1, 2, 3]) {
    await put('parsed', number, reportUpTo(number))
    await rm(join(folders.sealed, reportName(number)))
  }
  const names = await namesOf(scene, async (name) => {
    if (name !== reportName(1)) return
    await rename(join(folders.parsed, reportName(2)), join(folders.transmitted, reportName(2)))
    await rm(join(folders.parsed, reportName(3)))
  })
  assert.deepEqual(names, [1, 2].map(reportName))
})

test('folders that are missing hold no reports', async (t) => {
  const scene = await createSpool(t)
  await scene.put('parsed', 1, reportUpTo(1))
  for (const folder of ['sealed', 'dropped', 'failed'] as const) await rm(scene.folders[folder], { recursive: true })
  assert.deepEqual(await namesOf(scene), [reportName(1)])
})
