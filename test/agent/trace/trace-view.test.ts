import assert from 'node:assert/strict'
import { test } from 'node:test'
import { cpanelLogin } from '../../../agent/drivers/cpanel-login.ts'
import type { TracedLine } from '../../../agent/trace/follow-along.ts'
import { asTable } from '../../../agent/trace/shown-line.ts'
import { TraceView } from '../../../agent/trace/trace-view.ts'

const LINE: TracedLine = {
  source: 'login',
  driver: cpanelLogin,
  path: '/var/log/login_log',
  offset: 0,
  bytes: Buffer.from('what is this'),
  verdict: 'unrecognised',
}

interface Shown {
  readonly view: TraceView
  readonly rows: string[]
  readonly ends: () => number
  readonly pass: (milliseconds: number) => void
}

function shownTo(most: number): Shown {
  const rows: string[] = []
  let [time, ends] = [0, 0]
  const view = new TraceView({
    form: asTable({ names: 5, width: 80, isRaw: false }),
    sources: ['login'],
    most,
    print: (text) => void rows.push(text.slice(10)),
    onEnd: () => (ends += 1),
    clock: { now: () => time, elapsed: () => time },
  })
  return { view, rows, ends: () => ends, pass: (milliseconds) => (time += milliseconds) }
}

test('a flood is shown at a bounded rate, and what has no row is counted before the next one', () => {
  const { view, rows, pass } = shownTo(Infinity)
  for (let line = 0; line < 1000; line += 1) view.take(LINE)
  assert.equal(rows.length, 20)
  for (let line = 0; line < 812; line += 1) view.take({ ...LINE, verdict: 'not of interest' })
  pass(1000)
  view.take(LINE)
  view.close()
  assert.deepEqual(rows.slice(20), [
    'login  … 812 lines of no interest\n',
    'login  … 980 lines more, too many at once\n',
    'login  not understood: 12 bytes at byte 0\n',
  ])
  assert.equal(view.counts.get('login')?.inWords(), '1813 lines: of no interest 812, not understood 1001')
})

test('it ends once after as many rows as were asked for, and says nothing more', () => {
  const { view, rows, ends } = shownTo(2)
  for (let line = 0; line < 5; line += 1) view.take(LINE)
  view.close()
  assert.deepEqual([rows.length, ends()], [2, 1])
})

test('what a log says word for word is not shown', () => {
  const { line } = asTable({ names: 5, width: 80, isRaw: false })
  const event = {
    type: 'log_line',
    time: 0,
    context: 'system',
    service: null,
    log_driver: 'own',
    line_pattern: null,
    line_values: 'user=hunter2',
    line_text: 'pass hunter2',
  } as const
  const verdict = [{ event, leftOutBy: undefined, heardBy: [] }]
  const shown = line({ ...LINE, verdict }, new Date(0))
  assert.match(shown, /log_line: let through/)
  assert.doesNotMatch(shown, /hunter2/)
})
