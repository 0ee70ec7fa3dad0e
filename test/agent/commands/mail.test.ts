import assert from 'node:assert/strict'
import { writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { suite, test, type TestContext } from 'node:test'
import { gzipSync } from 'node:zlib'
import { mail } from '../../../agent/commands/mail.ts'
import type { Options } from '../../../lib/command-line/command.ts'
import { ActionNeeded } from '../../../lib/system/errors.ts'
import { type RanCommand, ranCommand } from '../../support/ran-command.ts'
import { temporaryFolder } from '../../support/spool-scene.ts'

const run = (files: readonly string[], options: Options = {}, input = ''): Promise<RanCommand> =>
  ranCommand(mail, files, options, input)

const LOG = [
  '2026-11-28 10:00:00 1xX8c2-000014-03 <= a@shop.example H=x [192.0.2.1] P=esmtpa A=l:a@shop.example S=2048 T="x" for b@y.example c@y.example',
  '2026-11-28 10:00:01 1xX8c2-000014-03 => b@y.example R=r T=t H=mx.y.example [198.51.100.4]',
  '2026-11-28 10:00:01 1xX8c2-000014-03 == c@y.example R=r T=t defer (-46): later',
  '2026-11-28 11:00:00 1xX8c2-000015-03 <= =cmd\u001b[2J@evil.example H=x [192.0.2.2] P=esmtp S=1 for a@shop.example',
  '',
].join('\n')

async function logFile(t: TestContext, content: string | Buffer = LOG, name = 'log'): Promise<string> {
  const file = join(await temporaryFolder(t), name)
  await writeFile(file, content)
  return file
}

suite('mail', () => {
  test('shows people the days with their total, and whose mail it was', async (t) => {
    const file = await logFile(t)
    const days = await run([file])
    assert.equal(
      days.output,
      [
        'DAY         MESSAGES  RECIPIENTS      SIZE  DELIVERED  DEFERRED  FAILED',
        '2026-11-28         2           3  2.00 KiB          1         1       0',
        'total              2           3  2.00 KiB          1         1       0',
        '',
      ].join('\n'),
    )
    assert.deepEqual([days.exitCode, days.said], [0, "Lines: 4; not of Exim's main log: 0.\n"])
    const mailboxes = (await run([file], { by: 'mailbox' })).output.split('\n')
    assert.match(mailboxes[1] ?? '', /^a@shop\.example {2,}1 {2,}2 {2,}2\.00 KiB {2,}1 {2,}1 {2,}0$/)
  })

  test('prints all numbers as CSV and JSON, for programs', async (t) => {
    const file = await logFile(t)
    assert.equal(
      (await run([file], { by: 'hour', csv: true })).output,
      [
        'hour,messages,recipients,bytes,delivered,deliveries,delivered_bytes,deferrals,deferred,failures,failed',
        '"2026-11-28 10:00",1,2,2048,1,1,2048,1,1,0,0',
        '"2026-11-28 11:00",1,1,1,0,0,0,0,0,0,0',
        '',
      ].join('\n'),
    )
    const [first = ''] = (await run([file], { by: 'ip', json: true })).output.split('\n')
    assert.deepEqual(JSON.parse(first), {
      ip: '192.0.2.1',
      messages: 1,
      recipients: 2,
      bytes: 2048,
      delivered: 1,
      deliveries: 1,
      delivered_bytes: 2048,
      deferrals: 1,
      deferred: 1,
      failures: 0,
      failed: 0,
    })
  })

  test('prints nothing that steers a terminal or a spreadsheet', async (t) => {
    const file = await logFile(t)
    for (const options of [{ by: 'sender' }, { by: 'sender', csv: true }, { by: 'sender', json: true }]) {
      const { output } = await run([file], options)
      assert.ok(!output.includes('\u001b') && output.includes('@evil.example'), JSON.stringify(options))
      assert.doesNotMatch(output, /^=cmd.*,/m)
    }
  })

  test('shows twenty rows, and says how many are left out', async (t) => {
    const lines = Array.from({ length: 30 }, (_, number) => {
      const id = `1xX8c2-0000${10 + number}-03`
      return `2026-11-28 10:00:00 ${id} <= a${number}@shop.example P=esmtp S=1\n`
    })
    const { output, said } = await run([await logFile(t, lines.join(''))], { by: 'sender' })
    assert.equal(output.split('\n').length, 1 + 20 + 1 + 1)
    assert.match(said, /Not shown: 10 rows; --csv and --json print all\.\n$/)
  })

  test('reads several files, gzip and standard input, and only what comes from a time on', async (t) => {
    const [first = '', ...others] = LOG.split('\n')
    const files = [await logFile(t, gzipSync(`${first}\n`), 'log.gz'), await logFile(t, others.join('\n'))]
    assert.equal((await run(files)).output, (await run([await logFile(t)])).output)
    assert.equal((await run(['-'], {}, LOG)).output, (await run([await logFile(t)])).output)
    const { output } = await run([await logFile(t)], { since: '2026-11-28T10:30', by: 'hour', csv: true })
    assert.deepEqual(output.split('\n').slice(1), ['"2026-11-28 11:00",1,1,1,0,0,0,0,0,0,0', ''])
  })

  test('counts bandwidth by account and day, in lines of all forms', async (t) => {
    const epoch = Date.UTC(2026, 10, 28, 12) / 1000
    const bytes = await logFile(t, `${epoch} 100 .\n${epoch} 2000 .\n`, 'shop.example-bytes_log')
    const ftp = await logFile(t, 'Sat Nov 28 12:02:22 2026 0 localhost 5 /a b _ i r shop ftp 1 * c\n', 'ftpxferlog')
    const { output, exitCode } = await run([bytes, ftp, await logFile(t)], { bandwidth: true })
    const [head = '', shop = '', total = ''] = output.split('\n')
    assert.deepEqual(head.split(/ +/), ['ACCOUNT', 'TOTAL', 'HTTP', 'IMAP', 'POP3', 'SMTP', 'FTP'])
    assert.match(shop, /^shop {2,}5 B /)
    assert.match(total, /^total {2,}2\.06 KiB {2,}2\.05 KiB {2,}0 B/)
    assert.equal(exitCode, 0)
    const csv = (await run([ftp], { bandwidth: true, csv: true })).output
    assert.match(csv, /^day,account,http_in,http_out,.*\n2026-11-28,shop,0,0,0,0,0,0,0,0,5,0\n$/)
  })

  test('lists the addresses of recent logins, without webmail and cPanel itself', async (t) => {
    const stamp = (minutes: number): string => new Date(Date.now() - minutes * 60_000).toISOString().slice(0, 19)
    const login = (minutes: number, ip: string, user = 'a@shop.example'): string =>
      `${stamp(minutes)}+00:00 web1 dovecot: imap-login: Login: user=<${user}>, method=PLAIN, rip=${ip}, lip=192.0.2.9, TLS, session=<a>\n`
    const file = await logFile(
      t,
      login(90, '192.0.2.3') +
        login(5, '192.0.2.1') +
        login(4, '192.0.2.2') +
        login(3, '192.0.2.1') +
        login(2, '127.0.0.1') +
        login(1, '192.0.2.4', '__cpanel__service__auth__imap__x'),
    )
    const { output } = await run([file], { recent: true, csv: true })
    assert.match(output, /^ip,last,logins\n192\.0\.2\.1,"[^"]*",2\n192\.0\.2\.2,"[^"]*",1\n$/)
    assert.match((await run([file], { recent: true, since: '2h' })).output, /^ADDRESS.*\n(?:.*\n){2}192\.0\.2\.3 /)
  })

  test('says what is wrong with options and files', async (t) => {
    for (const [files, options, pattern] of [
      [['/nonexistent'], {}, /mail \/nonexistent: no such file/],
      [['/'], {}, /mail \/: it is a folder/],
      [[], { csv: true, json: true }, /only one of --csv and --json/],
      [[], { queue: true, recent: true }, /only one of --recent and --queue/],
      [[], { by: 'ip', recent: true }, /only one of --by and --recent/],
      [[], { since: 'soon' }, /--since soon: this is not a time/],
    ] as const)
      await assert.rejects(run(files, options), (error) => error instanceof ActionNeeded && pattern.test(error.message))
    const cut = await logFile(t, gzipSync(LOG).subarray(0, 60), 'log.gz')
    const { exitCode, said } = await run([cut])
    assert.equal(exitCode, 1)
    assert.match(said, new RegExp(`${RegExp.escape(basename(cut))}: it is cut short`))
  })
})

test('mail --limits lists who reached a limit, how often, and what became of the messages', async (t) => {
  const exceeded = (what: string, rest: string): string =>
    `Domain shop.example has exceeded the max ${what} per hour (26/25 (104%)) allowed. Message ${rest}`
  const file = await logFile(
    t,
    [
      `2026-11-28 10:00:00 ${exceeded('defers and failures', 'discarded.')}`,
      `2026-11-28 10:00:01 1xX8c2-000014-03 == a@y.example R=enforce_mail_permissions defer (-1): ${exceeded('emails', 'will be reattempted later')}`,
      `2026-11-28 10:00:02 1xX8c2-000014-03 ** a@y.example R=enforce_mail_permissions : ${exceeded('emails', 'discarded.')}`,
      `2026-11-28 10:00:03 1xX8c2-000014-03 ** a@y.example R=r T=t: 550 ${exceeded('emails', 'discarded.')}`,
      '2026-11-28 10:00:04 1xX8c2-000014-03 == a@y.example R=enforce_mail_permissions defer (-1): Sender b@shop.example has an outgoing mail hold',
      '',
    ].join('\n'),
  )
  assert.equal(
    (await run([file], { limits: true })).output,
    [
      'WHO                LIMIT                 LAST  TIMES  DISCARDED  DEFERRED',
      'shop.example    messages  2026-11-28 10:00:02      2          1         1',
      'shop.example    failures  2026-11-28 10:00:00      1          1         0',
      'b@shop.example      hold  2026-11-28 10:00:04      1          0         0',
      '',
    ].join('\n'),
  )
  assert.match(
    (await run([file], { limits: true, since: '2026-11-28T10:00:02', csv: true })).output,
    /,messages,.*,1,1,0\n/,
  )
})
