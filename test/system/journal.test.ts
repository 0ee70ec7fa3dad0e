import assert from 'node:assert/strict'
import { PassThrough } from 'node:stream'
import { test } from 'node:test'
import { journal } from '../../agent/system/journal.ts'
import type { Notice } from '../../agent/notice.ts'

function written(notice: Notice): string {
  const stderr = new PassThrough()
  journal(stderr)(notice)
  return String(stderr.read())
}

test('each severity has its priority of syslog', () => {
  const lines = (['error', 'warning', 'notice', 'info'] as const).map((severity) =>
    written({ severity, code: 'code', text: 'Text.' }),
  )
  assert.deepEqual(lines, ['<3>code: Text.\n', '<4>code: Text.\n', '<5>code: Text.\n', '<6>code: Text.\n'])
})

test('text from outside can neither forge a line nor steer a terminal', () => {
  const text = 'a\n<0>b\r\u001b[31mc\u009b31md\u2028e\u202ef\0'
  assert.equal(written({ severity: 'info', code: 'code', text }), '<6>code: a?<0>b??[31mc?31md?e?f?\n')
})

test('a line has an end', () => {
  assert.equal(written({ severity: 'info', code: 'c', text: 'ü'.repeat(10_000) }), `<6>c: ${'ü'.repeat(2000)}\n`)
})
