// Lines that are as usual are read on a path of their own, all others on the general one: both must read the same.
import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import * as fc from 'fast-check'
import { isFormatFault } from '../../../../lib/traffic/log-format/format-fault.ts'
import { LOG_FORMATS, compileFormat } from '../../../../lib/traffic/log-format/log-format.ts'
import { TrafficLine } from '../../../../lib/traffic/log-format/traffic-line.ts'
import { UsualLines } from '../../../../lib/traffic/log-format/usual-lines.ts'
import { trafficLines } from '../../../support/traffic-log.ts'
import { parserOf, told } from '../../../support/traffic-scene.ts'

/** Formats that have usual lines, with the beginning of such a line. */
const FORMATS: readonly (readonly [format: string, before: string])[] = [
  ['common', '192.0.2.1 - - '],
  ['combined', '2001:db8::1 ident mary '],
  ['vhost_combined', 'www.example.com:443 192.0.2.1 - - '],
  ['nginx', '192.0.2.1 - mary ann '],
  ['%h [%{%F %T %z}t] "%r" %>s %b,%D', '192.0.2.1 '],
]

/** What a parser reads in each line of these bytes. */
function readBy(format: string, bytes: Buffer): readonly unknown[] {
  const parser = parserOf(format)
  parser.begin(bytes)
  const lines: unknown[] = []
  for (let at = 0; at < bytes.length;) {
    at = parser.read(at)
    lines.push(parser.line.isRecognised ? told(parser.line) : 'not recognised')
  }
  return lines
}

/** A format that begins with a text has no usual lines. */
function assertSame(format: string, text: string): void {
  const name = Object.hasOwn(LOG_FORMATS, format) ? LOG_FORMATS[format] : format
  const general = text.replaceAll(/(?<=^|\n)(?=[^])/g, 'x')
  assert.deepEqual(readBy(format, Buffer.from(text, 'latin1')), readBy(`x${name}`, Buffer.from(general, 'latin1')))
}

const STAMPS = ['28/Nov/2026:03:06:13 +0000', '28/Nov/2026:03:06:60 -0000', '2026-11-28 03:06:13 +0130']

const REQUESTS = [
  'GET / HTTP/1.1',
  'POST /wp-login.php HTTP/2.0',
  'HEAD /a/b?c=d&e HTTP/1.0',
  'GET /a!b?c!d HTTP/3.0',
  'GET /search?q=\\"a b\\" HTTP/1.1',
  'GET /a\\\\',
  'GET / HTTP/1.1\\\\',
  'GET / HTTP/1.1\\"',
  'GET / x\\" 404 7 y',
  'GET / HTTP/1.1\\" 404 7 y',
  'GET / HTTP/1 1',
  'GET  /  HTTP/1.1',
  'GET / ',
  'PUT /a%20b.txt',
  '\\x16\\x03',
  '-',
  '',
]

const ENDS = [
  '200 5',
  '304 -',
  '404 999999999',
  '404 1234567890',
  '404 12345678901234',
  '99 1',
  '1000 1',
  '200 5,7',
  '200 5 "-" "curl"',
]

/** Bytes that mean something in a line. */
const TELLING = Array.from('\n\r "\\?![]-:/ 0159GPH\u0000\u00ff')

suite('a line that is usual', () => {
  test('is read the same as by the general path, also among others', () => {
    const line = fc.tuple(
      fc.constantFrom(...FORMATS.map(([, before]) => before), '- - - ', ' - - '),
      fc.constantFrom(...STAMPS),
      fc.constantFrom(...REQUESTS),
      fc.constantFrom(...ENDS),
      fc.constantFrom('\n', '\r\n', ' "-" "curl/8.5.0"\n'),
    )
    const lines = fc.array(line, { minLength: 1, maxLength: 6 })
    fc.assert(
      fc.property(fc.constantFrom(...FORMATS), lines, ([format], lines) => {
        const text = lines.map(
          ([before, stamp, request, end, rest]) => `${before}[${stamp}] "${request}" ${end}${rest}`,
        )
        assertSame(format, text.join(''))
      }),
      { numRuns: 1000 },
    )
  })

  test('is read the same with any of its bytes gone, another, or more of them', () => {
    const edit = fc.record({
      at: fc.nat(140),
      gone: fc.constantFrom(0, 1, 1, 2, 20),
      more: fc.oneof(
        fc.constantFrom(...TELLING),
        fc.uint8Array({ maxLength: 4 }).map((bytes) => Buffer.from(bytes).toString('latin1')),
      ),
    })
    const edits = fc.array(edit, { maxLength: 4 })
    const request = fc.constantFrom(...REQUESTS)
    fc.assert(
      fc.property(fc.constantFrom(...FORMATS), request, edits, ([format, before], request, edits) => {
        const stamp = format.includes('%F') ? STAMPS[2] : STAMPS[0]
        const line = `${before}[${stamp}] "${request}" 200 512\n`
        let text = line.repeat(2)
        for (const { at, gone, more } of edits) text = text.slice(0, at) + more + text.slice(at + gone)
        assertSame(format, text)
      }),
      { numRuns: 3000 },
    )
  })

  test('is read the same with each of its bytes gone, doubled, or one that tells something', () => {
    for (const [format, before] of FORMATS) {
      const stamp = format.includes('%F') ? STAMPS[2] : STAMPS[0]
      const line = `${before}[${stamp}] "GET /a?b HTTP/1.1" 200 5 "-"\n`
      const lines = Array.from(line, (byte, at) =>
        ['', byte + byte, ...TELLING].map((other) => line.slice(0, at) + other + line.slice(at + 1)),
      )
      assertSame(format, lines.flat().join(''))
    }
  })

  test('is read the same where the bytes end in it', () => {
    for (const [format, before] of FORMATS) {
      const stamp = format.includes('%F') ? STAMPS[2] : STAMPS[0]
      const line = `${before}[${stamp}] "GET /a?b HTTP/1.1" 200 512 "-"`
      for (let length = 0; length <= line.length; length += 1) assertSame(format, line.slice(0, length))
    }
  })
})

suite('usual lines', () => {
  const usual = (format: string): UsualLines | undefined => {
    const plan = compileFormat(format)
    assert.ok(!isFormatFault(plan))
    return UsualLines.of(plan)
  }

  test('are of every format that is known by name, and of those that are like them', () => {
    for (const format of [...Object.keys(LOG_FORMATS), ...FORMATS.map(([format]) => format)])
      assert.ok(usual(format) !== undefined, format)
    for (const format of [
      '%h %t "%r" %>s',
      '%{sec}t "%r" %>s %b',
      '"%h" %t "%r" %>s %b',
      '%t "%m %U" %>s %b',
      '%t "%r" %>s %b',
    ])
      assert.equal(usual(format), undefined, format)
  })

  test('are almost all lines', () => {
    const lines = [...trafficLines(5000)]
    const line = new TrafficLine()
    const ofFormat = usual('combined')
    const read = lines.filter((text) => {
      line.bytes = Buffer.from(`${text}\n`)
      line.view = new DataView(line.bytes.buffer, line.bytes.byteOffset, line.bytes.length)
      return ofFormat?.read(line, 0) !== -1
    })
    assert.ok(read.length > 0.99 * lines.length, String(read.length))
  })
})
