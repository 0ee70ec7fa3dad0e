import assert from 'node:assert/strict'
import { mkdirSync, readdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { suite, test, type TestContext } from 'node:test'
import type { SurveyPlaces } from '../../../agent/probes/survey/survey-places.ts'
import { updatesIn } from '../../../agent/probes/updates/updates.ts'
import { askByName } from '../../../agent/requests/name-request.ts'
import { tellSurveys } from '../../../agent/survey/tell-surveys.ts'
import { restartingCheck } from '../../support/restart-scene.ts'
import { runProbe, temporaryPlace } from '../probes/probe-scene.ts'
import { playProgram } from '../probes/program-scene.ts'
import { surveyPlaces } from '../probes/survey/survey-scene.ts'

interface Scene {
  readonly root: string
  readonly places: SurveyPlaces
  /** Starts root for checks of these types, at this time; returns what it says. */
  readonly start: (types: readonly string[], now?: number) => Promise<readonly string[]>
  /** What was told of a kind, without its time. */
  readonly told: (kind: string) => unknown
}

function createScene(t: TestContext, dnf = '/nowhere/dnf'): Scene {
  const places = surveyPlaces(t)
  const root = temporaryPlace(t)
  mkdirSync(join(root, 'var/spool/exim/input'), { recursive: true })
  mkdirSync(join(root, 'proc/self'), { recursive: true })
  writeFileSync(join(root, 'proc/self/mountinfo'), '27 1 254:0 / / rw - ext4 /dev/vda1 rw\n')
  return {
    root,
    places,
    start: async (types, now = Date.now()) => {
      const said: string[] = []
      const checks = types.map((type) => ({ ...restartingCheck(type, undefined), type }))
      await tellSurveys({
        host: { root, dnf, places },
        checks,
        now: () => now,
        elapsed: () => 0,
        signal: new AbortController().signal,
        tell: ({ code, text }) => said.push(`${code}: ${text}`),
      })
      return said
    },
    told: (kind) => {
      const { taken, version, ...rest } = JSON.parse(readFileSync(join(places.findings, `${kind}.json`), 'utf8'))
      assert.deepEqual([typeof taken, version], ['number', 1])
      return rest
    },
  }
}

suite('root', () => {
  test('tells what is asked for, and what a configured check needs', async (t) => {
    const { places, start, told } = createScene(t)
    for (const kind of ['queue', 'disk']) await askByName(places.requests, kind)
    assert.deepEqual(await start(['queue', 'disk', 'tcp']), [])
    assert.deepEqual(told('queue'), { finding: [{ spool: '', count: 0 }] })
    const [disk, ...others] = Object(told('disk')).finding
    assert.deepEqual([disk.path, others], ['/', []])
    assert.ok(disk.usage.bytes > 0 && disk.usage.bytes < 1)
    assert.deepEqual(readdirSync(places.requests), [])
  })

  test('refuses what no check needs, or what it has no look for, and starts nothing then', async (t) => {
    const { places, start } = createScene(t)
    for (const kind of ['queue', 'tcp', 'imap']) await askByName(places.requests, kind)
    const said = await start(['tcp', 'imap'])
    assert.equal(said.length, 3)
    assert.ok(said.every((line) => /^survey_request_refused: .*no check of type \w+ needs root/.test(line)))
    assert.deepEqual(readdirSync(places.findings), [])
  })

  test('looks no more often than every ten seconds, however often it is asked', async (t) => {
    const { places, root, start, told } = createScene(t)
    const began = Date.now()
    for (const [after, count] of [
      [0, 0],
      [9999, 0],
      [10_000, 1],
    ] as const) {
      await askByName(places.requests, 'queue')
      await start(['queue'], began + after)
      assert.deepEqual(told('queue'), { finding: [{ spool: '', count }] })
      writeFileSync(join(root, 'var/spool/exim/input/1tdKfz-0000Ab-2k-H'), '')
    }
  })

  test('asks dnf, whose metadata are its own, and not again before lists or packages have changed', async (t) => {
    const runs = join(temporaryPlace(t), 'runs')
    const dnf = playProgram(
      t,
      `case "$*" in *check-update) echo x >> ${runs}; echo openssl.x86_64 1:3.0.7-27.el9 baseos; exit 100;; esac`,
    )
    const { root, places, start } = createScene(t, dnf)
    const now = Date.now()
    await askByName(places.requests, 'updates')
    await start(['updates'], now)
    const updates = updatesIn(root, {}, () => places)
    assert.equal((await runProbe(updates, { manager: 'dnf' })).text, '1 update')
    await askByName(places.requests, 'updates')
    await start(['updates'], now + 60_000)
    assert.equal(readFileSync(runs, 'utf8'), 'x\n')
    mkdirSync(join(root, 'var/cache/dnf'), { recursive: true })
    await askByName(places.requests, 'updates')
    await start(['updates'], now + 120_000)
    assert.equal(readFileSync(runs, 'utf8'), 'x\nx\n')
  })

  test('tells why it found nothing', async (t) => {
    const { places, start, told } = createScene(t)
    await askByName(places.requests, 'updates')
    await start(['updates'])
    assert.match(String(Object(told('updates')).fault), /dnf did not say what is new|is not installed/)
  })

  test('says so if it cannot tell', async (t) => {
    const { places, start } = createScene(t)
    rmdirSync(places.findings)
    await askByName(places.requests, 'queue')
    assert.match(String(await start(['queue'])), /^survey_untold: .*cannot be told \(ENOENT/)
  })
})
