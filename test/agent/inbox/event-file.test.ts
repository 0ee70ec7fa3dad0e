import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { linkSync, mkdirSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { chown } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { readEventFile } from '../../../agent/inbox/event-file.ts'
import { inboxFileName } from '../../../agent/inbox/file-name.ts'
import { failedLogin, inboxIn, leave } from '../../support/inbox-scene.ts'
import { createSpool } from '../../support/spool-scene.ts'

const IDENTITY = 'host.example.com'
const RANDOM = '0123456789abcdef'
const isRoot = process.geteuid?.() === 0

/** The name of a file of so many bytes. */
function nameFor(bytes: number): string {
  return inboxFileName(1, RANDOM, bytes)
}

test('a file gives its event, always the same id, and another for another name', async (t) => {
  const { folders } = await createSpool(t)
  const inbox = inboxIn(folders)
  // A moment ago: files come by a clock that is a tick behind.
  const event = failedLogin(1, Math.floor(Date.now() / 1000) - 1)
  const [one, two] = [await leave(inbox.path, event), await leave(inbox.path, event)]
  const read = readEventFile(inbox, one, IDENTITY)
  assert.deepEqual(read && 'event' in read && read.event, event)
  assert.deepEqual(readEventFile(inbox, one, IDENTITY), read)
  assert.notDeepEqual(readEventFile(inbox, two, IDENTITY), read)
  assert.equal(readEventFile(inbox, nameFor(7), IDENTITY), undefined)
})

test('what is no event of this writer is refused, in words without its values', async (t) => {
  const { folders } = await createSpool(t)
  const inbox = inboxIn(folders)
  const event = failedLogin(1)
  const contents: readonly (readonly [content: string, reason: RegExp])[] = [
    ['', /JSON/],
    ['{"type":"login_failed"', /JSON/],
    ['['.repeat(60_000), /JSON/],
    ['"text"', /./],
    [JSON.stringify({ ...event, type: 'secret_kind' }), /^type is no kind of event/],
    [JSON.stringify({ ...event, password: 'secret' }), /^password is not known$/],
    [JSON.stringify({ ...event, host: 'secret.example.com' }), /^host is not known$/],
    [JSON.stringify({ ...event, time: 'secret' }), /^time is no number$/],
    [JSON.stringify({ ...event, mailbox_address: 'secret'.repeat(1000) }), /^mailbox_address is longer/],
    [
      JSON.stringify({ ...event, type: 'login_deferred', login_fault: undefined, attempts: undefined }),
      /^hook may not say login_deferred$/,
    ],
    [' '.repeat(65_537), /^it has 65537 bytes$/],
  ]
  for (const [content, reason] of contents) {
    const name = nameFor(content.length)
    writeFileSync(join(inbox.path, name), content)
    const read = readEventFile(inbox, name, IDENTITY)
    const refused = read !== undefined && 'refused' in read ? read.refused : assert.fail(content.slice(0, 60))
    assert.match(refused, reason)
    assert.doesNotMatch(refused, /secret/)
  }
})

test('neither a link, a folder, a FIFO, a second name nor a file of another size is read', async (t) => {
  const { folders } = await createSpool(t)
  const inbox = inboxIn(folders)
  const whole = await leave(inbox.path, failedLogin(1))
  const { size } = statSync(join(inbox.path, whole))
  const make: Readonly<Record<string, (path: string) => void>> = {
    'it is a link': (path) => symlinkSync(join(inbox.path, whole), path),
    'it is no regular file': (path) => mkdirSync(path),
    'it has another name, too': (path) => linkSync(join(inbox.path, whole), path),
  }
  for (const [index, [refused, lay]] of Object.entries(make).entries()) {
    const name = inboxFileName(index, RANDOM, size)
    lay(join(inbox.path, name))
    assert.deepEqual(readEventFile(inbox, name, IDENTITY), { refused })
  }
  const fifo = nameFor(0)
  assert.equal(spawnSync('mkfifo', [join(inbox.path, fifo)]).status, 0)
  assert.deepEqual(readEventFile(inbox, fifo, IDENTITY), { refused: 'it is no regular file' })
  const torn = nameFor(99)
  writeFileSync(join(inbox.path, torn), 'half')
  const refused = 'it has 4 bytes, not as many as its name says'
  assert.deepEqual(readEventFile(inbox, torn, IDENTITY), { refused })
})

test('who wrote a file is told by the file system', { skip: !isRoot && 'only root gives files away' }, async (t) => {
  const { folders } = await createSpool(t)
  const inbox = inboxIn(folders)
  const name = await leave(inbox.path, failedLogin(1))
  await chown(join(inbox.path, name), 12_345, 12_345)
  assert.deepEqual(readEventFile(inbox, name, IDENTITY), { refused: 'it belongs to user 12345' })
  const theirs = { ...inbox, users: [12_345] }
  assert.ok('event' in (readEventFile(theirs, name, IDENTITY) ?? {}))
})

test('a time that cannot be is that when the file came', async (t) => {
  const { folders } = await createSpool(t)
  const inbox = inboxIn(folders)
  const now = Math.floor(Date.now() / 1000)
  for (const [time, isKept] of [
    [now - 3000, true],
    [now - 90_000, false],
    [now + 90_000, false],
    [0, false],
  ] as const) {
    const name = await leave(inbox.path, failedLogin(1, time))
    const came = Math.floor(statSync(join(inbox.path, name)).ctimeMs / 1000)
    const read = readEventFile(inbox, name, IDENTITY)
    assert.equal(read && 'event' in read && read.event.time, isKept ? time : came)
  }
})
