import assert from 'node:assert/strict'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import type { Verdict } from '../../../agent/probes/probe.ts'
import { takeRequestedNames } from '../../../agent/requests/name-request.ts'
import { isStarting } from '../../../agent/restarts/restart-limits.ts'
import { restartPlaces } from '../../../agent/restarts/restart-places.ts'
import { saveRestarts } from '../../../agent/restarts/restart-record.ts'
import { RestartWishes } from '../../../agent/watch/restart-wishes.ts'
import { WatchedChecks } from '../../../agent/watch/watched-checks.ts'
import type { Notice } from '../../../lib/notice/notice.ts'
import { exampleCheck } from '../../support/check-scene.ts'
import { temporaryFolder } from '../../support/spool-scene.ts'

const SECOND = 1000
const START = 1_800_000_000_000
const CHECK = exampleCheck('imap', { restart: { by: 'systemctl', name: 'dovecot' } })

interface Scene {
  /** Lets the check come to this so many seconds after the beginning; whether a restart was asked for. */
  readonly runs: (second: number, verdict: Verdict) => Promise<boolean>
  /** Root restarted the service at these seconds. */
  readonly restarted: (gaveUp: boolean, ...seconds: readonly number[]) => Promise<void>
  readonly notices: Notice[]
  readonly requests: string
  /** Whether the check is to run again soon. */
  readonly isSoon: () => boolean
}

async function scene(t: TestContext, check = CHECK): Promise<Scene> {
  const places = restartPlaces({ spool: { path: join(await temporaryFolder(t), 'spool') } })
  for (const path of [join(places.requests, '..'), places.record]) mkdirSync(path)
  const notices: Notice[] = []
  const wishes = new RestartWishes(places, (notice) => void notices.push(notice))
  const watched = new WatchedChecks([check], { checks: {} }, START)
  let soon = false
  return {
    notices,
    requests: places.requests,
    isSoon: () => soon,
    runs: async (second, verdict) => {
      const now = START + second * SECOND
      const known = await wishes.knownOf(check)
      watched.ran(check, { result: { verdict, text: 'it' }, at: now, took: 1 }, now, isStarting(known, now))
      soon = await wishes.ran(check, { verdict, isDown: watched.isDown(check), known, now })
      return takeRequestedNames(places.requests, Date.now()).names.has('imap')
    },
    restarted: (gaveUp, ...seconds) => {
      const tries = seconds.map((second) => START + second * SECOND)
      const memory = { tries, asked: tries.at(-1) ?? START, gaveUp }
      return saveRestarts(places.record, { version: 1, targets: { 'systemctl dovecot': memory }, untold: [] })
    },
  }
}

/** A scene in which the check is down since second 20, and its restart was asked for. */
async function down(t: TestContext): Promise<Scene> {
  const made = await scene(t)
  assert.deepEqual(
    [await made.runs(0, 'failed'), await made.runs(10, 'failed'), await made.runs(20, 'failed')],
    [false, false, true],
  )
  return made
}

test('a restart is asked for when the check is down, and not before', async (t) => {
  await down(t)
})

test('a check without a restart, or of which nothing is known, asks for none', async (t) => {
  const without = await scene(t, exampleCheck('imap'))
  const unknown = await scene(t)
  for (let second = 0; second < 100; second += 10) {
    assert.equal(await without.runs(second, 'failed'), false)
    assert.equal(await unknown.runs(second, 'unknown'), false)
  }
})

test('after a restart failures of a minute count for nothing, and then it must fail as often as before', async (t) => {
  const { runs, restarted, isSoon } = await down(t)
  await restarted(false, 21)
  for (let second = 25; second < 81; second += 5) assert.equal(await runs(second, 'failed'), false)
  assert.deepEqual([await runs(81, 'failed'), isSoon()], [false, true])
  assert.deepEqual([await runs(91, 'failed'), isSoon()], [false, true])
  assert.deepEqual([await runs(101, 'failed'), isSoon()], [true, true])
})

test('what starts slowly is not restarted again: a good answer begins anew', async (t) => {
  const { runs, restarted } = await down(t)
  await restarted(false, 21)
  for (const second of [81, 91]) assert.equal(await runs(second, 'failed'), false)
  await runs(95, 'ok')
  for (const second of [101, 111]) assert.equal(await runs(second, 'failed'), false)
  assert.equal(await runs(121, 'failed'), true)
})

test('while root would wait nothing is asked for; then it is', async (t) => {
  const { runs, restarted } = await down(t)
  await restarted(false, 21, 120)
  for (const second of [200, 210, 220, 230, 400]) assert.equal(await runs(second, 'failed'), false)
  assert.equal(await runs(421, 'failed'), true)
})

test('what was not heard, or was given up, is asked for again every 15 minutes, so that root knows it is down', async (t) => {
  const { runs, restarted } = await down(t)
  const asked: number[] = []
  for (let second = 60; second < 3600; second += 60) if (await runs(second, 'failed')) asked.push(second)
  assert.deepEqual(asked, [960, 1860, 2760])
  await restarted(true, 21)
  for (const [second, isAsked] of [
    [3600, false],
    [3610, false],
    [3650, false],
    [3660, true],
    [3720, false],
  ] as const)
    assert.equal(await runs(second, 'failed'), isAsked)
})

test('a folder that takes no request is told, and the next run tries again', async (t) => {
  const { runs, notices, requests } = await scene(t)
  writeFileSync(requests, '')
  for (const second of [0, 10, 20, 80]) await runs(second, 'failed')
  assert.deepEqual(
    notices.map(({ code }) => code),
    ['restart_unasked', 'restart_unasked'],
  )
})
