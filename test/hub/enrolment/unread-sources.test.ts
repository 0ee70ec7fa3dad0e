import assert from 'node:assert/strict'
import { test } from 'node:test'
import { unreadSources } from '../../../hub/enrolment/unread-sources.ts'
import { HEALTHY } from '../../support/healthy-status.ts'

const LOGIN = { source: 'login', path: '/logs/login_log', lines: 9, unrecognised: 0, events: 1 }
const EXIM = { ...LOGIN, source: 'exim', path: '/logs/exim_mainlog' }

test('an agent that reads all its logs has none', () => {
  assert.deepEqual(unreadSources({ ...HEALTHY, sources: [LOGIN, EXIM] }), [])
})

test('a log with a problem is one, and one whose lines are not understood', () => {
  const text = `login: 30 of the last 40 lines looked at closely are not understood; has the format of ${LOGIN.path} changed? See`
  const warnings = [{ code: 'format_unrecognised', severity: 'warning', text }] as const
  const sources = [LOGIN, { ...LOGIN, path: '/logs/login' }, { ...EXIM, problem: 'is not there\0' }]
  assert.deepEqual(unreadSources({ ...HEALTHY, warnings: [...warnings], sources }), [
    { source: 'login', path: '/logs/login_log', problem: 'its lines are not understood' },
    { source: 'exim', path: '/logs/exim_mainlog', problem: 'is not there\u{FFFD}' },
  ])
})

test('without a collector, or while reading has stopped, it is all of them', () => {
  for (const code of ['collector_not_running', 'collector_hangs', 'spool_held']) {
    const warnings = [{ code, severity: 'error' as const, text: 'It does not run.' }]
    assert.deepEqual(unreadSources({ ...HEALTHY, warnings, sources: [{ ...EXIM, problem: 'is not there' }] }), [
      { source: '*', path: '', problem: 'It does not run.' },
    ])
  }
})

test('of very many the first are noted, and each once', () => {
  const many = Array.from({ length: 200 }, (_, index) => ({ ...EXIM, path: `/logs/${index % 100}`, problem: 'x' }))
  const unread = unreadSources({ ...HEALTHY, sources: many })
  assert.equal(unread.length, 50)
  assert.equal(new Set(unread.map(({ path }) => path)).size, 50)
})
