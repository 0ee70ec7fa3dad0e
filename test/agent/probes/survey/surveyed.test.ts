import assert from 'node:assert/strict'
import { chownSync, existsSync, readdirSync, readFileSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { suite, test } from 'node:test'
import { setImmediate } from 'node:timers/promises'
import * as v from 'valibot'
import type { ProbeTools } from '../../../../agent/probes/probe.ts'
import { tellSurvey } from '../../../../agent/probes/survey/survey-file.ts'
import type { SurveyPlaces } from '../../../../agent/probes/survey/survey-places.ts'
import { surveyed, type SurveyWish } from '../../../../agent/probes/survey/surveyed.ts'
import { surveyPlaces } from './survey-scene.ts'

const WISH: SurveyWish<number> = { kind: 'queue', schema: v.number(), patience: 1e9, oldest: 900_000 }

/** Asks as a probe does, at this time; by default nobody waits. */
async function asked(
  places: SurveyPlaces,
  {
    now = 1e12,
    signal = AbortSignal.abort(),
    ...wish
  }: { now?: number; signal?: AbortSignal } & Partial<SurveyWish<number>> = {},
): Promise<number | string> {
  const tools: ProbeTools = { check: 'queue', signal, now: () => now, elapsed: () => 0, step: () => undefined }
  return surveyed({ ...WISH, ...wish }, places, tools).catch((error: Error) => error.message)
}

suite('what root tells', () => {
  test('is asked for by a request with the kind alone, and comes when root has looked', async (t) => {
    const places = surveyPlaces(t)
    const answer = asked(places, { signal: new AbortController().signal })
    while (!existsSync(join(places.requests, 'queue.json'))) await setImmediate()
    assert.equal(readFileSync(join(places.requests, 'queue.json'), 'utf8'), '{"version":1,"name":"queue"}')
    await tellSurvey(places, 'queue', { finding: 7, taken: 1e12 })
    assert.equal(await answer, 7)
  })

  test('is taken without asking while it is fresh', async (t) => {
    const places = surveyPlaces(t)
    await tellSurvey(places, 'queue', { finding: 7, taken: 1e12 })
    assert.equal(await asked(places, { now: 1e12 + 10_000 }), 7)
    assert.equal(await asked(places, { now: 1e12 + 60_000, fresh: () => 60_000 }), 7)
    assert.equal(existsSync(places.requests), false)
    assert.equal(await asked(places, { now: 1e12 + 60_001, fresh: () => 60_000 }), 7)
    assert.deepEqual(readdirSync(places.requests), ['queue.json'])
  })

  test('is not believed if it is old, or of a time to come, and the sentence says where to look', async (t) => {
    const places = surveyPlaces(t)
    assert.match(String(await asked(places)), /has told nothing yet: see systemctl status spoor-agent-survey\.path/)
    await tellSurvey(places, 'queue', { finding: 7, taken: 1e12 })
    assert.equal(await asked(places, { now: 1e12 + 899_999 }), 7)
    assert.match(String(await asked(places, { now: 1e12 + 900_000 })), /has told nothing since 2001-09-09 /)
    assert.match(String(await asked(places, { now: 1e12 - 900_000 })), /has told nothing since /)
  })

  test('may be that it found nothing', async (t) => {
    const places = surveyPlaces(t)
    await tellSurvey(places, 'queue', { fault: 'dnf is \u001b[2J not there', taken: 1e12 })
    assert.equal(await asked(places), String.raw`dnf is \x1b[2J not there`)
  })

  test('is refused if it is none, too large, a link, or not from root', async (t) => {
    const places = surveyPlaces(t)
    const file = join(places.findings, 'queue.json')
    const good = '{"version":1,"taken":1000000000000,"finding":7}'
    for (const text of ['', '{}', good.replace('7', '"7"'), good.replace(':1,', ':2,'), '['.repeat(1e5)]) {
      writeFileSync(file, text)
      assert.match(String(await asked(places)), /what root told cannot be read/, text.slice(0, 60))
    }
    writeFileSync(file, good)
    assert.equal(await asked(places), 7)
    if (process.geteuid?.() === 0) {
      chownSync(file, 65_534, 65_534)
      assert.match(String(await asked(places)), /it belongs to user 65534/)
    }
    truncateSync(file, 2 ** 40)
    assert.match(String(await asked(places)), /what root told cannot be read/)
    writeFileSync(join(places.findings, 'disk.json'), good)
    const linked = { ...places, findings: join(places.findings, '..', 'linked') }
    symlinkSync('/nowhere', linked.findings)
    assert.match(String(await asked(linked)), /nothing yet/)
    symlinkSync(join(places.findings, 'disk.json'), join(places.findings, 'other.json'))
    assert.match(String(await asked(places, { kind: 'other' })), /what root told cannot be read/)
  })

  test('cannot be asked for where nobody may write, and the reason is told', async (t) => {
    const places = surveyPlaces(t)
    assert.match(String(await asked({ ...places, requests: '/proc/nowhere/x' })), /has told nothing yet: ENOENT/)
  })
})
