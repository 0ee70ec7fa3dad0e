import assert from 'node:assert/strict'
import { closeSync, fstatSync, openSync } from 'node:fs'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import { type TestContext, test } from 'node:test'
import { journal } from '../../../lib/notice/journal.ts'
import type { Notice, Severity } from '../../../lib/notice/notice.ts'
import { temporaryFolder } from '../../support/spool-scene.ts'

const SEVERITIES: readonly Severity[] = ['error', 'warning', 'notice', 'info']

function written(notices: readonly Notice[], stderr = new PassThrough(), env: NodeJS.ProcessEnv = {}): string {
  const tell = journal(stderr, env)
  for (const notice of notices) tell(notice)
  return String(stderr.read())
}

/** A stream that looks connected to the journal. */
async function inJournal(t: TestContext): Promise<{ stderr: PassThrough & { fd: number }; env: NodeJS.ProcessEnv }> {
  const fd = openSync(join(await temporaryFolder(t), 'journal'), 'w')
  t.after(() => closeSync(fd))
  const { dev, ino } = fstatSync(fd, { bigint: true })
  return { stderr: Object.assign(new PassThrough(), { fd }), env: { JOURNAL_STREAM: `${dev}:${ino}` } }
}

test('in the journal each severity has its syslog priority', async (t) => {
  const { stderr, env } = await inJournal(t)
  const notices = SEVERITIES.map((severity) => ({ severity, code: 'code', text: 'Text.' }))
  assert.equal(written(notices, stderr, env), '<3>code: Text.\n<4>code: Text.\n<5>code: Text.\n<6>code: Text.\n')
})

test('elsewhere a line has the time, and the severity as a word', () => {
  const notices = SEVERITIES.map((severity) => ({ severity, code: 'code', text: 'Text.' }))
  const lines = written(notices).split('\n')
  assert.deepEqual(
    lines.map((line) => line.replace(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d [+-]\d{4} /, '')),
    ['error   code: Text.', 'warning code: Text.', 'notice  code: Text.', 'info    code: Text.', ''],
  )
  assert.equal(lines[0]?.length, '2026-11-20 12:00:05 +0100 error   code: Text.'.length)
})

test('on a terminal errors are red and warnings yellow', () => {
  const terminal = Object.assign(new PassThrough(), { isTTY: true })
  const text = written([{ severity: 'error', code: 'code', text: 'Text.' }], terminal, { TERM: 'xterm' })
  assert.ok(text.endsWith(' \u001b[31merror  \u001b[39m code: Text.\n'))
})

test('text from outside can neither forge a line nor steer a terminal', () => {
  const text = 'a\n<0>b\r\u001b[31mc\u009b31md\u2028e\u202ef\0'
  assert.match(written([{ severity: 'info', code: 'code', text }]), / code: a\?<0>b\?\?\[31mc\?31md\?e\?f\?\n$/)
})

test('a long line is cut off', () => {
  const long = written([{ severity: 'info', code: 'c', text: 'ü'.repeat(10_000) }])
  assert.ok(long.endsWith(` c: ${'ü'.repeat(2000)}\n`))
})
