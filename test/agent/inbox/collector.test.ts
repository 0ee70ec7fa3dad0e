import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { type TestContext, test } from 'node:test'
import { dryRun } from '../../../agent/collect/dry-run.ts'
import { isUnfinished } from '../../../agent/inbox/file-name.ts'
import { writeToInbox } from '../../../agent/inbox/writer.ts'
import { spoolFolders } from '../../../agent/spool/spool-folders.ts'
import { statusOf } from '../../../agent/status/status.ts'
import { ROOT } from '../../../build/executable/bundle.ts'
import type { Entry } from '../../../lib/event/entry.ts'
import type { EventOf } from '../../../lib/event/event.ts'
import { exampleConfig } from '../../support/example-config.ts'
import { mortal } from '../../support/mortal.ts'
import { entriesIn, startCollector } from '../../support/running-collector.ts'
import { temporaryFolder } from '../../support/spool-scene.ts'
import { untilNames } from '../../support/test-host.ts'

/** A writer that is killed at any moment after so many events; the numbers that it said it had left. */
async function writeAndDie(t: TestContext, folder: string, first: number, most: number): Promise<number[]> {
  const words = [process.execPath, '--import', 'tsx', join(ROOT, 'test/support/inbox-writer.ts'), folder, String(first)]
  const [program = '', ...rest] = [...mortal, ...words]
  const writer: ChildProcess = spawn(program, rest, { cwd: ROOT, stdio: ['ignore', 'pipe', 'inherit'] })
  t.after(() => writer.kill('SIGKILL'))
  const ended = once(writer, 'exit')
  const said: number[] = []
  for await (const line of createInterface(writer.stdout ?? assert.fail())) {
    said.push(Number(line))
    if (said.length === most) writer.kill('SIGKILL')
  }
  await ended
  return said
}

test('of writers that are killed, many at once, whole events are taken, each once, and none that was left is lost', async (t) => {
  const folder = await temporaryFolder(t)
  const config = exampleConfig(folder)
  const { inbox, sealed } = spoolFolders(config.spool.path)
  await writeFile(join(folder, 'login_log'), '')
  const collector = startCollector(t, config)
  await collector.told('source_found')
  const writers = [1, 7, 40].map((most, index) => writeAndDie(t, inbox, 10_000 * index, most))
  const said = (await Promise.all(writers)).flat()
  await untilNames(inbox, (names) => names.every(isUnfinished))
  await collector.stop()
  const taken = (await entriesIn(sealed)).map(({ mailbox_address: mailbox }) => String(mailbox).replace(/\D/g, ''))
  assert.equal(new Set(taken).size, taken.length, 'each once')
  assert.deepEqual(
    said.map(String).filter((number) => !taken.includes(number)),
    [],
  )
  // The last one of each was perhaps left, and not said any more.
  assert.ok(taken.length >= said.length)
  assert.ok(readdirSync(inbox).length <= 3, 'half of one for each writer')
  assert.equal(collector.codes.includes('inbox_file_refused'), false)
})

/** What the hook may say, told apart by its number. */
function removal(number: number): EventOf<'forward_removed'> {
  const forward = { forward_recipient: 'away@example.org', forward_type: null, ip: null } as const
  const mailbox = { mailbox_address: `m${number}@example.com`, context: 'mailbox', service: 'cpanel' } as const
  return { type: 'forward_removed', time: Math.floor(Date.now() / 1000), ...mailbox, ...forward }
}

function mailboxes(entries: readonly Entry[]): unknown[] {
  return entries.map(({ mailbox_address: mailbox }) => mailbox)
}

test('a full spool fills the inbox, then writers give up; both end when there is room, and that is told', async (t) => {
  const folder = await temporaryFolder(t)
  const config = exampleConfig(folder)
  const { inbox, sealed, parsed } = spoolFolders(config.spool.path)
  await writeFile(join(folder, 'login_log'), '')
  const full = startCollector(t, { ...config, spool: { ...config.spool, maxSize: 1 } })
  await full.told('source_found')
  assert.equal(
    (await statusOf(config)).sources.some(({ source }) => source === 'inbox'),
    false,
  )
  const write = (number: number): Promise<unknown> =>
    writeToInbox(inbox, removal(number), { now: () => number, bounds: { files: 3, bytes: 1e6 } })
  await write(1)
  await untilNames(parsed, (names) => names.length === 1)
  await write(2)
  await full.told('spool_held')
  while (!JSON.stringify(await write(3)).includes('full'));
  await full.stop()
  const waiting = readdirSync(inbox).filter((name) => name.endsWith('.json')).length

  const seen: Entry[] = []
  const enough = new AbortController()
  const print = async (entry: Entry): Promise<void> => {
    if (seen.push(entry) === waiting) enough.abort()
  }
  await dryRun(config, print, () => undefined, enough.signal)

  const collector = startCollector(t, config)
  await collector.told('inbox_full')
  await untilNames(inbox, (names) => names.length === 0)
  await collector.stop()
  const entries = await entriesIn(sealed)
  assert.equal(entries.length, 1 + waiting)
  assert.deepEqual(mailboxes(seen), mailboxes(entries.slice(1)), 'a dry run sees what will be sealed')
  const shown = (await statusOf(config)).sources.find(({ source }) => source === 'inbox')
  assert.deepEqual([shown?.path, shown?.events, shown?.size], [inbox, 1 + waiting, undefined])
})
