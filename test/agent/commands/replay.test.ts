import assert from 'node:assert/strict'
import { appendFile, mkdir, readFile, readdir, rename, rm, symlink, utimes, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { PassThrough, Readable } from 'node:stream'
import { type TestContext, suite, test } from 'node:test'
import { gzipSync } from 'node:zlib'
import { parse } from '../../../agent/commands/parse.ts'
import { loadConfig } from '../../../agent/config/load.ts'
import { type Entry, project } from '../../../lib/event/entry.ts'
import { ActionNeeded } from '../../../lib/system/errors.ts'
import { createHost, lines, namesOf, runReplay } from '../../support/replayed.ts'
import { entriesIn, startCollector } from '../../support/running-collector.ts'
import { type TestHost, loginLine, untilNames } from '../../support/test-host.ts'

/** Appends a member to cPanel's archive of a month. */
async function archive(log: string, month: string, content: string): Promise<void> {
  const folder = join(dirname(log), 'archive')
  await mkdir(folder, { recursive: true })
  await appendFile(join(folder, `login_log-${month}.gz`), gzipSync(content))
}

/** What is sent of what the collector seals of a login log with this content, as its very first. */
async function collected(t: TestContext, host: TestHost, content: string): Promise<readonly Entry[]> {
  const { config } = await loadConfig(host.config)
  const followers = config.followers.filter(({ source }) => source === 'login')
  await writeFile(host.logs.login, content)
  const spool = { ...config.spool, path: join(host.folder, 'another-spool') }
  const collector = startCollector(t, { ...config, followers, spool })
  await collector.told('source_found')
  await untilNames(join(spool.path, 'parsed'), (names) => names.length > 0)
  await collector.stop()
  const entries = await entriesIn(join(spool.path, 'parsed'))
  await rm(spool.path, { recursive: true })
  return entries.map((entry) => project(entry))
}

async function everything(folder: string): Promise<Map<string, string>> {
  const found = await readdir(folder, { recursive: true, withFileTypes: true })
  const files = found.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
  return new Map(await Promise.all(files.map(async (file) => [file, await readFile(file, 'latin1')] as const)))
}

suite('what replay shows', () => {
  test('the rotated copies of a log, oldest first, and the log, each event once, and it writes nothing', async (t) => {
    const host = await createHost(t)
    await archive(host.logs.login, '10-2026', lines('a'))
    await archive(host.logs.login, '11-2026', lines('b', 'c'))
    await archive(host.logs.login, '11-2026', lines('d'))
    await writeFile(`${host.logs.login}-20261118`, lines('e'))
    await writeFile(`${host.logs.login}.2.gz`, gzipSync(lines('f')))
    await writeFile(`${host.logs.login}.1`, lines('d'))
    await host.write('login', ...lines('g', 'h').split('\n').slice(0, -1), 'what')
    const before = await everything(host.folder)
    const { exitCode, entries, stderr } = await runReplay([], { config: host.config })
    assert.deepEqual([exitCode, namesOf(entries)], [0, 'abcdefgh'])
    assert.match(stderr, /^Files: 8, bytes: \d+, lines: 10, events: 8, unrecognised lines: 1, seconds: \d+\.\d\.\n$/)
    assert.deepEqual(await everything(host.folder), before)
  })

  test('what is configured and is no file is named as left out, unless files or another log are named', async (t) => {
    const host = await createHost(t)
    await host.write('login', 'a')
    const stream = 'logs: [{ driver: cpanel-login, socket: /run/example/log.sock }]'
    await appendFile(host.config, `${stream}\n`)
    const said = async (...words: readonly string[]): Promise<string> =>
      (await runReplay(words, { config: host.config })).stderr
    const leftOut = /^Left out, because replay reads files alone: \/run\/example\/log\.sock\.\nFiles: /
    assert.match(await said(), leftOut)
    assert.match(await said('login'), leftOut)
    for (const words of [['access'], ['login', host.logs.login]]) assert.match(await said(...words), /^Files: /)
  })

  test('the same entries that the collector makes, wherever the lines are by now', async (t) => {
    const host = await createHost(t, { start: 'beginning' })
    const content = lines('a', 'b')
    const entries = await collected(t, host, content)
    assert.equal(namesOf(entries), 'ab')
    const expected = { exitCode: 0, entries }
    const shown = async (): Promise<unknown> => {
      const { exitCode, entries: found } = await runReplay(['login'], { config: host.config })
      return { exitCode, entries: found }
    }
    assert.deepEqual(await shown(), expected)
    await rename(host.logs.login, `${host.logs.login}.1`)
    assert.deepEqual(await shown(), expected)
    await rename(`${host.logs.login}.1`, `${host.logs.login}-20261121`)
    assert.deepEqual(await shown(), expected)
    await rm(`${host.logs.login}-20261121`)
    await archive(host.logs.login, '11-2026', 'another day\n')
    await archive(host.logs.login, '11-2026', content)
    assert.deepEqual(await shown(), expected)
  })

  test('the events that parse shows and the collector reports, even of lines as left by tools on other systems', async (t) => {
    const host = await createHost(t, { start: 'beginning' })
    const [a, b, c] = lines('a', 'b', 'c').trim().split('\n')
    for (const content of [
      `${a}\r\n${b}\r\n${c}\r\r\n`,
      `\ufeff${a}\n${b}\n\ufeff${c}\n`,
      `${a}\n\0${b}\n\0\0\0\0\0${c}\r\n`,
    ]) {
      const entries = await collected(t, host, content)
      const replayed = await runReplay(['login'], { config: host.config })
      assert.deepEqual([namesOf(entries), replayed.entries], ['abc', entries])
      const [stdin, stdout, stderr] = [Readable.from([Buffer.from(content)]), new PassThrough(), new PassThrough()]
      await parse.run(['cpanel-login'], {}, { stdin, stdout, stderr, signal: new AbortController().signal })
      const shown = String(stdout.read())
        .trim()
        .split('\n')
        .map((line) => Object(JSON.parse(line)))
      assert.deepEqual(
        shown.map((event) => [event.time, event.ip]),
        entries.map(({ time, ip }) => [time, ip]),
      )
    }
  })

  test("named files, as copies of their source's log", async (t) => {
    const host = await createHost(t)
    const [one, two] = [join(host.folder, 'restored.gz'), join(host.folder, 'restored')]
    await writeFile(one, gzipSync(lines('a', 'b')))
    await writeFile(two, lines('c'))
    await host.write('login', ...lines('d').trim().split('\n'))
    const { entries } = await runReplay(['login', one, two], { config: host.config })
    assert.equal(namesOf(entries), 'abc')
    await writeFile(host.logs.login, lines('a', 'b'))
    const log = await runReplay(['login', host.logs.login], { config: host.config })
    assert.deepEqual(log.entries, entries.slice(0, 2))
  })

  test('all logs that a pattern matches, and named copies of them', async (t) => {
    const host = await createHost(t)
    const folder = dirname(host.logs.login)
    const config = await readFile(host.config, 'utf8')
    await writeFile(host.config, config.replace(host.logs.login, join(folder, 'site-*')), { mode: 0o600 })
    await writeFile(join(folder, 'site-1.1'), lines('a'))
    await writeFile(join(folder, 'site-1'), lines('b'))
    await writeFile(join(folder, 'site-2'), lines('c'))
    const { exitCode, entries } = await runReplay(['login'], { config: host.config })
    assert.deepEqual([exitCode, namesOf(entries)], [0, 'abc'])
    const copy = await runReplay(['login', join(folder, 'site-1.1')], { config: host.config })
    assert.deepEqual(copy.entries, entries.slice(0, 1))
    await writeFile(join(host.folder, 'elsewhere'), lines('a'))
    const other = await runReplay(['login', join(host.folder, 'elsewhere')], { config: host.config })
    assert.notEqual(other.entries[0]?.id, entries[0]?.id)
  })

  test('only events of a period, and of the kinds that are reported', async (t) => {
    const host = await createHost(t)
    await host.write('login', ...lines('a', 'b', 'c', 'd').trim().split('\n'), loginLine('anna'))
    const period = { since: '2026-11-21T00:00:00Z', until: '2026-11-23T00:00Z' }
    const { exitCode, entries } = await runReplay([], { config: host.config, ...period })
    assert.deepEqual([exitCode, namesOf(entries)], [0, 'bc'])
    await appendFile(host.config, 'events: [forward_removed]\n')
    assert.deepEqual((await runReplay([], { config: host.config })).entries, [])
  })

  test('nothing from copies last changed a day before the period: they are not even opened', async (t) => {
    const host = await createHost(t)
    for (const [suffix, changed] of [
      ['.2.gz', '2026-11-19T23:00:00Z'],
      ['.1', '2026-11-20T01:00:00Z'],
    ] as const) {
      await writeFile(host.logs.login + suffix, lines('b'))
      await utimes(host.logs.login + suffix, new Date(changed), new Date(changed))
    }
    const { exitCode, entries } = await runReplay(['login'], { config: host.config, since: '2026-11-21T00:00:00Z' })
    assert.deepEqual([exitCode, namesOf(entries)], [0, 'b'])
  })

  test('an unfinished last line of an old copy, but not of a recent one or of the log', async (t) => {
    const host = await createHost(t)
    const cut = (name: string): string => lines(name).trimEnd()
    await writeFile(`${host.logs.login}.3.gz`, gzipSync(cut('a')))
    await writeFile(`${host.logs.login}.2`, cut('b'))
    await utimes(`${host.logs.login}.2`, new Date(1_700_000_000_000), new Date(1_700_000_000_000))
    await writeFile(`${host.logs.login}.1`, cut('c'))
    await writeFile(host.logs.login, cut('d'))
    await utimes(host.logs.login, new Date(1_700_000_000_000), new Date(1_700_000_000_000))
    assert.equal(namesOf((await runReplay(['login'], { config: host.config })).entries), 'ab')
  })

  test('the lines after one that is too long, which is reported', async (t) => {
    const host = await createHost(t)
    const content = `${lines('a')}${'x'.repeat(600_000)}\n${lines('b')}`
    await writeFile(`${host.logs.login}.1.gz`, gzipSync(content))
    await writeFile(host.logs.login, content)
    const { entries, stderr } = await runReplay(['login'], { config: host.config })
    assert.equal(namesOf(entries), 'ab')
    assert.match(stderr, /^login: the line at byte 95 of .* is longer than 262144 bytes/)
  })

  test('the log once, even if its folder and its name are links', async (t) => {
    const host = await createHost(t)
    const folder = join(host.folder, 'linked')
    await symlink(dirname(host.logs.login), folder)
    await writeFile(`${host.logs.login}-20261120`, lines('a'))
    await writeFile(`${host.logs.login}-20261121`, lines('b'))
    await rm(host.logs.login)
    await symlink(`${host.logs.login}-20261121`, host.logs.login)
    const config = await readFile(host.config, 'utf8')
    await writeFile(host.config, config.replace(host.logs.login, join(folder, 'login_log')), { mode: 0o600 })
    const { stderr, entries } = await runReplay(['login'], { config: host.config })
    assert.equal(namesOf(entries), 'ab')
    assert.match(stderr, /^Files: 2, /)
  })
})

suite('what replay cannot read', () => {
  test('is named and the rest is read: damaged, cut off or otherwise compressed copies, with exit code 1', async (t) => {
    const host = await createHost(t)
    const { login } = host.logs
    const long = gzipSync(lines('a') + 'noise\n'.repeat(200_000), { level: 0 })
    await writeFile(`${login}.5.xz`, 'something')
    await writeFile(`${login}.4.gz`, long.subarray(0, long.length / 2))
    await writeFile(`${login}.3.gz`, Buffer.concat([gzipSync(lines('b')), Buffer.from('rubbish')]))
    await writeFile(`${login}.2.gz`, lines('x'))
    await writeFile(`${login}.1`, lines('c'))
    const { exitCode, entries, stderr } = await runReplay(['login'], { config: host.config })
    assert.deepEqual([exitCode, namesOf(entries)], [1, 'abc'])
    assert.deepEqual(stderr.split('\n').slice(0, -2), [
      `${login}.5.xz: it is compressed, but not with gzip; decompress it, and replay the result.`,
      `${login}.4.gz: it is cut short; what precedes the cut was read.`,
      `${login}.3.gz: it is damaged; what precedes the damage was read.`,
      `${login}.2.gz: it is damaged; what precedes the damage was read.`,
    ])
  })

  test('is a missing log that is not optional or was asked for, a pattern without logs, a folder, a missing file', async (t) => {
    const host = await createHost(t)
    const config = await readFile(host.config, 'utf8')
    const patterns = config.replace(host.logs.login, join(host.folder, 'none-*')).replace(host.logs.error, '/none/*')
    await writeFile(host.config, patterns, { mode: 0o600 })
    await rm(host.logs.access)
    const { exitCode, stderr } = await runReplay([], { config: host.config })
    assert.equal(exitCode, 1)
    assert.match(stderr, /access_log: neither this log nor a copy of it exists/)
    assert.match(stderr, /\nFiles: 0, /)
    assert.equal(stderr.match(/\*: no such log exists\./g)?.length, 2)
    await appendFile(host.config, `logs: [{ driver: dovecot, path: ${host.folder}/maillog }]\n`)
    assert.doesNotMatch((await runReplay([], { config: host.config })).stderr, /maillog/)
    const asked = await runReplay(['dovecot'], { config: host.config })
    assert.equal(asked.exitCode, 1)
    assert.match(asked.stderr, /maillog: neither this log nor a copy of it exists/)
    const named = await runReplay(['access', host.folder, '/none/access_log.1'], { config: host.config })
    assert.equal(named.exitCode, 1)
    assert.match(
      named.stderr,
      /: it is a folder, pipe or device\.\n\/none\/access_log\.1: it cannot be read \(ENOENT\)\.\n/,
    )
  })

  test('is a period without meaning: the message says what is valid', async (t) => {
    const host = await createHost(t)
    const refused = async (args: string[], options: object, message: RegExp): Promise<void> => {
      await assert.rejects(runReplay(args, { config: host.config, ...options }), (error) => {
        assert.ok(error instanceof ActionNeeded && error.exitCode === 2)
        assert.match(error.message, message)
        return true
      })
    }
    await refused(['mail'], {}, /names no log of mail, only of access, error, login /)
    await refused([], { since: 'last week' }, /^--since last week: this is not a time; write 2026-11-01/)
    await refused([], { since: '2026-11-02', until: '2026-11-01' }, /there is no time between them/)
  })
})
