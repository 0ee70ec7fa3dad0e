import assert from 'node:assert/strict'
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { WaitingNames } from '../../../../agent/spool/outbox/waiting-names.ts'
import { reportName } from '../../../../agent/spool/reports/report-name.ts'
import { temporaryFolder } from '../../../support/spool-scene.ts'

interface Scene {
  readonly folder: string
  readonly names: WaitingNames
  readonly strangers: string[]
  readonly put: (...names: readonly string[]) => void
  readonly next: () => Promise<string | undefined>
  /** Takes the next names, as many as given, and marks each as gone. */
  readonly drain: (most?: number) => Promise<string[]>
}

async function createScene(t: TestContext, piece?: number): Promise<Scene> {
  const folder = await temporaryFolder(t)
  const strangers: string[] = []
  const names = new WaitingNames(folder, (name) => strangers.push(name), piece === undefined ? {} : { piece })
  const next = (): Promise<string | undefined> => names.first(async (name) => name)
  return {
    folder,
    names,
    strangers,
    put: (...names) => {
      for (const name of names) writeFileSync(join(folder, name), '')
    },
    next,
    drain: async (most = Infinity) => {
      const drained: string[] = []
      while (drained.length < most) {
        const name = await next()
        if (name === undefined) break
        drained.push(name)
        rmSync(join(folder, name))
        names.gone(name)
      }
      return drained
    },
  }
}

function reports(from: number, to: number): string[] {
  return Array.from({ length: to - from + 1 }, (_, index) => reportName(from + index))
}

test('a folder of 20,000 names is handed out oldest first, in pieces, including later arrivals', async (t) => {
  const { put, drain, strangers } = await createScene(t)
  const legacy = Array.from({ length: 9000 }, (_, index) => `login.${1_537_372_956 + index}.1.json`)
  put('notes.txt', ...reports(1, 11_000).toReversed(), ...legacy)
  assert.deepEqual(await drain(15_000), [...legacy, ...reports(1, 6000)])
  put(...reports(11_001, 11_010), 'login.1.1.json')
  assert.deepEqual(await drain(), [...reports(6001, 11_010), 'login.1.1.json'])
  assert.deepEqual(new Set(strangers), new Set(['notes.txt']))
})

test('the folder is listed once for each piece, not for each name', async (t) => {
  const { put, drain, strangers } = await createScene(t, 100)
  put('notes.txt', ...reports(1, 1000))
  assert.equal((await drain()).length, 1000)
  assert.equal(strangers.length, 11)
})

test('names that yield nothing do not hold up later ones, however many there are', async (t) => {
  const { put, names } = await createScene(t, 10)
  put(...reports(1, 100))
  const last = async (name: string): Promise<string | undefined> => (name === reportName(100) ? name : undefined)
  assert.equal(await names.first(last), reportName(100))
  assert.equal(await names.first(last), undefined)
  names.giveBack(reportName(100))
  assert.equal(await names.first(last), reportName(100))
})

test('a name is either in flight, returned or postponed, never two of these', async (t) => {
  const { put, next, names, drain } = await createScene(t, 2)
  put(...reports(1, 6))
  assert.equal(await next(), reportName(1))
  assert.equal(await next(), reportName(2))
  names.postpone(reportName(1))
  assert.equal(await next(), reportName(3))
  names.giveBack(reportName(3))
  put(reportName(7))
  assert.deepEqual(await drain(), [...reports(3, 7), reportName(1)])
})

test('a postponed name comes after all names present then, and before later arrivals', async (t) => {
  const { put, next, names } = await createScene(t)
  put(reportName(1))
  assert.equal(await next(), reportName(1))
  names.postpone(reportName(1))
  put(reportName(2))
  assert.equal(await next(), reportName(2))
  put(reportName(3))
  assert.equal(await next(), reportName(1))
  names.postpone(reportName(1))
  assert.equal(await next(), reportName(3))
  assert.equal(await next(), reportName(1))
  assert.equal(await next(), undefined)
})

test('a name whose reading throws comes again', async (t) => {
  const { put, next, names } = await createScene(t)
  put(reportName(1))
  await assert.rejects(
    names.first(() => Promise.reject(new Error('EMFILE'))),
    /EMFILE/,
  )
  assert.equal(await next(), reportName(1))
})

test('a missing folder is an error only while it is missing', async (t) => {
  const { folder, next, put } = await createScene(t)
  rmSync(folder, { recursive: true })
  await assert.rejects(next(), { code: 'ENOENT' })
  mkdirSync(folder)
  put(reportName(1))
  assert.equal(await next(), reportName(1))
})
