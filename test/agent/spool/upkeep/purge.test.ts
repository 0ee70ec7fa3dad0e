import assert from 'node:assert/strict'
import { link, mkdir, readdir, rm, stat, symlink, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { reportName } from '../../../../agent/spool/reports/report-name.ts'
import { type PurgeRules, purge } from '../../../../agent/spool/upkeep/purge.ts'
import { temporaryFolder } from '../../../support/spool-scene.ts'

const HOUR = 3_600_000

interface Scene {
  readonly folder: string
  readonly removed: () => number
  /** Purges, with the clock at the moment when all of these files exist. */
  readonly purge: (rules: Partial<PurgeRules>, piece?: number) => Promise<void>
  readonly put: (...names: readonly string[]) => Promise<void>
  readonly names: () => Promise<string[]>
}

async function createScene(t: TestContext): Promise<Scene> {
  const folder = join(await temporaryFolder(t), 'transmitted')
  await mkdir(folder)
  let removed = 0
  const { signal } = new AbortController()
  return {
    folder,
    removed: () => removed,
    purge: (rules, piece) => {
      const all = {
        keep: Infinity,
        max: Infinity,
        isNeeded: () => false,
        now: Date.now(),
        sealed: join(folder, '../sealed'),
        signal,
        onRemoved: () => (removed += 1),
        ...rules,
      }
      return purge(folder, all, piece)
    },
    put: async (...names) => {
      for (const name of names) await writeFile(join(folder, name), 'x'.repeat(100))
    },
    names: async () => (await readdir(folder)).sort(),
  }
}

function reports(from: number, to: number): string[] {
  return Array.from({ length: to - from + 1 }, (_, index) => reportName(from + index))
}

/** Bytes of disk that a file takes. */
async function sizeOf(file: string): Promise<number> {
  return (await stat(file)).blocks * 512
}

test('a report is removed when it has been in the folder too long, however old it was on arrival', async (t) => {
  const { folder, put, purge, names, removed } = await createScene(t)
  const [old, young] = [reportName(2), reportName(1)]
  await put(old)
  const { ctimeMs: came } = await stat(join(folder, old))
  do await put(young)
  while ((await stat(join(folder, young))).ctimeMs < came + 2)
  await utimes(join(folder, young), 1000, 1000)
  await purge({ keep: 5000, now: came + 5000 })
  assert.equal(removed(), 0)
  await purge({ keep: 5000, now: came + 5001 })
  assert.deepEqual([await names(), removed()], [[young], 1])
})

test('only reports are removed, of this program and of App::Spoor, with their reasons', async (t) => {
  const { folder, put, purge, names, removed } = await createScene(t)
  const strangers = [
    'notes.txt',
    `${reportName(1)}.bak`,
    'notes.txt.reason',
    'report.1.json',
    `${reportName(1)}.reason.tmp`,
  ]
  await put(...strangers, reportName(1), `${reportName(1)}.reason`, 'login.1700000000.1234567.json')
  await put(reportName(4), `${reportName(4)}.acknowledged`)
  await mkdir(join(folder, reportName(2)))
  await symlink('notes.txt', join(folder, reportName(3)))
  await purge({ keep: 1000, max: 1, now: Date.now() + HOUR })
  assert.deepEqual(await names(), [...strangers, reportName(2), reportName(3)].sort())
  assert.equal(removed(), 3)
})

test('if the folder takes too much disk space, the oldest by number are removed until it fits', async (t) => {
  const { folder, put, purge, names, removed } = await createScene(t)
  await put(...reports(1, 6).toReversed(), 'login.1700000000.1234567.json', `${reportName(2)}.reason`)
  const each = await sizeOf(join(folder, reportName(1)))
  assert.ok(each > 0)
  await purge({ max: 8 * each })
  assert.equal(removed(), 0)
  await purge({ max: 7 * each })
  assert.deepEqual(await names(), [...reports(1, 6), `${reportName(2)}.reason`].sort())
  // Removing the second also frees the space of its reason.
  await purge({ max: 4 * each })
  assert.deepEqual([await names(), removed()], [reports(3, 6), 3])
})

test('a report goes under both of its names, and takes room once', async (t) => {
  const { folder, put, purge, names } = await createScene(t)
  await put(...reports(1, 3))
  const sealed = join(folder, '../sealed')
  await mkdir(sealed)
  for (const name of reports(1, 3)) await link(join(folder, name), join(sealed, name))
  await purge({ max: 2 * (await sizeOf(join(folder, reportName(1)))) })
  assert.deepEqual([await names(), await readdir(sealed)], [reports(2, 3), reports(2, 3)])
})

test('a needed report stays, however old or large', async (t) => {
  const { put, purge, names } = await createScene(t)
  await put(...reports(1, 5))
  const isNeeded = (name: string): boolean => name >= reportName(4)
  await purge({ keep: 1, max: 1, isNeeded, now: Date.now() + HOUR })
  assert.deepEqual(await names(), reports(4, 5))
})

test('one purge removes far more than a single pass collects', async (t) => {
  const { folder, put, purge, names, removed } = await createScene(t)
  await put(...reports(1, 50))
  await purge({ max: 3 * (await sizeOf(join(folder, reportName(1)))) }, 10)
  assert.deepEqual([await names(), removed()], [reports(48, 50), 47])
})

test('a reason without its report is removed, but not one just written', async (t) => {
  const { folder, put, purge, names } = await createScene(t)
  const reason = `${reportName(1)}.reason`
  await put(reportName(1), reason, `${reportName(2)}.reason`)
  await purge({ keep: 1, isNeeded: () => true, now: Date.now() + HOUR - 60_000 })
  assert.equal((await names()).length, 3)
  await purge({ keep: 1, isNeeded: () => true, now: Date.now() + HOUR + 60_000 })
  assert.deepEqual(await names(), [reportName(1), reason])
  await rm(join(folder, reportName(1)))
  await purge({ keep: 2 * HOUR, now: Date.now() + HOUR + 60_000 })
  assert.deepEqual(await names(), [reason])
})

test('the end of the program stops it between two reports', async (t) => {
  const { put, purge, removed } = await createScene(t)
  await put(...reports(1, 100))
  const stop = new AbortController()
  let count = 0
  const onRemoved = (): void => {
    count += 1
    if (count === 5) stop.abort()
  }
  await purge({ max: 1, signal: stop.signal, onRemoved })
  assert.equal(count, 5)
  await purge({ keep: 1, now: Date.now() + HOUR, signal: stop.signal })
  assert.equal(removed(), 0)
})

test('a folder that cannot be listed is an error', async (t) => {
  const { folder, purge } = await createScene(t)
  await rm(folder, { recursive: true })
  await assert.rejects(purge({}), { code: 'ENOENT' })
})
