import assert from 'node:assert/strict'
import { readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type TestContext, test as plainTest } from 'node:test'
import type { JournalPlace } from '../../../agent/sources/journal-reading.ts'
import { journalOf } from '../../../agent/sources/journal.ts'
import { FIRST, JournalFiles, withoutJournals } from '../../support/journal-files.ts'
import { type LineScene, startLines } from '../../support/line-scene.ts'
import { temporaryFolder } from '../../support/spool-scene.ts'

const PATH = 'journal _SYSTEMD_UNIT=app.service'

interface Scene {
  readonly files: JournalFiles
  /** Starts reading; ends with the test. */
  readonly read: (place?: Partial<JournalPlace>, from?: ReturnType<LineScene['reached']>) => LineScene
  /** Reads what is there, to its end. */
  readonly readOnce: (place?: Partial<JournalPlace>, from?: ReturnType<LineScene['reached']>) => Promise<LineScene>
}

async function createScene(t: TestContext): Promise<Scene> {
  const files = new JournalFiles(await temporaryFolder(t))
  const read: Scene['read'] = (place = {}, from) => {
    const common = { matches: ['_SYSTEMD_UNIT=app.service'], directory: files.folder, hasHeader: false, once: false }
    const scene = startLines(journalOf({ ...common, start: 'beginning', ...place }), PATH, from)
    t.after(() => scene.stop())
    return scene
  }
  return {
    files,
    read,
    readOnce: async (place, from) => {
      const scene = read({ ...place, once: true }, from)
      await scene.ended
      return scene
    },
  }
}

/** The processes that this one has started and that still run journalctl. */
function readersNow(): string[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => {
      try {
        const [, ppid] = /\) \w (\d+)/.exec(readFileSync(`/proc/${pid}/stat`, 'utf8')) ?? []
        return ppid === `${process.pid}` && readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('journalctl')
      } catch {
        return false
      }
    })
}

const test = (name: string, run: (t: TestContext) => Promise<void>): void =>
  void plainTest(name, { skip: withoutJournals }, run)

test('the messages of a unit come in order, then those that are written later', async (t) => {
  const { files, read } = await createScene(t)
  files.append('system', 'a', { MESSAGE: 'other', _SYSTEMD_UNIT: 'other.service' }, 'b')
  const scene = read()
  await scene.until(() => scene.lines.length === 2)
  files.append('system', 'c')
  await scene.until(() => scene.lines.length === 3)
  assert.deepEqual(scene.lines, ['a', 'b', 'c'])
  assert.deepEqual(scene.written, [FIRST, FIRST + 2, FIRST + 3])
})

test('it waits for something new once all is sealed that was there when reading began, or nothing can be read', async (t) => {
  const { files, read } = await createScene(t)
  const texts = Array.from({ length: 1200 }, (_, index) => `line ${index}`)
  files.append('system', ...texts)
  const scene = read()
  scene.hold()
  await scene.until(() => scene.lines.length > 0)
  assert.deepEqual(scene.caughtUp, [])
  scene.go()
  await scene.until(() => scene.caughtUp.length > 0)
  assert.deepEqual(scene.caughtUp, [1200])
  files.append('system', 'later')
  await scene.until(() => scene.lines.length > 1200)
  await scene.stop()
  assert.deepEqual(scene.caughtUp, [1200])
  const again = read({}, scene.reached())
  await again.until(() => again.caughtUp.length > 0)
  const atEnd = read({ start: 'end' })
  await atEnd.until(() => atEnd.caughtUp.length > 0)
  const none = read({ matches: ['_SYSTEMD_UNIT=none.service'] })
  await none.until(() => none.caughtUp.length > 0)
  const missing = [read({ directory: '/nonexistent' }), read({ directory: '/nonexistent', start: 'end' })]
  for (const each of missing) await each.until(() => each.caughtUp.length > 0)
  assert.deepEqual(
    [again, atEnd, none, ...missing].map(({ caughtUp }) => caughtUp),
    [[0], [0], [0], [0], [0]],
  )
})

test('entries of earlier boots are read as well', async (t) => {
  const { files, read } = await createScene(t)
  files.append('system', 'a', { MESSAGE: 'b', _BOOT_ID: '5b2f0f0e7f0a4d5f9d5f0f0e7f0a4d5f' })
  const scene = read()
  await scene.until(() => scene.lines.length === 2)
  assert.deepEqual(scene.lines, ['a', 'b'])
})

test('a later run goes on after the last entry, and the same entry read again is told by the same', async (t) => {
  const { files, readOnce } = await createScene(t)
  files.append('system', 'same', 'same')
  const first = await readOnce()
  files.append('system', 'same')
  const second = await readOnce({}, first.reached())
  assert.deepEqual(second.lines, ['same'])
  assert.deepEqual(
    second.told.map((text) => text.split(':')[0]),
    ['journal_found'],
  )
  const all = await readOnce()
  assert.deepEqual(all.taken, [...first.taken, ...second.taken])
  assert.equal(new Set(all.taken.map(({ generation }) => generation)).size, 3)
})

test('at first it begins at the end, and takes what comes after that, even before a restart', async (t) => {
  const { files, readOnce } = await createScene(t)
  files.append('system', 'old')
  const first = await readOnce({ start: 'end' })
  assert.deepEqual(first.lines, [])
  files.append('system', 'new')
  assert.deepEqual((await readOnce({ start: 'end' }, first.reached())).lines, ['new'])
})

test('where no entry matches yet, all that come are new', async (t) => {
  const { files, readOnce } = await createScene(t)
  files.append('system', { MESSAGE: 'other', _SYSTEMD_UNIT: 'other.service' })
  const first = await readOnce({ start: 'end' })
  files.append('system', 'new')
  assert.deepEqual((await readOnce({ start: 'end' }, first.reached())).lines, ['new'])
})

test('an entry that the journal no longer has is told as a gap, and no entry after it is passed over', async (t) => {
  const { files, readOnce } = await createScene(t)
  files.append('system', 'a')
  const first = await readOnce()
  files.append('system', 'lost')
  rmSync(join(files.folder, 'system.journal'))
  files.append('system', 'b', 'c')
  const second = await readOnce({}, first.reached())
  assert.deepEqual(second.lines, ['gap: missing', 'b', 'c'])
  assert.match(
    second.told.join('\n'),
    /^log_gap: login: the journal _SYSTEMD_UNIT=app\.service no longer has the entry/m,
  )
})

test('for a driver of syslog its header is made of the fields, in UTC, and none of them can break it', async (t) => {
  const { files, readOnce } = await createScene(t)
  files.append('system', 'a: b', { MESSAGE: 'c', SYSLOG_IDENTIFIER: 'sshd[1]: Accepted\nx', _PID: '' })
  assert.deepEqual((await readOnce({ hasHeader: true })).lines, [
    'Nov 20 00:00:00 web1.example.com app[12]: a: b',
    'Nov 20 00:00:01 web1.example.com sshd_1___Accepted_x: c',
  ])
})

test('a message in bytes stays as it is, and control characters become visible', async (t) => {
  const { files, readOnce } = await createScene(t)
  files.append('system', { MESSAGE: Buffer.from('tab\tM\xfcller', 'latin1') }, 'one\ntwo\0\x7f\xe9')
  const { lines } = await readOnce()
  assert.deepEqual(lines, ['tab\tM\ufffdller', 'one#012two#000#177\xe9'])
})

test('a message that journalctl leaves out is told, and the next one read', async (t) => {
  const { files, readOnce } = await createScene(t)
  files.append('system', 'x'.repeat(5000), 'next')
  const { lines, told } = await readOnce()
  assert.deepEqual(lines, ['next'])
  assert.match(told.join('\n'), /^entry_unread: /m)
})

test('thousands of entries come in batches, each once', async (t) => {
  const { files, readOnce } = await createScene(t)
  const texts = Array.from({ length: 3000 }, (_, index) => `line ${index} ${'x'.repeat(index % 500)}`)
  files.append('system', ...texts)
  assert.deepEqual((await readOnce()).lines, texts)
})

test('a journalctl that is killed is told, and the next one goes on with the next entry', async (t) => {
  const { files, read } = await createScene(t)
  files.append('system', 'a')
  const scene = read()
  await scene.until(() => scene.lines.length === 1)
  for (const pid of readersNow()) process.kill(Number(pid), 'SIGKILL')
  await scene.untilTold(/^source_unreadable: .* cannot be read: journalctl was ended by SIGKILL\. /)
  files.append('system', 'b')
  await scene.until(() => scene.lines.length === 2)
  await scene.untilTold(/^source_readable: /)
  assert.deepEqual(scene.lines, ['a', 'b'])
})

test('with its reader ends journalctl', async (t) => {
  const { files, read } = await createScene(t)
  files.append('system', 'a')
  const scene = read()
  await scene.until(() => scene.lines.length === 1)
  assert.equal(readersNow().length, 1)
  await scene.stop()
  assert.deepEqual(readersNow(), [])
})

test('a folder that is missing is told in the words of journalctl, once', async (t) => {
  const { read } = await createScene(t)
  const scene = read({ directory: '/nonexistent' })
  await scene.untilTold(/^journal_found/, 3)
  const failures = scene.told.filter((text) => text.startsWith('source_unreadable'))
  assert.equal(failures.length, 1)
  assert.match(
    failures[0] ?? '',
    /failed with exit code 1 \(Failed to open \/nonexistent: No such file or directory\)\. /,
  )
})

plainTest('without journalctl that is told', async (t) => {
  const { told } = await (await createScene(t)).readOnce({ program: '/nonexistent/journalctl' })
  assert.match(told.at(-1) ?? '', /^source_unreadable: .* cannot be read: spawn \/nonexistent\/journalctl ENOENT\. /)
})

plainTest('whatever journalctl writes, entries are bounded, and what is none is told', async (t) => {
  const { readOnce, files } = await createScene(t)
  const program = join(files.folder, 'journalctl')
  const entry = (cursor: string, message: unknown): string =>
    JSON.stringify({ __CURSOR: cursor, __REALTIME_TIMESTAMP: '1795000000000000', MESSAGE: message })
  const written = [
    'no JSON',
    '['.repeat(100_000),
    entry('long', 'x'.repeat(300_000)),
    entry('no cursor, for its spaces', 'x'),
    JSON.stringify({ __CURSOR: 's=0', __REALTIME_TIMESTAMP: '1' }),
    entry('s=1', null),
    entry('s=2', [104, 105]),
    entry('s=3', ['one', 'two', [51]]),
    entry('s=4', ['one', null]),
    entry('s=5', [1000]),
    entry('s=6', {}),
    entry('s=7', 'end'),
  ]
  writeFileSync(join(files.folder, 'written'), `${written.join('\n')}\n`)
  writeFileSync(program, `#!/bin/sh\nexec cat ${join(files.folder, 'written')}\n`, { mode: 0o755 })
  const scene = await readOnce({ program })
  assert.deepEqual(scene.lines, ['hi', 'one', 'two', '3', 'end'])
  assert.equal(scene.told.filter((text) => text.startsWith('entry_unread: ')).length, 8)
  assert.equal(scene.reached()?.files[0]?.generation, 's=7')
})

plainTest(
  'no words that journalctl gets come from its environment, and none that it says is without bound',
  async (t) => {
    const { readOnce, files } = await createScene(t)
    const program = join(files.folder, 'journalctl')
    writeFileSync(program, '#!/bin/sh\nenv >&2\necho "$@" >&2\nhead -c 1000000 /dev/zero >&2\nexit 3\n', {
      mode: 0o755,
    })
    process.env['SPOOR_SECRET'] = 'secret456'
    t.after(() => delete process.env['SPOOR_SECRET'])
    const { told } = await readOnce({ program })
    const last = told.at(-1) ?? ''
    assert.match(
      last,
      /failed with exit code 3 \(.*--output=json --no-pager --merge --output-fields=MESSAGE --directory=/,
    )
    assert.doesNotMatch(last, /secret456/)
    assert.ok(last.length < 700)
  },
)
