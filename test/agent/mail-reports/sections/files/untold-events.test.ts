import assert from 'node:assert/strict'
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { readEventFile } from '../../../../../agent/inbox/event-file.ts'
import { WRITERS } from '../../../../../agent/inbox/inboxes.ts'
import { leaveFileEvents } from '../../../../../agent/mail-reports/sections/files/untold-events.ts'
import { createFilesReport, type FilesReport } from '../../../../support/files-report.ts'

/** A report after which a file changed and another report was sealed, and an inbox. */
async function createReported(t: TestContext): Promise<FilesReport & { readonly inbox: string }> {
  const scene = await createFilesReport(t)
  const inbox = join(scene.root, '../inbox')
  mkdirSync(inbox)
  scene.put('a', 'x')
  await scene.report()
  assert.equal(await leaveFileEvents(scene.state, inbox), undefined)
  assert.deepEqual(readdirSync(inbox), [])
  scene.put('a', 'y')
  scene.put('b', 'y')
  await scene.report()
  return { ...scene, inbox }
}

const names = (inbox: string): readonly string[] => readdirSync(inbox).toSorted()

test('what changed is left as events that the collector takes from this writer', async (t) => {
  const { inbox, state, path } = await createReported(t)
  assert.equal(await leaveFileEvents(state, inbox), undefined)
  const writer = WRITERS.find(({ name }) => name === 'files') ?? assert.fail()
  const users = [process.geteuid?.() ?? 0]
  const taken = names(inbox).map((name) => readEventFile({ ...writer, path: inbox, users }, name, 'web1.example.com'))
  const told = taken.map((read) =>
    read !== undefined && 'event' in read && read.event.type === 'file_changed'
      ? `${read.event.file_change} ${read.event.path} ${read.event.file_aspect}`
      : assert.fail(JSON.stringify(read)),
  )
  assert.deepEqual(told.toSorted(), [`changed ${path('a')} content`, `new ${path('b')} null`])
})

test('events are left once, also when the collector took them meanwhile', async (t) => {
  const { inbox, state, report } = await createReported(t)
  await leaveFileEvents(state, inbox)
  for (const name of names(inbox)) rmSync(join(inbox, name))
  await leaveFileEvents(state, inbox)
  assert.deepEqual(names(inbox), [])
  await report()
  await leaveFileEvents(state, inbox)
  assert.deepEqual(names(inbox), [])
})

test('after a kill between the last event and the note of it, the same files are left again', async (t) => {
  const { inbox, state } = await createReported(t)
  await leaveFileEvents(state, inbox)
  const [before, text] = [names(inbox), names(inbox).map((name) => readFileSync(join(inbox, name), 'utf8'))]
  rmSync(`${state}.told`)
  await leaveFileEvents(state, inbox)
  assert.deepEqual(names(inbox), before)
  assert.deepEqual(
    names(inbox).map((name) => readFileSync(join(inbox, name), 'utf8')),
    text,
  )
})

test('what the inbox does not take is said, and comes with the next report under its name', async (t) => {
  const { inbox, state, put, report } = await createReported(t)
  rmSync(inbox, { recursive: true })
  assert.match((await leaveFileEvents(state, inbox)) ?? '', /inbox: 2 events cannot be left there now \(.*ENOENT/)
  put('c', 'z')
  await report()
  mkdirSync(inbox)
  assert.equal(await leaveFileEvents(state, inbox), undefined)
  assert.equal(names(inbox).length, 3)
  const before = names(inbox)
  for (const name of before) rmSync(join(inbox, name))
  await report()
  await leaveFileEvents(state, inbox)
  assert.deepEqual(names(inbox), [])
})

test('where no collector takes events none are kept for one', async (t) => {
  const { inbox, state, report } = await createReported(t)
  assert.equal(await leaveFileEvents(state, undefined), undefined)
  await report()
  await leaveFileEvents(state, inbox)
  assert.deepEqual(names(inbox), [])
})

test('a report that was never sealed tells nothing', async (t) => {
  const { inbox, state, put, write } = await createReported(t)
  await leaveFileEvents(state, inbox)
  const before = names(inbox)
  put('c', 'z')
  await write()
  await leaveFileEvents(state, inbox)
  assert.deepEqual(names(inbox), before)
})

test('a state that is damaged or missing is no error', async (t) => {
  const { inbox, state } = await createReported(t)
  renameSync(state, `${state}.away`)
  assert.equal(await leaveFileEvents(state, inbox), undefined)
  mkdirSync(state)
  assert.match((await leaveFileEvents(state, inbox)) ?? '', /what the last report saved is no regular file; its events/)
})

test('more events than there is room for are said to be lost', async (t) => {
  const { put, report } = await createFilesReport(t)
  await report()
  for (let round = 0; round < 10; round += 1) {
    for (let number = 0; number < 101; number += 1) put(`${round}-${number}`, '')
    assert.deepEqual(
      (await report()).said,
      round < 9 ? [] : ['10 events will never be told: too many wait to be left in the inbox.'],
    )
  }
})
