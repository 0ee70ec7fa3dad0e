import assert from 'node:assert/strict'
import { test } from 'node:test'
import { escaped, unescaped } from '../../../../agent/files/forms/escapes.ts'
import { LineCutter } from '../../../../agent/files/forms/lines.ts'
import { ListParser } from '../../../../agent/files/forms/list-parser.ts'
import { mailLogLine, readMailLogLine } from '../../../../agent/files/forms/maillog-form.ts'
import { sumEnd, sumHead, sumLine } from '../../../../agent/files/forms/sha256sum-form.ts'
import type { Listed } from '../../../../agent/files/listed.ts'

const SHA256 = { algorithm: 'sha256', hex: '0a'.repeat(32) } as const
const RIGHTS = { mode: 0o4755, uid: 12, gid: 34 } as const

/** What somebody makes up to forge a line or a column. */
const NAMES = [
  '/a b',
  '/a\nb',
  '/a\tb',
  '/a\\nb',
  '\\',
  '/\r',
  '/a\n#\tend\t0',
  `/x\n${'0'.repeat(64)}  /y`,
  '/\xff\xfe',
  '/#',
]

function read(text: string): readonly Listed[] {
  const parser = new ListParser()
  return text
    .split('\n')
    .slice(0, -1)
    .flatMap((line) => {
      const listed = parser.read(line) ?? assert.fail(line)
      return listed === 'nothing' ? [] : [listed]
    })
}

test('what is written in our form is read as it was, whatever the names and targets are', () => {
  const all = NAMES.flatMap((name): readonly Listed[] => [
    { name, type: 'f', ...RIGHTS, size: 5, digest: SHA256 },
    { name, type: 'd', ...RIGHTS },
    { name, type: 's', ...RIGHTS },
    { name, type: 'p', ...RIGHTS },
    { name, type: 'c', ...RIGHTS, device: '1:3' },
    { name, type: 'b', ...RIGHTS, device: '259:1048575' },
    { name, type: 'l', uid: 1, gid: 2, target: name },
    { name, type: '?', reason: 'permission denied' },
  ])
  const head = sumHead({ made: 1_700_000_000, before: 'none', trees: NAMES, excluded: NAMES })
  const text = head + all.map((listed) => sumLine(listed)).join('') + sumEnd(all.length)
  assert.deepEqual(read(text), all)
  const parser = new ListParser()
  for (const line of head.split('\n')) parser.read(line)
  assert.deepEqual(parser.head, { made: 1_700_000_000, before: 'none', trees: NAMES, excluded: NAMES })
})

test('what is written in the form of MailLog is read as it was, and is one line', () => {
  for (const name of NAMES) {
    const file: Listed = { name, type: 'f', size: 5, digest: SHA256 }
    const line = mailLogLine({ ...file, ...RIGHTS })
    assert.deepEqual([line.split('\n').length, readMailLogLine(line.slice(0, -1))], [2, file])
    const unread: Listed = { name: `/x${name}`, type: '?', reason: 'permission denied' }
    const warning = mailLogLine(unread)
    assert.deepEqual([warning.split('\n').length, readMailLogLine(warning.slice(0, -1))], [2, unread])
  }
  assert.equal(mailLogLine({ name: '/l', type: 'l', target: 'x' }), '')
})

test('lists of MailLog itself are read: MD5 with and without its padding, whatever the key, and warnings', () => {
  const md5 = { algorithm: 'md5', hex: 'd41d8cd98f00b204e9800998ecf8427e' } as const
  const expected = { name: '/etc/a\\b', type: 'f', size: 0, digest: md5 }
  for (const digest of ['1B2M2Y8AsgTpgAmY7PhCfg==', '1B2M2Y8AsgTpgAmY7PhCfg'])
    for (const key of ['md5', '']) assert.deepEqual(readMailLogLine(`${digest}\t${key}\t0\t/etc/a\\b`), expected)
  assert.equal(readMailLogLine('warn\tcannot open something'), 'no file')
})

test('a line that no list has is told from one that lists nothing', () => {
  const wrong = [
    'x',
    '0'.repeat(64),
    `${'0'.repeat(64)}  `,
    `\\${'0'.repeat(64)}  /a\\x`,
    `${'0'.repeat(63)}  /a`,
    '#\tq\t0755\t0\t0\t/a',
    '#\td\t755\t0\t0\t/a',
    '#\td\t0755\t0\t/a',
    '#\tc\t0755\t0\t0\tx\t/a',
    '#\tl\t0\t0\t\\x\t/a',
    '#\tend\tx',
    '#\tend\t7',
    '#\tmade\tx',
    '#\t__proto__\t0\t0\t/a',
    'AAAA\tmd5\t0\t/a',
  ]
  for (const line of wrong) assert.equal(new ListParser().read(line), undefined, line)
  for (const line of ['', '# a remark']) assert.equal(new ListParser().read(line), 'nothing')
})

test('rights are followed by their file, and nothing follows the end', () => {
  const apart = new ListParser()
  apart.read('#\tf\t0644\t0\t0\t1')
  assert.ok(apart.isCut)
  assert.equal(apart.read('#\td\t0755\t0\t0\t/a'), undefined)
  const ended = new ListParser()
  ended.read('#\tspoor-agent files 1')
  assert.ok(ended.isCut)
  ended.read('#\tend\t0')
  assert.ok(!ended.isCut)
  assert.equal(ended.read(`${'0'.repeat(64)}  /a`), undefined)
})

test('escapes are undone, and what is none is refused', () => {
  for (const name of NAMES) assert.equal(unescaped(escaped(name)), name)
  for (const text of ['\\', '\\x', '\\\\\\']) assert.equal(unescaped(text), undefined)
})

test('a line longer than any is refused before it fills the memory', () => {
  const cutter = new LineCutter()
  const piece = Buffer.alloc(600_000, 'x')
  assert.deepEqual(cutter.cut(piece), [])
  assert.equal(cutter.cut(piece), undefined)
  assert.deepEqual(new LineCutter().cut(Buffer.from('a\nb\nc')), ['a', 'b'])
})
