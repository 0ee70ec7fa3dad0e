import assert from 'node:assert/strict'
import { type TestContext, suite, test } from 'node:test'
import { sourceNotices } from '../../../agent/follow/notices.ts'
import { CAUSED_BY_LINES } from '../../../agent/follow/notices.ts'
import { roleNotices } from '../../../agent/roles/notices.ts'
import { spoolNotices } from '../../../agent/spool/notices.ts'
import type { Notice } from '../../../lib/notice/notice.ts'
import { NoticeQuota } from '../../../lib/notice/quota.ts'

const MINUTE = 60_000

interface Scene {
  readonly quota: NoticeQuota
  /** The notices passed on. */
  readonly told: Notice[]
  readonly pass: (milliseconds: number) => void
}

function createScene(t: TestContext): Scene {
  t.mock.timers.enable({ apis: ['setTimeout'] })
  const told: Notice[] = []
  let now = 0
  const quota = new NoticeQuota(
    (notice) => told.push(notice),
    () => now,
    CAUSED_BY_LINES,
  )
  const pass = (milliseconds: number): void => {
    now += milliseconds
    t.mock.timers.tick(milliseconds)
  }
  return { quota, told, pass }
}

function times(count: number, act: (index: number) => void): void {
  for (let index = 0; index < count; index += 1) act(index)
}

suite('the quota of notices', () => {
  test('passes notices that log lines can cause once for each log, and reports the number of the others later', (t) => {
    const { quota, told, pass } = createScene(t)
    times(100_000, (index) => {
      quota.tell(sourceNotices.holeSkipped('error', '/logs/error_log', index))
      quota.tell(sourceNotices.lineCut('error', '/logs/error_log', index, 1))
    })
    quota.tell(sourceNotices.holeSkipped('login', '/logs/login_log', 1))
    assert.deepEqual(
      told.map(({ code, about }) => [code, about]),
      [
        ['hole_skipped', '/logs/error_log'],
        ['line_cut', '/logs/error_log'],
        ['hole_skipped', '/logs/login_log'],
      ],
    )
    pass(10 * MINUTE)
    assert.deepEqual(
      told.slice(3).map(({ text }) => text.replace(/ The last.*/, '')),
      ['hole_skipped', 'line_cut'].map(
        (code) => `${code}: 99999 more of these were not written here; status counts all.`,
      ),
    )
    assert.match(told.at(-1)?.text ?? '', /The last: error: the line at byte 99999 /)
  })

  test('passes at most 200 notices of a kind in ten minutes, and accounts for all', (t) => {
    for (const about of [() => undefined, () => '/log', (index: number) => `/log${index}`]) {
      const { quota, told, pass } = createScene(t)
      times(100, (minute) => {
        times(1000, (index) => {
          const name = about(minute * 1000 + index)
          quota.tell({ code: 'a', severity: 'error', text: 'A.', ...(name === undefined ? {} : { about: name }) })
        })
        pass(MINUTE)
      })
      quota.close()
      const [passed, held] = ['a', 'notices_held_back'].map((code) => told.filter((notice) => notice.code === code))
      assert.ok((passed?.length ?? 0) <= 200 * 10, `${passed?.length}`)
      const counts = held?.map(({ text }) => Number(/\d+/.exec(text)?.[0])) ?? []
      assert.equal((passed?.length ?? 0) + counts.reduce((sum, count) => sum + count, 0), 100_000)
      t.mock.timers.reset()
    }
  })

  test('keeps notices about one log from displacing those about another or of another kind', (t) => {
    const { quota, told } = createScene(t)
    times(1000, () => quota.tell(sourceNotices.sourceTruncated('login', '/home/logs/login_log', 1)))
    quota.tell(sourceNotices.sourceTruncated('error', '/logs/error_log', 1))
    quota.tell(spoolNotices.spoolReleased())
    assert.deepEqual(
      told.slice(-2).map(({ code, about }) => [code, about]),
      [
        ['source_truncated', '/logs/error_log'],
        ['spool_released', undefined],
      ],
    )
  })

  test('passes few notices unchanged and at once, and keeps no process alive', (t) => {
    const { quota, told, pass } = createScene(t)
    const few = [
      roleNotices.collectorStarted(3),
      sourceNotices.sourceFound('login', '/log', 0),
      sourceNotices.sourceReadable('a', 'b'),
    ]
    for (const notice of few) quota.tell(notice)
    assert.deepEqual(told, few)
    pass(100 * MINUTE)
    quota.close()
    assert.deepEqual(told, few)
  })

  test('reports suppressed notices when it is closed', (t) => {
    const { quota, told } = createScene(t)
    times(3, () => quota.tell(sourceNotices.lineCut('login', '/log', 0, 1)))
    quota.close()
    assert.deepEqual(
      told.map(({ code }) => code),
      ['line_cut', 'notices_held_back'],
    )
  })
})
