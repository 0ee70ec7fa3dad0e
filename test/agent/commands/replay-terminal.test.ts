import assert from 'node:assert/strict'
import { writeFile } from 'node:fs/promises'
import { suite, test } from 'node:test'
import { createHost, lines, runReplay } from '../../support/replayed.ts'
import { unwrapped } from '../../support/unwrapped.ts'

suite('for people', () => {
  const table =
    /^TIME +SEVERITY +MAILBOX +ADDRESS +EVENT\n2026-11-\d\d \d\d:00:00 {2}info +a@example\.com {2}192\.0\.2\.7 {2}logged in\n2026-/

  test('it prints a table on a terminal, JSON in a pipe, or what was asked for', async (t) => {
    const host = await createHost(t)
    await writeFile(host.logs.login, lines('b', 'a'))
    const show = async (options: object, isTerminal: boolean): Promise<string> =>
      (await runReplay(['login'], { config: host.config, ...options }, { isTerminal })).stdout
    assert.match(await show({}, true), table)
    assert.match(await show({ json: true }, true), /^\{"type":"login".*\n\{.*\n$/)
    assert.match(await show({}, false), /^\{"type":"login".*\n\{.*\n$/)
    for (const isTerminal of [true, false]) {
      assert.match(await show({ by: 'mailbox' }, isTerminal), /^a@example\.com {2}events: 1, addresses: 1\n {2}2026-/)
      assert.match(await show({ by: 'ip' }, isTerminal), /^192\.0\.2\.7 {2}events: 2, mailboxes: 2\n {2}2026-/)
    }
  })

  test('it prints what was found before it was stopped, too', async (t) => {
    const host = await createHost(t)
    for (const suffix of ['.2', '.1']) await writeFile(host.logs.login + suffix, lines('a', 'b'))
    const stop = new AbortController()
    const around = { isTerminal: true, signal: stop.signal, onStderr: (): void => stop.abort() }
    const { exitCode, stdout, stderr } = await runReplay(['login'], { config: host.config }, around)
    assert.equal(exitCode, 1)
    assert.match(stdout, table)
    assert.match(unwrapped(stderr), /Stopped at byte \d+ of .*; what was found before that is above\.\n$/)
  })

  test('it prints one form at a time', async (t) => {
    const host = await createHost(t)
    for (const options of [
      { by: 'mailbox', json: true },
      { report: true, json: true },
      { report: true, by: 'ip' },
    ])
      await assert.rejects(
        runReplay([], { config: host.config, ...options }),
        /write only one of --report, --json and --by/,
      )
  })
})

suite('on a terminal', () => {
  test('a bar is shown on stderr until there is a message, and is gone at the end', async (t) => {
    const host = await createHost(t)
    await writeFile(`${host.logs.login}.1`, lines('a'))
    const { stderr, stdout } = await runReplay(['login'], { config: host.config }, { isTerminal: true })
    assert.match(stdout, / a@example\.com /)
    const bar = /^<line>100 % \[#{24}\] \d+ MB\/s, 0:00 left, events: 1<line>Files: 2, .*\n$/
    assert.match(stderr.replaceAll('\r\u001b[K', '<line>'), bar)
  })

  test('a stopped replay says how far it got', async (t) => {
    const host = await createHost(t)
    for (const suffix of ['.2', '.1']) await writeFile(host.logs.login + suffix, `${lines('a')}noise\n`)
    const stop = new AbortController()
    const options = { isTerminal: true, signal: stop.signal, onStderr: (): void => stop.abort() }
    const { exitCode, stderr } = await runReplay(['login'], { config: host.config }, options)
    assert.equal(exitCode, 1)
    assert.match(unwrapped(stderr), /\nStopped at byte 101 of .*login_log\.2; what was found before that is above\.\n$/)
    stop.abort()
    assert.match((await runReplay([], { config: host.config }, options)).stderr, /Stopped at the beginning/)
  })
})
