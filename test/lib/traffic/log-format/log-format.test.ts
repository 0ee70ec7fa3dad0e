import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { LOG_FORMATS, compileFormat } from '../../../../lib/traffic/log-format/log-format.ts'
import { parsed } from '../../../support/traffic-scene.ts'

const TIME = Date.UTC(2026, 10, 28, 3, 6, 13) / 1000

function faultOf(format: string): string | undefined {
  const outcome = compileFormat(format)
  return 'fault' in outcome ? outcome.fault : undefined
}

suite('formats known by name', () => {
  const rest = {
    status: 200,
    size: 483,
    time: TIME,
    status_code: '200',
    action: 'GET',
    page: '/fast',
    protocol: 'HTTP/1.0',
  }
  const request = '[28/Nov/2026:03:06:13 +0000] "GET /fast?x=1 HTTP/1.0" 200 483'

  test('all compile', () => {
    for (const name of Object.keys(LOG_FORMATS)) assert.equal(faultOf(name), undefined, name)
  })

  test('common, combined and litespeed: both users', () => {
    const expected = { ...rest, ip: '192.0.2.1', local_user: 'ident', remote_user: 'mary' }
    assert.deepEqual(parsed('common', `192.0.2.1 ident mary ${request}`), expected)
    for (const name of ['combined', 'litespeed'])
      assert.deepEqual(parsed(name, `192.0.2.1 ident mary ${request} "-" "curl/8.5.0"`), expected, name)
  })

  test('vhost_combined: the name of the virtual host, without its port', () => {
    assert.deepEqual(parsed('vhost_combined', `www.example.com:443 192.0.2.1 - - ${request} "-" "-"`), {
      ...rest,
      vhost: 'www.example.com',
      ip: '192.0.2.1',
      local_user: '-',
      remote_user: '-',
    })
  })

  test('nginx, and its main', () => {
    const expected = { ...rest, ip: '2001:db8::1', remote_user: 'mary' }
    assert.deepEqual(parsed('nginx', `2001:db8::1 - mary ${request} "-" "-"`), expected)
    assert.deepEqual(parsed('main', `2001:db8::1 - mary ${request} "-" "-" "203.0.113.7"`), expected)
  })

  test('pure-ftpd: a request without a protocol', () => {
    const line = 'localhost - ftpu [28/Nov/2026:03:06:13 -0000] "PUT /home/ftpu/a%20b.txt" 200 6'
    assert.deepEqual(parsed('pure-ftpd', line), {
      time: TIME,
      status: 200,
      size: 6,
      ip: 'localhost',
      local_user: '-',
      remote_user: 'ftpu',
      action: 'PUT',
      page: '/home/ftpu/a%20b.txt',
      status_code: '200',
    })
  })
})

suite('an Apache LogFormat', () => {
  test('may be written as in the configuration, with escaped quotes, or as text', () => {
    const line = '192.0.2.1 - - [28/Nov/2026:03:06:13 +0000] "GET / HTTP/1.1" 200 7'
    for (const format of ['%h %l %u %t \\"%r\\" %>s %b', '%h %l %u %t "%r" %>s %b'])
      assert.equal(parsed(format, line)?.['size'], 7, format)
  })

  test('may have method, path, query and protocol of a request alone', () => {
    assert.deepEqual(parsed('%a %m %U%q %H %s %B %{sec}t', '192.0.2.1 GET /a/b?c=d HTTP/1.1 404 9 1795835173'), {
      time: 1_795_835_173,
      status: 404,
      size: 9,
      ip: '192.0.2.1',
      action: 'GET',
      page: '/a/b',
      protocol: 'HTTP/1.1',
      status_code: '404',
    })
  })

  test('may have modifiers, percent signs, headers and durations, which are not counted', () => {
    const format = '%% %{X-Forwarded-For}i %!200,304{Referer}i %<s %D %I %{%s}t "%r" %O %{Set-Cookie}o %p %V'
    const line = '% 203.0.113.7 - 200 1234 567 1795835173 "GET /x HTTP/2.0" 89 a=b 443 www.example.com'
    assert.deepEqual(parsed(format, line), {
      time: 1_795_835_173,
      status: 200,
      size: 89,
      vhost: 'www.example.com',
      action: 'GET',
      page: '/x',
      protocol: 'HTTP/2.0',
      status_code: '200',
    })
  })

  test('may have a time in milliseconds, microseconds, or of its own form', () => {
    for (const [field, written] of [
      ['%{msec}t', '1795835173999'],
      ['%{begin:usec}t', '1795835173999999'],
      ['%{end:%s}t', '1795835173'],
      ['%{%Y-%m-%dT%H:%M:%S%z}t', '2026-11-28T04:06:13+0100'],
      ['%{%F %T %z}t', '2026-11-27 21:36:13 -0530'],
      ['%{%d.%b.%Y %H-%M-%S %z}t', '28.Nov.2026 03-06-13 +0000'],
    ])
      assert.equal(parsed(`${field} %>s`, `${written} 200`)?.['time'], TIME, field)
  })

  test('counts the first of several fields of one meaning', () => {
    assert.equal(parsed('%h %a %t %>s %b %O', '192.0.2.1 192.0.2.2 [28/Nov/2026:03:06:13 +0000] 200 5 9')?.['size'], 5)
  })

  test('without bytes counts none', () => {
    assert.equal(parsed('%t %>s', '[28/Nov/2026:03:06:13 +0000] 200')?.['size'], 0)
  })
})

suite('an nginx log_format', () => {
  test('may have any variable, in braces or not', () => {
    const format =
      '${remote_addr} $host "$request_method $request_uri $server_protocol" $status $bytes_sent $msec $my_own'
    assert.deepEqual(parsed(format, '192.0.2.1 www.example.com "GET /a?b HTTP/2.0" 200 31 1795835173.123 x y'), {
      time: TIME,
      status: 200,
      size: 31,
      ip: '192.0.2.1',
      vhost: 'www.example.com',
      action: 'GET',
      page: '/a',
      protocol: 'HTTP/2.0',
      status_code: '200',
    })
  })

  test('may have a time as in ISO 8601, and a path with its query in pieces', () => {
    const line = '2026-11-28T04:06:13+01:00 200 /a?b=c 192.0.2.1'
    const { time, page, ip } = parsed('$time_iso8601 $status $uri$is_args$args $remote_addr', line) ?? {}
    assert.deepEqual({ time, page, ip }, { time: TIME, page: '/a', ip: '192.0.2.1' })
  })
})

suite('a format is refused', () => {
  for (const [format, fault] of [
    ['%h "%r" %>s %b', 'has no time: add %t'],
    ['$remote_addr $status', 'has no time: add [$time_local]'],
    ['%h %t "%r" %b', 'has no status: add %>s'],
    ['[$time_local] "$request"', 'has no status: add $status'],
    ['', 'is neither a name nor a format: fields begin with % or $'],
    ['combine', 'is neither a name nor a format: fields begin with % or $'],
    ['%t %>s%b', 'has %>s and %b side by side at character 4: nothing tells where one ends and the other begins'],
    [
      '[$time_local] $host$request_uri $status',
      'has $host and $request_uri side by side at character 15: nothing tells where one ends and the other begins',
    ],
    ['%t %>s %Z', 'has %Z at character 8, which is no field of Apache'],
    ['%t %>s %', 'has % at character 8, which is no field of Apache'],
    ['%t %>s %{Referer', 'has a brace at character 9 that is never closed'],
    ['%t %r %>s', 'has %r at character 4 outside quotes: it has spaces itself'],
    ['%{%H:%M}t %>s', 'has %{%H:%M}t at character 1, which is a time without a year (%Y)'],
    ['%{%F %T}t %>s', 'has %{%F %T}t at character 1, which is a time without a zone (%z)'],
    ['%{%c}t %>s', 'has %{%c}t at character 1, which is a time with %c, which cannot be read'],
    ['%{%s}t %I .\\n%{%s}t %>s', 'has a newline: each request must be one line'],
    ['$status $ [$time_local]', 'has a $ at character 9 without the name of a variable'],
    ['%t %>s'.padEnd(5000), 'has more than 4096 characters'],
  ] as const)
    test(`${format.trim().slice(0, 60) || 'the empty one'}: ${fault}`, () => {
      assert.equal(faultOf(format), fault)
    })
})
