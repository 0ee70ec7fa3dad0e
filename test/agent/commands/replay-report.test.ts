import assert from 'node:assert/strict'
import { appendFile, readFile, readdir, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { suite, test } from 'node:test'
import { gzipSync } from 'node:zlib'
import { loadConfig } from '../../../agent/config/load.ts'
import { type Entry, project } from '../../../lib/event/entry.ts'
import { ActionNeeded } from '../../../lib/system/errors.ts'
import { collectOnce, createHost, lines, namesOf, runReplay } from '../../support/replayed.ts'
import { startCollector } from '../../support/running-collector.ts'
import { loginLine } from '../../support/test-host.ts'

/** What is sent of an entry that is sealed. */
function sent(entry: Entry): Entry {
  return project(entry)
}

suite('what replay --report does', () => {
  test('seals what replay shows, once, and leaves the positions of the collector alone', async (t) => {
    const host = await createHost(t)
    await writeFile(`${host.logs.login}.1`, lines('a', 'b'))
    await host.write('login', ...lines('c').trim().split('\n'))
    await collectOnce(t, host)
    const { entries } = await runReplay([], { config: host.config })
    const positions = await readFile(join(host.spool, 'checkpoints.json'), 'utf8')
    const first = await runReplay([], { config: host.config, report: true })
    assert.equal(first.exitCode, 0)
    assert.match(first.stderr, /events: 3, .*; sealed: 3, in the spool already: 0\.\n$/)
    assert.deepEqual((await host.entriesIn('parsed')).map(sent), entries)
    const [report = ''] = await readdir(join(host.spool, 'parsed'))
    await rename(join(host.spool, 'parsed', report), join(host.spool, 'transmitted', report))
    const second = await runReplay([], { config: host.config, report: true })
    assert.match(second.stderr, /; sealed: 0, in the spool already: 3\.\n$/)
    assert.equal(await readFile(join(host.spool, 'checkpoints.json'), 'utf8'), positions)
  })

  test('seals nothing again if the host has been renamed since: ids do not depend on its name', async (t) => {
    const host = await createHost(t)
    await writeFile(`${host.logs.login}.1`, lines('a'))
    await collectOnce(t, host)
    await runReplay([], { config: host.config, report: true })
    const identity = join(host.spool, 'identity.json')
    const [before = assert.fail()] = await host.entriesIn('parsed')
    await appendFile(host.config, 'host: { name: renamed.example.net, labels: { site: vienna } }\n')
    const again = await runReplay([], { config: host.config, report: true })
    assert.match(again.stderr, /; sealed: 0, in the spool already: 1\.\n$/)
    const [shown] = (await runReplay([], { config: host.config })).entries
    assert.deepEqual(shown, { ...sent(before), host: 'renamed.example.net' })
    // As if the machine itself had had another name when the spool was new.
    await writeFile(identity, '{"version":1,"host":"before.example.net"}\n')
    const other = await runReplay([], { config: host.config, report: true })
    assert.match(other.stderr, /; sealed: 1, in the spool already: 0\.\n$/)
  })

  test('leaves unread bytes to the collector: none is read twice, and none is skipped', async (t) => {
    const host = await createHost(t)
    await writeFile(`${host.logs.login}.1`, lines('a'))
    await writeFile(host.logs.login, lines('b'))
    await collectOnce(t, host)
    await host.write('login', ...lines('c').trim().split('\n'))
    await runReplay([], { config: host.config, report: true })
    assert.equal(namesOf(await host.entriesIn('parsed')), 'ab')
    // Rotated while the collector is down: what is unread stands in two files now.
    await rename(`${host.logs.login}.1`, `${host.logs.login}.2`)
    await rename(host.logs.login, `${host.logs.login}.1`)
    await writeFile(host.logs.login, lines('d'))
    const again = await runReplay(['login'], { config: host.config, report: true })
    assert.match(again.stderr, /^Files: 2, .*; sealed: 0, in the spool already: 2\./)
    const named = await runReplay(['login', host.logs.login, `${host.logs.login}.1`], {
      config: host.config,
      report: true,
    })
    assert.match(named.stderr, /^Files: 1, .*; sealed: 0, in the spool already: 1\./)
    const collector = startCollector(t, (await loadConfig(host.config)).config)
    await host.untilReports('parsed', 4)
    await collector.stop()
    assert.ok(!collector.codes.includes('checkpoints_lost'))
    const entries = await host.entriesIn('parsed')
    assert.equal(namesOf(entries), 'abcd')
    assert.equal(new Set(entries.map(({ id }) => id)).size, 4)
  })

  test('leaves a log to the collector if that will read it from its beginning, and does not affect the first start', async (t) => {
    const host = await createHost(t, { start: 'beginning' })
    await writeFile(`${host.logs.login}.1`, lines('a'))
    await writeFile(host.logs.login, lines('b'))
    await runReplay([], { config: host.config, report: true })
    assert.equal(namesOf(await host.entriesIn('parsed')), 'a')
    const collector = startCollector(t, (await loadConfig(host.config)).config)
    await host.untilReports('parsed', 2)
    await collector.stop()
    assert.equal(namesOf(await host.entriesIn('parsed')), 'ab')
    assert.ok(!collector.codes.includes('checkpoints_lost'))
  })

  test('says what will be missing if no collector was started yet, and does not affect its first start', async (t) => {
    const host = await createHost(t)
    await writeFile(host.logs.login, lines('a'))
    const { exitCode, stderr } = await runReplay([], { config: host.config, report: true })
    assert.equal(exitCode, 0)
    assert.match(stderr, /^The collector has never been started: events between now and its first start will be in no/)
    await collectOnce(t, host)
    assert.equal(namesOf(await host.entriesIn('parsed')), 'a')
    assert.doesNotMatch((await runReplay([], { config: host.config, report: true })).stderr, /not been started/)
  })

  test('seals nothing of a log if it cannot tell what the collector has read of it, and says what to do', async (t) => {
    const host = await createHost(t)
    await writeFile(host.logs.login, lines('a'))
    await collectOnce(t, host)
    await writeFile(`${host.logs.login}.1.gz`, gzipSync(lines('a', 'b')))
    await rm(host.logs.login)
    await writeFile(host.logs.login, lines('c'))
    for (const files of [[], [`${host.logs.login}.1.gz`]]) {
      const { exitCode, stderr } = await runReplay(['login', ...files], { config: host.config, report: true })
      assert.equal(exitCode, 1)
      assert.match(stderr, /^.*login_log: it was rotated since the collector read it; start the collector, wait/)
    }
    assert.deepEqual(await host.entriesIn('parsed'), [])
  })

  test('seals nothing while the collector runs, and says that stopping the collector loses nothing', async (t) => {
    const host = await createHost(t)
    const collector = startCollector(t, (await loadConfig(host.config)).config)
    await collector.told('source_found', 3)
    await assert.rejects(runReplay([], { config: host.config, report: true }), (error) => {
      assert.ok(error instanceof ActionNeeded && error.exitCode === 75)
      assert.match(
        error.message,
        /: the collector is using this spool; stop it while replay --report runs\. Nothing is lost/,
      )
      return true
    })
    await collector.stop()
  })

  test('says that it waits for a full spool, continues when there is room, and stops cleanly when told to', async (t) => {
    const host = await createHost(t)
    const config = await readFile(host.config, 'utf8')
    await writeFile(host.config, config.replace('spool: {', 'spool: { max_size: 1KiB,'), { mode: 0o600 })
    for (const [number, name] of ['a', 'b', 'c'].entries()) {
      await writeFile(
        `${host.logs.login}.${5 - number}`,
        Array.from({ length: 5 }, (_, second) => loginLine(`${name}@example.com`, second)).join('\n') + '\n',
      )
    }
    const stop = new AbortController()
    let held = 0
    const { exitCode, stderr } = await runReplay(
      ['login'],
      { config: host.config, report: true },
      {
        signal: stop.signal,
        onStderr: (text) => {
          if (!text.startsWith('Reading has stopped, the logs are the buffer: ')) return
          held += 1
          if (held === 2) stop.abort()
          else
            void rename(
              join(host.spool, 'parsed', 'report.000000000001.json'),
              join(host.spool, 'transmitted', 'report.000000000001.json'),
            )
        },
      },
    )
    assert.equal(exitCode, 1)
    assert.match(stderr, /Reports can be stored again/)
    assert.match(stderr, /; sealed: 10, in the spool already: 0\.\nStopped at byte 475 of .*login_log\.4; replay again/)
    assert.equal(namesOf(await host.entriesIn('parsed')), 'bbbbb')
  })
})
