import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseSyslogLine } from '../../../agent/drivers/syslog-line.ts'

const STAMP = 'Nov 28 07:01:02'

test('both headers of syslog end before the message, with and without a process id', () => {
  for (const stamp of [STAMP, 'Nov  8 07:01:02', '2026-11-28T07:01:02.123456+01:00', '2026-11-28T07:01:02Z']) {
    for (const program of ['sshd', 'sshd[42]']) {
      const line = parseSyslogLine(`${stamp} web1.example.com ${program}: a: b [c]: d`)
      assert.deepEqual(line, { stamp, program: 'sshd', message: 'a: b [c]: d', times: 1 })
    }
  }
})

test('a message that stands for several is taken out, with their number', () => {
  const line = parseSyslogLine(`${STAMP} web1 sshd[42]: message repeated 3 times: [ Failed [x]]`)
  assert.deepEqual(line, { stamp: STAMP, program: 'sshd', message: 'Failed [x]', times: 3 })
})

test('words within a message that look like such a number count nothing', () => {
  for (const message of [
    'x message repeated 3 times: [ y]',
    'message repeated 3 times: [ y] z',
    'message repeated: [ y]',
  ])
    assert.deepEqual(parseSyslogLine(`${STAMP} web1 sshd: ${message}`), {
      stamp: STAMP,
      program: 'sshd',
      message,
      times: 1,
    })
})

test('text without a whole header is refused', () => {
  for (const text of [
    '',
    `${STAMP} web1 sshd`,
    `${STAMP} web1 sshd:x`,
    `${STAMP} sshd: x`,
    ` ${STAMP} web1 sshd: x`,
    `${STAMP}  sshd: x`,
    `${STAMP} web1 a b: x`,
    `${STAMP} web1 sshd[x]: y`,
    `<13>${STAMP} web1 sshd: x`,
    '28 Nov 07:01:02 web1 sshd: x',
  ])
    assert.equal(parseSyslogLine(text), undefined, text)
})
