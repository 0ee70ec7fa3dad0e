import assert from 'node:assert/strict'
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { CheckJournal } from '../../../agent/watch/check-journal.ts'
import { readChecks } from '../../../agent/watch/saved-checks.ts'
import { WatchedChecks } from '../../../agent/watch/watched-checks.ts'
import type { Notice } from '../../../lib/notice/notice.ts'
import { exampleCheck } from '../../support/check-scene.ts'
import { temporaryFolder } from '../../support/spool-scene.ts'

const NOW = 1_800_000_000_000

interface Scene {
  readonly folders: { readonly state: string; readonly inbox: string }
  readonly journal: CheckJournal
  readonly notices: readonly Notice[]
  /** Lets the check fail so often that it is down, and notes what that says. */
  readonly fall: () => Promise<void>
}

async function scene(t: TestContext, withInbox: boolean): Promise<Scene> {
  const folder = await temporaryFolder(t)
  const folders = { state: join(folder, 'state'), inbox: join(folder, 'inbox') }
  await mkdir(folders.state)
  if (withInbox) await mkdir(folders.inbox)
  const check = exampleCheck('imap')
  const watched = new WatchedChecks([check], { checks: {} }, NOW)
  const notices: Notice[] = []
  const journal = new CheckJournal({ folders, watched, untold: [], tell: (notice) => notices.push(notice) })
  const fall = async (): Promise<void> => {
    for (let times = 0; times < 3; times += 1) {
      const { events } = watched.ran(check, { result: { verdict: 'failed', text: 'refused' }, at: NOW, took: 1 }, NOW)
      await journal.note(events, NOW)
    }
  }
  return { folders, journal, notices, fall }
}

test('an event is left in the inbox once, and what is known is saved', async (t) => {
  const { folders, fall, notices } = await scene(t, true)
  await fall()
  const [name = '', ...others] = await readdir(folders.inbox)
  assert.deepEqual(others, [])
  assert.match(await readFile(join(folders.inbox, name), 'utf8'), /"type":"service_down".*"check":"imap"/)
  const { saved, isLost } = await readChecks(folders.state)
  assert.equal(isLost, false)
  assert.equal(saved.checks['imap']?.memory.settled, 'down')
  assert.deepEqual(saved.untold, [])
  assert.deepEqual(
    notices.map(({ code, text }) => [code, text]),
    [['check_changed', 'down: imap (refused).']],
  )
})

test('what a process that runs each check once counted in a row goes on in the next one', async (t) => {
  const folder = await temporaryFolder(t)
  const folders = { state: join(folder, 'state'), inbox: join(folder, 'inbox') }
  await mkdir(folders.state)
  await mkdir(folders.inbox)
  const check = exampleCheck('imap')
  const states: (string | undefined)[] = []
  for (let times = 0; times < 3; times += 1) {
    const { saved } = await readChecks(folders.state)
    const watched = new WatchedChecks([check], saved, NOW)
    const journal = new CheckJournal({ folders, watched, untold: saved.untold, tell: () => undefined })
    await journal.note([], NOW)
    const { events } = watched.ran(check, { result: { verdict: 'failed', text: 'refused' }, at: NOW, took: 1 }, NOW)
    await journal.note(events, NOW)
    await journal.keepAll()
    states.push(watched.shown[0]?.state)
  }
  assert.deepEqual(states, ['unknown', 'unknown', 'down'])
  assert.equal((await readdir(folders.inbox)).length, 1)
})

test('while the inbox takes nothing events wait, over a restart, and are left under one name', async (t) => {
  const { folders, journal, fall, notices } = await scene(t, false)
  await fall()
  await journal.note([], NOW)
  assert.deepEqual(
    notices.map(({ code }) => code),
    ['check_changed', 'checks_untold'],
  )
  const { saved } = await readChecks(folders.state)
  assert.equal(saved.untold.length, 1)
  await mkdir(folders.inbox)
  // Twice, as after a kill between leaving and saving.
  for (let times = 0; times < 2; times += 1) {
    const watched = new WatchedChecks([exampleCheck('imap')], saved, NOW)
    const again = new CheckJournal({ folders, watched, untold: saved.untold, tell: () => undefined })
    await again.note([], NOW)
    assert.equal((await readdir(folders.inbox)).length, 1)
    assert.deepEqual((await readChecks(folders.state)).saved.untold, [])
  }
})

test('what cannot be saved is told, and events are left all the same', async (t) => {
  const { folders, fall, notices } = await scene(t, true)
  await rm(folders.state, { recursive: true })
  await fall()
  assert.ok(notices.some(({ code }) => code === 'checks_unsaved'))
  assert.equal((await readdir(folders.inbox)).length, 1)
})

test('what was saved and makes no sense is lost, and told so; nothing saved is nothing lost', async (t) => {
  const folder = await temporaryFolder(t)
  assert.equal((await readChecks(folder)).isLost, false)
  for (const text of [
    '{"version":1',
    '{"version":2,"checks":{},"untold":[]}',
    '{"version":1,"checks":{"a":1},"untold":[]}',
  ]) {
    await writeFile(join(folder, 'checks.json'), text)
    assert.deepEqual(await readChecks(folder), { saved: { version: 1, checks: {}, untold: [] }, isLost: true })
  }
})
