import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import * as fc from 'fast-check'
import { LOG_FORMATS } from '../../../../lib/traffic/log-format/log-format.ts'
import { parsed, parserOf } from '../../../support/traffic-scene.ts'

/** A line in the format `common`. */
function lineOf({
  ip = '192.0.2.1',
  users = '- -',
  stamp = '09/May/2018:16:00:42 +0000',
  rest = '"GET / HTTP/1.1" 200 5',
}) {
  return `${ip} ${users} [${stamp}] ${rest}`
}

function common(line: string): Record<string, string | number> | undefined {
  return parsed('common', line)
}

function timeOf(stamp: string): string | number | undefined {
  return common(lineOf({ stamp }))?.['time']
}

suite('what apachescan reads is read', () => {
  test('users, escaped quotes, a zone of -0000, and whatever follows the size', () => {
    const time = Date.UTC(2018, 4, 9, 16, 0, 42) / 1000
    const of = (rest: string, users = '- frank') => common(lineOf({ ip: '127.0.0.1', users, rest }))
    assert.equal(of('"GET /report HTTP/1.0" 200 123', '- james')?.['remote_user'], 'james')
    assert.equal(of('"POST /api/u\\"ser HTTP/1.0" 200 34')?.['page'], '/api/u\\"ser')
    assert.equal(timeOf('09/May/2018:17:00:42 -0000'), time + 3600)
    assert.equal(of('"POST /api/user HTTP/1.0" 503 12 amleopz " "rop')?.['size'], 12)
  })
})

suite('what apachescan refuses is refused where no server writes it', () => {
  for (const [why, line] of [
    ['a user is missing: it would be -', lineOf({ users: ' james' })],
    ['the second user is missing: it would be - or ""', lineOf({ users: '- ' })],
    ['the size is missing: the line is cut off', lineOf({ rest: '"GET /api/user HTTP/1.0" 200' })],
    ['the status is missing', lineOf({ rest: '"POST /api/user HTTP/1.0"  12' })],
    ['a quote in the request without a backslash', lineOf({ rest: '"GET /api/"user HTTP/1.0" 503 12' })],
    ['the time has no seconds', lineOf({ stamp: '09/May/2018:16:00 +0000' })],
    ['a bracket in the time', lineOf({ stamp: '09/May/2018:]16:00:42 +0000' })],
    ['half a zone', lineOf({ stamp: '09/May/2018:16:00:42 +00' })],
    ['nothing', ''],
  ] as const)
    test(why, () => {
      assert.equal(common(line), undefined)
    })
})

suite('what apachescan refuses is read where a client sent it', () => {
  for (const [why, rest, action, page] of [
    ['a request without a page', '"POST  HTTP/1.0" 400 34', 'POST', ''],
    ['a request without an action', '" /api/user HTTP/1.0" 400 12', '', '/api/user'],
    ['no request', '"-" 408 -', '-', ''],
    ['an empty request', '"" 400 0', '', ''],
    ['bytes of TLS', '"\\x16\\x03\\x01\\x02" 400 226', '\\x16\\x03\\x01\\x02', ''],
    ['an escaped backslash before the quote', '"GET /a\\\\" 400 0', 'GET', '/a\\\\'],
    ['quotes as nginx writes them', '"GET /\\x22a\\x22 HTTP/1.1" 200 5', 'GET', '/\\x22a\\x22'],
    ['two escaped quotes in a row', '"GET /\\"\\"a HTTP/1.1" 200 5', 'GET', '/\\"\\"a'],
    ['an action in small letters', '"get /a HTTP/1.1" 400 5', 'get', '/a'],
  ] as const)
    test(why, () => {
      const read = common(lineOf({ rest }))
      assert.ok(read !== undefined)
      assert.deepEqual([read['action'] ?? '', read['page'] ?? ''], [action, page])
    })

  test('any status, and a size of -', () => {
    for (const status of [0, 99, 100, 304, 499, 599, 999, 1000, 123_456_789])
      assert.equal(common(lineOf({ rest: `"GET / HTTP/1.1" ${status} -` }))?.['status'], status)
    assert.equal(common(lineOf({ rest: '"GET / HTTP/1.1" 304 -' }))?.['size'], 0)
  })

  test('addresses of IPv6, and names', () => {
    for (const ip of ['2001:db8::1', '::ffff:192.0.2.1', 'client.example.net', '-'])
      assert.equal(common(lineOf({ ip }))?.['ip'], ip)
  })

  test('a user with spaces and brackets', () => {
    assert.equal(common(lineOf({ users: '- mary [x] [ann' }))?.['remote_user'], 'mary [x] [ann')
    assert.equal(common(lineOf({ users: '- mary ann' }))?.['remote_user'], 'mary ann')
  })
})

suite('a page', () => {
  const pageOf = (request: string): unknown => common(lineOf({ rest: `"${request}" 200 5` }))?.['page']

  test('is without its query', () => {
    assert.equal(pageOf('GET /a/b?c=d&e=/f?g HTTP/1.1'), '/a/b')
    assert.equal(pageOf('GET /?x=a b c HTTP/1.1'), '/')
  })

  test('ends at a space; the protocol follows the last one', () => {
    const { page, protocol } = common(lineOf({ rest: '"GET /a b c HTTP/1.1" 200 5' })) ?? {}
    assert.deepEqual({ page, protocol }, { page: '/a', protocol: 'HTTP/1.1' })
  })
})

suite('a time', () => {
  test('is local time less its offset', () => {
    const noon = Date.UTC(2019, 11, 24, 12) / 1000
    assert.equal(timeOf('24/Dec/2019:12:00:00 +0000'), noon)
    assert.equal(timeOf('24/Dec/2019:13:00:00 +0100'), noon)
    assert.equal(timeOf('24/Dec/2019:06:30:00 -0530'), noon)
    assert.equal(timeOf('25/Dec/2019:01:45:00 +1345'), noon)
  })

  test('may be any that exists, with a leap second, up to the year 9999', () => {
    assert.equal(timeOf('29/Feb/2024:23:59:60 +0000'), Date.UTC(2024, 2, 1) / 1000)
    assert.equal(timeOf('31/Dec/9999:23:59:59 +0000'), 253_402_300_799)
    assert.equal(timeOf('01/Jan/1970:00:00:00 +0000'), 0)
  })

  test('is none if it does not exist', () => {
    for (const stamp of [
      '29/Feb/2023:10:00:00 +0000',
      '00/Dec/2019:10:00:00 +0000',
      '24/Foo/2019:10:00:00 +0000',
      '24/Dec/2019:24:00:00 +0000',
      '24/Dec/2019:10:60:00 +0000',
      '24/Dec/2019:10:00:61 +0000',
      '24/Dec/2019:10:00:5x +0000',
      '24/Dec/2019:10:00:00 +2400',
      '24/Dec/2019:10:00:00 +0060',
      '24/Dec/2019:10:00:00  0000',
      '24-Dec-2019:10:00:00 +0000',
      '24/Dec/1969:10:00:00 +0000',
      '01/Jan/1970:00:00:00 +0100',
    ])
      assert.equal(timeOf(stamp), undefined, stamp)
  })

  test('is right after one of another minute, of another zone, and after none', () => {
    const parser = parserOf('common')
    const stamps = [
      '24/Dec/2019:12:00:01 +0000',
      '24/Dec/2019:12:01:02 +0000',
      'x',
      '24/Dec/2019:12:01:03 +0100',
      '24/Dec/2019:12:01:59 +0100',
    ]
    const bytes = Buffer.from(stamps.map((stamp) => `${lineOf({ stamp })}\n`).join(''))
    parser.begin(bytes)
    const times: (number | undefined)[] = []
    for (let at = 0; at < bytes.length;) {
      at = parser.read(at)
      times.push(parser.line.isRecognised ? parser.line.time : undefined)
    }
    const noon = Date.UTC(2019, 11, 24, 12) / 1000
    assert.deepEqual(times, [noon + 1, noon + 62, undefined, noon + 63 - 3600, noon + 119 - 3600])
  })
})

suite('numbers', () => {
  test('are exact, or the line is not recognised', () => {
    const sizeOf = (size: string): unknown => common(lineOf({ rest: `"GET / HTTP/1.1" 200 ${size}` }))?.['size']
    assert.equal(sizeOf('9999999999999'), 9_999_999_999_999)
    assert.equal(sizeOf('99999999999999'), undefined)
    assert.equal(sizeOf('12x'), undefined)
    assert.equal(sizeOf('-5'), undefined)
    assert.equal(common(lineOf({ rest: '"GET / HTTP/1.1" 2000000000 5' })), undefined)
  })
})

suite('whatever the bytes', () => {
  test('each line ends at its newline, and nothing throws', () => {
    const text = fc.oneof(
      fc.uint8Array({ maxLength: 80 }).map((bytes) => Buffer.from(bytes).toString('latin1')),
      fc.constantFrom(lineOf({}), 'www.example.com:80 ', ' [', '"', '\\', '\\"', '28/Nov/2026:03:06:13 +0000', ' 200 '),
    )
    const bytes = fc.array(text, { maxLength: 12 }).map((texts) => Buffer.from(`${texts.join('')}\n`, 'latin1'))
    fc.assert(
      fc.property(fc.constantFrom(...Object.keys(LOG_FORMATS)), bytes, (format, bytes) => {
        const parser = parserOf(format)
        parser.begin(bytes)
        let lines = 0
        for (let at = 0; at < bytes.length; lines += 1) {
          const next = parser.read(at)
          assert.equal(next, bytes.indexOf(10, at) + 1)
          for (const end of parser.line.isRecognised ? parser.line.ends : []) assert.ok(end < next)
          at = next
        }
        assert.equal(lines, bytes.toString('latin1').split('\n').length - 1)
      }),
    )
  })

  test('a line is read the same whatever is before it', () => {
    const line = lineOf({ rest: '"GET /a?b HTTP/1.1" 200 5' })
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), (before) => {
        const parser = parserOf('common')
        const bytes = Buffer.concat([Buffer.from(before), Buffer.from(`\n${line}\n`)])
        parser.begin(bytes)
        parser.read(bytes.length - line.length - 1)
        const { isRecognised, time, status, size } = parser.line
        assert.deepEqual({ isRecognised, time, status, size }, { isRecognised: true, ...pick(line) })
      }),
    )
  })
})

function pick(line: string): object {
  const { time, status, size } = common(line) ?? {}
  return { time, status, size }
}
