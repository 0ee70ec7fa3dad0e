import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { mkdir, open, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { suite, test, type TestContext } from 'node:test'
import { gzipSync } from 'node:zlib'
import { traffic } from '../../../agent/commands/traffic.ts'
import type { Options } from '../../../lib/command-line/command.ts'
import { ActionNeeded } from '../../../lib/system/errors.ts'
import { type RanCommand, ranCommand } from '../../support/ran-command.ts'
import { temporaryFolder } from '../../support/spool-scene.ts'
import { trafficLines } from '../../support/traffic-log.ts'

const run = (files: readonly string[], options: Options = {}, input = ''): Promise<RanCommand> =>
  ranCommand(traffic, files, { once: true, ...options }, input)

const request = (time: string, page: string, size: number | string, status = 200, ip = '192.0.2.1'): string =>
  `${ip} - - [28/Nov/2025:${time} +0000] "GET ${page} HTTP/1.1" ${status} ${size} "-" "curl/8.5.0"\n`

const LOG = [
  request('10:00:00', '/shop/cart?id=1', 2048),
  request('10:00:01', '/shop/list', 1024, 200, '192.0.2.2'),
  request('10:00:12', '/', '-', 304),
  request('10:01:30', '/broken', 10, 503),
  'no request\n',
].join('')

/** Of bursts: 1,300 requests within 2 minutes, then one after 10 minutes. */
const BURST = [
  ...Array.from({ length: 1300 }, (_, index) => request(`10:0${index < 650 ? 0 : 1}:10`, '/', 1)),
  request('10:10:00', '/', 1),
].join('')

async function logFile(t: TestContext, content: string | Buffer = LOG, name = 'access.log'): Promise<string> {
  const file = join(await temporaryFolder(t), name)
  await writeFile(file, content)
  return file
}

function linesOfJson(output: string): readonly Record<string, string | number>[] {
  return output
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line))
}

suite('traffic --once', () => {
  test('shows people intervals with their sum, a sparkline and lists', async (t) => {
    const { output, said, exitCode } = await run([await logFile(t)], { keys: 'section' })
    const lines = output.split('\n')
    assert.match(lines[0] ?? '', /^2025-11-28 \d\d:00:00 to 2025-11-28 \d\d:01:30: █ ▃$/)
    assert.deepEqual(
      lines.slice(2, 7).map((line) => line.replace(/^2025-11-28 \d\d/, '10')),
      [
        'INTERVAL             REQUESTS      SIZE      MEAN  1XX  2XX  3XX  4XX  5XX  LATE',
        '10:00:00         2  3.00 KiB  1.50 KiB    0    2    0    0    0     0',
        '10:00:10         1       0 B       0 B    0    0    1    0    0     0',
        '10:01:30         1      10 B      10 B    0    0    0    0    1     0',
        'total                       4  3.01 KiB     771 B    0    2    1    0    1     0',
      ],
    )
    assert.match(output, /\n\nSECTION BY REQUESTS {2}REQUESTS {6}SIZE\n\/shop {2,}2 {2}3\.00 KiB\n/)
    assert.match(output, /\n\nSECTION BY BYTES {2,}REQUESTS {6}SIZE\n\/shop .*\n\/broken .*\n/)
    assert.match(
      said,
      /access\.log: its lines are read as combined\.\nRead: 4 requests; late: 0; ahead of the clock: 0;/,
    )
    assert.match(said, /lines of another format: 1\.\n$/)
    assert.equal(exitCode, 0)
  })

  test('prints the same numbers as CSV and JSON, exact, with times in UTC', async (t) => {
    const file = await logFile(t)
    const csv = (await run([file], { csv: true })).output.split('\n').filter((line) => line !== '')
    const [head = '', ...rows] = csv
    assert.equal(
      head,
      'row,time,key,value,requests,bytes,status_1xx,status_2xx,status_3xx,status_4xx,status_5xx,late,future,unrecognised,limit',
    )
    assert.deepEqual(rows.slice(0, 2), [
      'interval,2025-11-28T10:00:00Z,,,2,3072,0,2,0,0,0,0,0,0,',
      'interval,2025-11-28T10:00:10Z,,,1,0,0,0,1,0,0,0,0,0,',
    ])
    const records = linesOfJson((await run([file], { json: true })).output)
    const ofCsv = rows.map((row) => row.split(','))
    assert.deepEqual(
      records.map((record) => head.split(',').map((name) => String(record[name] ?? ''))),
      ofCsv,
    )
    const intervals = records.filter(({ row }) => row === 'interval')
    const total = records.find(({ row }) => row === 'total')
    for (const name of ['requests', 'bytes', 'status_2xx', 'status_5xx', 'late'])
      assert.equal(
        intervals.reduce((sum, each) => sum + Number(each[name]), 0),
        total?.[name],
        name,
      )
    assert.deepEqual(
      records.find(({ key, row }) => key === 'ip' && row === 'top_requests'),
      { row: 'top_requests', key: 'ip', value: '192.0.2.1', requests: 3, bytes: 2058 },
    )
  })

  test('reads gzip, a pipe and standard input as the plain file', async (t) => {
    const text = [...trafficLines(3000)].map((line) => `${line}\n`).join('')
    const plain = await run([await logFile(t, text)], { json: true })
    assert.equal((await run([await logFile(t, gzipSync(text), 'access.log.gz')], { json: true })).output, plain.output)
    assert.equal((await run(['-'], { json: true }, text)).output, plain.output)
    const fifo = join(await temporaryFolder(t), 'fifo')
    execFileSync('mkfifo', [fifo])
    // With both ends open, opening it does not block; more is written than a pipe holds, so the reader is there.
    const both = await open(fifo, 'r+')
    const piped = run([fifo], { json: true })
    await both.writeFile(text)
    await both.close()
    assert.equal((await piped).output, plain.output)
    assert.equal(linesOfJson(plain.output).find(({ row }) => row === 'total')?.['requests'], 3000)
  })

  test('adds up logs of one time, and counts each web site by the name of its log', async (t) => {
    const folder = await temporaryFolder(t)
    const domlogs = join(folder, 'domlogs')
    await mkdir(domlogs)
    const files = ['shop.example', 'shop.example-ssl_log', 'blog.example'].map((name) => join(domlogs, name))
    for (const file of files) await writeFile(file, LOG)
    const records = linesOfJson((await run(files, { json: true })).output)
    assert.deepEqual(
      records.filter(({ row }) => row === 'vhost').map(({ value, requests }) => [value, requests]),
      [
        ['shop.example', 8],
        ['blog.example', 4],
      ],
    )
    const [first] = records
    assert.deepEqual([first?.['requests'], first?.['late']], [6, 0])
  })

  test('finds virtual hosts in lines, in the format that fits best or was written out', async (t) => {
    const line = (vhost: string): string => `${vhost}:443 ${request('10:00:00', '/', 5)}`
    const file = await logFile(t, line('shop.example') + line('blog.example') + line('shop.example'))
    const { output, said } = await run([file], { csv: true })
    assert.match(output, /^vhost,,,shop\.example,2,10,.*\nvhost,,,blog\.example,1,5,/m)
    assert.match(said, /its lines are read as vhost_combined\./)
    const written = await run([file], { csv: true, format: '%v:%p %h %l %u %t "%r" %>s %b' })
    assert.equal(written.output, output)
    const common = await logFile(t, LOG.replaceAll(' "-" "curl/8.5.0"', ''))
    assert.match((await run([common])).said, /read as common\./)
  })

  test('says when there are too many requests, and when there are not any more', async (t) => {
    const file = await logFile(t, BURST)
    const guarded = async (options: Options) =>
      linesOfJson((await run([file], { json: true, ...options })).output).filter(({ limit }) => limit !== undefined)
    const [high, recovered, ...more] = await guarded({})
    assert.deepEqual(high, { row: 'high', time: '2025-11-28T10:01:10Z', requests: 1300, limit: 1200 })
    assert.equal(recovered?.['row'], 'recovered')
    assert.ok(Number(recovered['requests']) <= 960)
    assert.deepEqual(more, [])
    assert.deepEqual(await guarded({ threshold: '20' }), [])
    const { output } = await run([file])
    assert.match(output, /High traffic: 1300 requests in the window, more than 1200\n.*normal again/)
  })

  test('shows nothing that steers a terminal or a spreadsheet', async (t) => {
    const text = [
      '192.0.2.1 - - [28/Nov/2025:10:00:00 +0000] "GET /\u001b[2J\u202e HTTP/1.1" 200 5 "-" "-"',
      '192.0.2.1 - =cmd|x [28/Nov/2025:10:00:00 +0000] "GET =cmd() HTTP/1.1" 200 5 "-" "-"',
      `=cmd:1 192.0.2.1 - - [28/Nov/2025:10:00:00 +0000] "GET /${'x'.repeat(300)} HTTP/1.1" 200 5 "-" "-"`,
    ]
    for (const line of text) {
      const file = await logFile(t, `${line}\n`)
      for (const form of [{}, { csv: true }, { json: true }])
        for (const more of [{ keys: 'page,remote_user' }, { largest: true }]) {
          const { output, said } = await run([file], { ...form, ...more })
          assert.ok(!['\u001b', '\u202e'].some((steering) => (output + said).includes(steering)))
          if ('csv' in form) assert.doesNotMatch(output, /(?:^|,)=cmd/m)
        }
    }
  })

  test('--largest lists the requests with the most bytes', async (t) => {
    const file = await logFile(t)
    const { output } = await run([file], { largest: true, csv: true, top: '2' })
    assert.equal(
      output,
      [
        'bytes,time,ip,vhost,page',
        '2048,2025-11-28T10:00:00Z,192.0.2.1,,/shop/cart',
        '1024,2025-11-28T10:00:01Z,192.0.2.2,,/shop/list',
        '',
      ].join('\n'),
    )
    assert.match((await run([file], { largest: true })).output, /^ {4}SIZE {2}TIME .*\n2\.00 KiB {2}2025-11-28 /)
  })

  test('takes each line of a long log once, whatever is read at once', async (t) => {
    const lines = [...trafficLines(3000)]
    const long = request('10:00:00', `/${'x'.repeat(200_000)}`, 1)
    const text = [...lines.slice(0, 1500), long.trimEnd(), ...lines.slice(1500)].join('\n')
    // Of a last line without its newline nobody knows yet whether it is whole.
    const file = await logFile(t, `${text}\n192.0.2.1 - - [28/Nov`)
    const { output } = await run([file], { json: true, interval: '1d', window: '1d' })
    const sizes = text.split('\n').map((line) => Number(/" \d{3} (\d+|-)/.exec(line)?.[1]?.replace('-', '0')))
    const total = linesOfJson(output).find(({ row }) => row === 'total')
    assert.equal(total?.['requests'], 3001)
    assert.equal(
      total['bytes'],
      sizes.reduce((sum, size) => sum + size, 0),
    )
    const largest = linesOfJson((await run([file], { json: true, largest: true, top: '999' })).output)
    assert.deepEqual(
      largest.map(({ bytes }) => bytes),
      sizes.toSorted((one, other) => other - one).slice(0, 999),
    )
  })

  test('says what is wrong with options and files', async (t) => {
    for (const [files, options, pattern] of [
      [['/nonexistent'], {}, /traffic \/nonexistent: no such file/],
      [['/'], {}, /traffic \/: it is a folder/],
      [['-'], { csv: true, json: true }, /only one of --csv and --json/],
      [['-'], { interval: '500ms' }, /--interval wants whole seconds/],
      [['-'], { interval: '5m', window: '2m' }, /--window must be as long as --interval/],
      [['-'], { threshold: 'many' }, /--threshold wants requests a second/],
      [['-'], { clear: '101%' }, /--clear wants a share/],
      [['-'], { top: '0' }, /--top wants a number/],
      [['-'], { keys: 'ip,agent' }, /--keys takes ip, .* not "agent"/],
      [['-'], { format: '%h' }, /--format "%h" has no time: add %t; known by name: common,/],
      [['-'], { once: undefined }, /standard input and compressed files have an end/],
      [['-'], { compat: 'apachescan' }, /with --compat write the other options after a --/],
    ] as const)
      await assert.rejects(run(files, options), (error) => error instanceof ActionNeeded && pattern.test(error.message))
    const cut = await logFile(t, gzipSync(LOG).subarray(0, 60), 'log.gz')
    const { exitCode, said } = await run([cut])
    assert.equal(exitCode, 1)
    assert.match(said, new RegExp(`${RegExp.escape(basename(cut))}: it is cut short`))
    assert.match((await run(['-'], {}, 'a\nb\n')).said, /its first lines fit no format that is known by name/)
  })
})
