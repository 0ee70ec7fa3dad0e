import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PassThrough, Readable, Writable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { suite, test } from 'node:test'
import { pathToFileURL } from 'node:url'
import { gzipSync } from 'node:zlib'
import { parse } from '../../../agent/commands/parse.ts'
import { DRIVERS } from '../../../agent/sources/sources.ts'
import type { Options } from '../../../lib/command-line/command.ts'
import { ActionNeeded } from '../../../lib/system/errors.ts'

const LOGIN = '[2026-09-24 16:42:01 +0000] info [webmaild] 192.0.2.10 - anna@example.com - SUCCESS LOGIN webmaild'
const EVENT = {
  type: 'login',
  time: 1790268121,
  context: 'mailbox',
  mailbox_address: 'anna@example.com',
  ip: '192.0.2.10',
}

interface Ran {
  readonly exitCode: number
  readonly output: string
  readonly said: string
}

async function run(args: readonly string[], options: Options, input: readonly (string | Buffer)[] = []): Promise<Ran> {
  const written = { output: '', said: '' }
  const sink = (name: keyof typeof written): Writable =>
    new Writable({
      write: (chunk, _encoding, done) => {
        written[name] += String(chunk)
        done()
      },
    })
  const stdout = sink('output')
  const stdin = Readable.from(input.map((chunk) => Buffer.from(chunk)))
  const signal = new AbortController().signal
  const exitCode = await parse.run(args, options, { stdin, stdout, stderr: sink('said'), signal })
  assert.ok(stdout.writable, 'stdout stays open for whoever writes next')
  return { exitCode, ...written }
}

function objects(output: string): unknown[] {
  return output
    .split('\n')
    .slice(0, -1)
    .map((line): unknown => JSON.parse(line))
}

suite('what it shows', () => {
  test('one event per line as JSON, from standard input, with or without a dash', async () => {
    for (const args of [['cpanel-login'], ['cpanel-login', '-']]) {
      const { exitCode, output } = await run(args, {}, [
        `noise\n${LOGIN}\n`,
        LOGIN.slice(0, 40),
        `${LOGIN.slice(40)}\r\n`,
        LOGIN,
      ])
      assert.equal(exitCode, 0)
      assert.deepEqual(objects(output), [EVENT, EVENT, EVENT])
    }
  })

  test('the same from a file', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'spoor-parse-'))
    try {
      await writeFile(join(folder, 'login_log'), `${LOGIN}\n`)
      assert.deepEqual(await run(['cpanel-login', join(folder, 'login_log')], {}), {
        exitCode: 0,
        output: `${JSON.stringify(EVENT)}\n`,
        said: 'Lines: 1, events: 1, not understood: 0.\n',
      })
    } finally {
      await rm(folder, { recursive: true })
    }
  })

  test('every event of a line', async () => {
    const result = ['a@example.net', 'b@example.net'].map((forward) => ({ email: 'anna@example.com', forward }))
    const line = `[2026-09-24 16:42:01 +0000] info [spoor_forward_added] ${JSON.stringify({ args: {}, result })}`
    assert.equal(objects((await run(['cpanel-error'], {}, [line])).output).length, 2)
  })

  test('with --all every other line too, by its number', async () => {
    const dull =
      '[2026-09-24 16:42:01 +0000] info [cpaneld] 192.0.2.10 - - "GET /" FAILED LOGIN cpaneld: login attempt without username'
    const { output } = await run(['cpanel-login'], { all: true }, [`what\n${dull}\n${LOGIN}\n\nend`])
    assert.deepEqual(objects(output), [
      { line: 1, parsed: 'unrecognised', text: 'what' },
      { line: 2, parsed: 'uninteresting', text: dull },
      EVENT,
      { line: 4, parsed: 'unrecognised', text: '' },
      { line: 5, parsed: 'unrecognised', text: 'end' },
    ])
  })

  test('nothing that could steer a terminal', async () => {
    const dangerous = '\u001b[2J\u0007\u007f\u009b31m\u202e\u2028\u061cx'
    const { output } = await run(['cpanel-login'], { all: true }, [`${dangerous}\n`])
    assert.match(output, /^[ -~]+\n$/)
    const address = '\u0007\u007f\u009b31m\u202e\u061cx@example.net'
    const recipient = { args: {}, result: [{ email: 'anna@example.com', forward: address }] }
    const hook = await run(['cpanel-error'], {}, [
      `[2026-09-24 16:42:01] info [spoor_forward_added] ${JSON.stringify(recipient)}`,
    ])
    assert.match(hook.output, /^[ -~\ufffd]+\n$/)
    assert.deepEqual(
      objects(hook.output).map((event) => Object(event).forward_recipient),
      [address.replaceAll(/\p{Cc}/gu, '\ufffd')],
    )
  })

  test('a line longer than the agent reads is unrecognised, counts as one, and takes no memory beyond that', async () => {
    const piece = Buffer.alloc(100_000, 'x')
    const long = Array.from({ length: 30 }, () => piece)
    // Its end would make it a login, were it cut at the wrong place.
    const { output } = await run(['cpanel-login'], { all: true }, [
      ...long,
      `\n${LOGIN}\n`,
      LOGIN,
      ...long,
      Buffer.from(`\nend\n`),
    ])
    const shown = objects(output).map((one) => Object(one))
    assert.deepEqual(
      shown.map(({ line, parsed, type }) => [line, parsed, type]),
      [
        [1, 'unrecognised', undefined],
        [undefined, undefined, 'login'],
        [3, 'unrecognised', undefined],
        [4, 'unrecognised', undefined],
      ],
    )
    assert.equal(String(shown[0]?.text).length, 256 * 1024)
    assert.equal(shown[3]?.text, 'end')
  })

  test('that a file is compressed, and what reads it', async () => {
    const reads = 'type zcat FILE | spoor-agent parse cpanel-login, or spoor-agent replay login FILE'
    await assert.rejects(run(['cpanel-login'], {}, [gzipSync(`${LOGIN}\n`)]), (error) => {
      assert.ok(error instanceof ActionNeeded && error.exitCode === 1)
      assert.equal(error.message, `parse -: it is compressed; ${reads}`)
      return true
    })
    const { output } = await run(['cpanel-login'], { all: true }, ['\n', gzipSync('')])
    assert.ok(objects(output).length >= 2)
  })

  test('stamps without a zone are local time of --zone', async () => {
    const line = LOGIN.replace(' +0000', '')
    for (const [zone, time] of [
      ['+0200', 1790260921],
      ['America/New_York', 1790282521],
    ] as const) {
      assert.deepEqual(objects((await run(['cpanel-login'], { zone }, [line])).output), [{ ...EVENT, time }])
    }
  })
})

test('stamps without a zone are local time according to TZ, or UTC with a notice', async (t) => {
  const { TZ } = process.env
  t.after(() => (TZ === undefined ? delete process.env['TZ'] : (process.env['TZ'] = TZ)))
  const line = LOGIN.replace(' +0000', '')
  for (const [zone, hours, warned] of [
    ['EST5EDT,M3.2.0,M11.1.0', 4, false],
    ['<+03>-3', -3, false],
    [':Europe/Berlin', -2, false],
    ['', 0, false],
    ['Mars/Base', 0, true],
  ] as const) {
    process.env['TZ'] = zone
    const { output, said } = await run(['cpanel-login'], {}, [line])
    assert.deepEqual(objects(output), [{ ...EVENT, time: EVENT.time + hours * 3600 }], zone)
    assert.equal(/^TZ=Mars\/Base names no time zone, [^]*--zone\)\.\nLines/.test(said), warned)
  }
})

suite('what it sums up on standard error', () => {
  test('lines, events, and lines that were not understood', async () => {
    const { exitCode, said } = await run(['cpanel-login'], {}, [`what\n${LOGIN}\n${LOGIN}\n`])
    assert.deepEqual({ exitCode, said }, { exitCode: 0, said: 'Lines: 3, events: 2, not understood: 1.\n' })
  })

  test('a log without any understood line is a failure, an empty one is not', async () => {
    const other = '192.0.2.10 - - [08/18/2026:13:23:31 -0000] "GET / HTTP/1.1" 200 0 "-" "-" "-" "-" 2083'
    for (const driver of ['cpanel-login', 'cpanel-error']) {
      const { exitCode, said, output } = await run([driver], {}, [`${other}\n\n`])
      assert.deepEqual([exitCode, output], [1, ''])
      assert.match(said, /^Lines: 2, events: 0, not understood: 2\.\nNothing was understood: is this another log\s/)
      assert.ok(said.split('\n').every((line) => line.length <= 80))
    }
    assert.equal((await run(['cpanel-access'], {}, [`${other}\n`])).exitCode, 0)
    assert.equal((await run(['cpanel-access'], {}, [])).exitCode, 0)
  })

  test('why lines are unreadable: too long, in another encoding', async () => {
    const long = await run(['cpanel-login'], {}, [`${LOGIN}\n${'x'.repeat(300_000)}\n`])
    assert.match(long.said, /^login: the line at byte \d+ of standard input is longer than 262144 [^.]*\.\nLines: 2,/)
    const wide = await run(['cpanel-login'], {}, [Buffer.from(`${LOGIN}\n`.repeat(4), 'utf16le')])
    assert.equal(wide.exitCode, 1)
    assert.match(
      wide.said,
      /^login: standard input is written in UTF-16LE, [^.]*\.\nLines: \d, events: 0, [^\n]*\nNothing /,
    )
  })
})

test('a line from a pipe is shown before the next one arrives', async () => {
  const [stdin, stdout] = [new PassThrough(), new PassThrough()]
  const signal = new AbortController().signal
  const ended = parse.run(['cpanel-login'], {}, { stdin, stdout, stderr: new PassThrough(), signal })
  for (const piece of ['noise\n', '', LOGIN.slice(0, 50)]) stdin.write(piece)
  stdin.write(`${LOGIN.slice(50)}\nthe next`)
  const [shown] = await once(stdout, 'data')
  assert.deepEqual(objects(String(shown)), [EVENT])
  stdin.end()
  assert.equal(await ended, 0)
})

suite('what goes wrong', () => {
  test('an unknown driver is a wrong command line, and the message names the known ones', async () => {
    for (const args of [['cpanel\u001b'], []]) {
      await assert.rejects(run(args, {}), (error) => {
        assert.ok(error instanceof ActionNeeded)
        assert.equal(error.exitCode, 2)
        for (const { name } of DRIVERS) assert.ok(error.message.includes(name))
        assert.ok(!error.message.includes('\u001b'))
        return true
      })
    }
  })

  test('an unknown zone is a wrong command line', async () => {
    await assert.rejects(run(['cpanel-login'], { zone: 'Mars/Base' }), {
      name: 'ActionNeeded',
      exitCode: 2,
      message: /Mars\/Base/,
    })
  })

  test('a missing file or a folder is named in one sentence', async () => {
    await assert.rejects(run(['cpanel-login', '/nowhere/log'], {}), {
      name: 'ActionNeeded',
      exitCode: 1,
      message: 'parse /nowhere/log: no such file or directory',
    })
    await assert.rejects(run(['cpanel-login', tmpdir()], {}), {
      name: 'ActionNeeded',
      exitCode: 1,
      message: /: illegal operation on a directory$/,
    })
  })

  test("errors that are not the system's are not hidden", async () => {
    const stdin = new Readable({ read: () => stdin.destroy(new TypeError('a bug')) })
    const io = { stdin, stdout: new Writable(), stderr: new Writable(), signal: new AbortController().signal }
    await assert.rejects(parse.run(['cpanel-login'], {}, io), TypeError)
  })

  test('a signal ends it', async () => {
    const abort = new AbortController()
    const io = {
      stdin: new Readable({ read: () => abort.abort() }),
      stdout: new Writable(),
      stderr: new PassThrough(),
      signal: abort.signal,
    }
    assert.equal(await parse.run(['cpanel-login'], {}, io), 1)
    assert.equal(String(io.stderr.read()), 'Lines: 0, events: 0, not understood: 0.\n')
  })

  test('a closed pipe (| head) ends it quietly, with exit code 0', async () => {
    const module = pathToFileURL(join(import.meta.dirname, '../../../agent/commands/parse.ts')).href
    const script = `
      const { parse } = await import(${JSON.stringify(module)})
      const io = { stdin: process.stdin, stdout: process.stdout, stderr: process.stderr, signal: new AbortController().signal }
      process.exitCode = await parse.run(['cpanel-login'], {}, io)`
    const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '--eval', script], {
      stdio: 'pipe',
    })
    child.stdin.on('error', () => undefined)
    Readable.from(endless()).pipe(child.stdin)
    child.stdout.once('data', () => child.stdout.destroy())
    const said = text(child.stderr)
    assert.deepEqual(await once(child, 'exit'), [0, null])
    assert.equal(await said, '')
  })
})

function* endless(): Generator<string> {
  for (;;) yield `${LOGIN}\n`.repeat(100)
}
