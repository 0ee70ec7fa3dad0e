import assert from 'node:assert/strict'
import { appendFileSync, existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { suite, test, type TestContext } from 'node:test'
import { traffic } from '../../../../../agent/commands/traffic.ts'
import { ActionNeeded } from '../../../../../lib/system/errors.ts'
import { ranCommand } from '../../../../support/ran-command.ts'
import { SCANNED_TIMES, scannedLine } from '../../../../support/scanned-scenario.ts'
import { temporaryFolder } from '../../../../support/spool-scene.ts'

async function scanned(...words: readonly string[]): Promise<string> {
  const { exitCode, output } = await ranCommand(traffic, words, { compat: 'apachescan' })
  assert.equal(exitCode, 0)
  return output
}

async function logOf(t: TestContext, ...lines: readonly string[]): Promise<string> {
  const file = join(await temporaryFolder(t), 'access.log')
  writeFileSync(file, lines.join(''))
  return file
}

/** More than one request in six intervals of ten seconds, as in its own tests. */
const GUARD = ['-a', '60', '-t', '0.016666666666666666', '-l', '1']

const HIGH = ['20:16:40', '20:42:10', '21:17:50', '21:29:40', '21:45:00']
const RECOVERED = ['20:17:10', '20:42:20', '21:18:00', '21:29:50', '21:45:30']

/** The texts of alarms; it prints these times two hours later, as it adds the offset of the zone. */
function alarms(output: string): readonly string[] {
  return output.split('\n').filter((line) => line.includes('triggered at'))
}

function timesOf(output: string, text: string): readonly string[] {
  return alarms(output)
    .filter((line) => line.startsWith(text))
    .map((line) => line.slice(-8))
}

const ALERT = 'High traffic generated an alert - hits = 2, triggered at 2019-12-24 '

suite('traffic --compat apachescan', () => {
  test('plays the functional scenario: six alerts, six recoveries, and one line that is too old', async (t) => {
    const late = scannedLine('23:12:51', '23')
    const file = await logOf(t, ...SCANNED_TIMES.map((time) => scannedLine(time)).toSpliced(-1, 0, late))
    const output = await scanned('-f', file, ...GUARD)
    assert.deepEqual(timesOf(output, ALERT), ['20:11:40', ...HIGH])
    assert.deepEqual(timesOf(output, 'Recover from high traffic - hits = '), ['20:12:00', ...RECOVERED])
    assert.deepEqual(
      output.split('\n').filter((line) => line.includes('too old')),
      [`Receive Message too old ignore it; ${late.trimEnd()}`],
    )
    const counts = [...output.matchAll(/^Number of Requests: (\d+)$/gm)].map(([, count]) => Number(count))
    assert.equal(
      counts.reduce((sum, count) => sum + count, 0),
      51,
    )
    const quiet = await scanned('-f', file, ...GUARD, '-w', '-r')
    assert.deepEqual(alarms(quiet), alarms(output))
    assert.equal(quiet.split('\n').length, 1 + 12 + 1)
  })

  test('plays the scenario out of order, with three open intervals', async (t) => {
    const file = await logOf(t, ...SCANNED_TIMES.with(1, '21:11:57').map((time) => scannedLine(time)))
    const output = await scanned('--filename', file, ...GUARD, '--out-of-order', '20')
    assert.deepEqual(timesOf(output, ALERT), ['20:11:50', ...HIGH])
    assert.deepEqual(timesOf(output, 'Recover from high traffic - hits = '), ['20:12:40', ...RECOVERED])
    assert.doesNotMatch(output, /too old/)
  })

  test('prints its block of statistics', async (t) => {
    const line = '192.0.2.1 mary - [25/Dec/2019:21:59:29 +0100] "GET /apps/cart.jsp?appID=1742 HTTP/1.0" 500 4945\n'
    const output = await scanned('-f', await logOf(t, line), '-l1', '-k', 'ip', '-k', 'section')
    assert.equal(
      output,
      [
        'Number of requests last alert interval: 1 2019-12-25 20:59:20',
        '2019-12-25 20:59:20:',
        '############### Statistics ##################',
        'Number of Requests: 1',
        'Total size:         4945 Bytes',
        'Mean request size:  4945.0 Bytes',
        "Request summary for key 'ip':",
        "\t '192.0.2.1': 1 requests",
        "Request summary for key 'section':",
        "\t '/apps': 1 requests",
        "Request size summary for key 'ip':",
        "\t '192.0.2.1': 4945 requests",
        "Request size summary for key 'section':",
        "\t '/apps': 4945 requests",
        '############################################',
        '',
      ].join('\n'),
    )
  })

  test('goes on where the run before ended, and begins anew with -r, or in another file', async (t) => {
    const file = await logOf(t, scannedLine('21:00:00'), scannedLine('21:00:01'))
    const counts = async (...words: readonly string[]): Promise<readonly string[]> =>
      [...(await scanned('-f', file, '-l', '1', ...words)).matchAll(/^Number of Requests: (\d+)$/gm)].map(
        ([, count = '']) => count,
      )
    assert.deepEqual(await counts(), ['2'])
    assert.deepEqual(await counts(), [])
    appendFileSync(file, scannedLine('21:00:02'))
    assert.deepEqual(await counts(), ['1'])
    assert.deepEqual(await counts('-r'), ['3'])
    // Truncated and written anew, then rotated away.
    writeFileSync(file, scannedLine('22:00:00'))
    assert.deepEqual(await counts(), ['1'])
    renameSync(file, `${file}.1`)
    writeFileSync(file, scannedLine('22:00:00') + scannedLine('22:00:01'))
    assert.deepEqual(await counts(), ['2'])
    writeFileSync(`${file}.offset`, '{"inode":')
    assert.deepEqual(await counts(), ['2'])
    const elsewhere = await temporaryFolder(t)
    assert.deepEqual(await counts('-o', elsewhere), ['2'])
    assert.ok(existsSync(join(elsewhere, 'access.log.offset')))
    assert.match(readFileSync(`${file}.offset`, 'utf8'), /^\{"inode":"\d+",.*"offset":\d+,.*\}\n$/)
  })

  test('shows nothing that steers a terminal', async (t) => {
    const hostile = scannedLine('21:00:00').replace('/list', '/\u001b[2J')
    const old = scannedLine('21:00:00', '23').replace('/list', '/\u001b[2J')
    assert.ok(!(await scanned('-f', await logOf(t, hostile, old), '-l', '1')).includes('\u001b'))
  })

  test('says what is wrong with its flags', async (t) => {
    const file = await logOf(t)
    for (const [words, pattern] of [
      [['-x'], /apachescan: Unknown option '-x'/],
      [['-f', file, '-i', '0'], /--interval must be a second at least/],
      [['-f', file, '-i', 'ten'], /--interval wants a whole number/],
      [['-f', file, '-a', '5'], /--alert-interval must be as long as --interval/],
      [['-f', file, '-k', 'agent'], /--keys takes ip, .* not "agent"/],
      [['-f', `${file}.not`], /ENOENT/],
      [['-f', join(file, '..')], /it is no file/],
    ] as const)
      await assert.rejects(scanned(...words), (error) => error instanceof ActionNeeded && pattern.test(error.message))
  })
})
