import assert from 'node:assert/strict'
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { type InboxParts, collectInbox } from '../../../agent/inbox/collect-inbox.ts'
import { GIVEN_UP, inboxFileName } from '../../../agent/inbox/file-name.ts'
import { removeTaken, takenName } from '../../../agent/inbox/taken.ts'
import { SourceStates } from '../../../agent/snapshots/source-states.ts'
import type { Incoming } from '../../../agent/spool/incoming.ts'
import { failedLogin, inboxIn, leave } from '../../support/inbox-scene.ts'
import { type SpoolScene, createSpool } from '../../support/spool-scene.ts'

/** Takes what is in an inbox, and what `onWake` brings, until that has no more. */
async function collect(
  { folders, tell }: SpoolScene,
  { onWake, ...differing }: Partial<InboxParts> & { readonly onWake?: () => Promise<boolean> } = {},
): Promise<{ readonly batches: readonly (readonly string[])[]; readonly taken: Set<string>; readonly shown: string }> {
  const { inbox = inboxIn(folders) } = differing
  const stop = new AbortController()
  const batches: (readonly string[])[] = []
  const taken = new Set<string>()
  const sources = new SourceStates(() => undefined)
  await collectInbox({
    inbox,
    identity: 'host.example.com',
    intake: {
      wants: () => true,
      isSelected: () => true,
      take: async (items: readonly Incoming[], _steps: unknown, names?: readonly string[]) => {
        batches.push(items.map(({ event }) => ('mailbox_address' in event ? (event.mailbox_address ?? '') : '')))
        for (const name of names ?? []) taken.add(name)
        return true
      },
    },
    isTaken: (name) => taken.has(name),
    refused: folders.refused,
    sources,
    wakerOf: () => ({
      wake: async () => {
        if ((await onWake?.()) !== true) stop.abort()
      },
      hint: () => undefined,
      close: () => undefined,
    }),
    tell,
    signal: stop.signal,
    once: false,
    ...differing,
  })
  return { batches, taken, shown: JSON.stringify(sources) }
}

test('events are taken in the order of their names, in portions, each once', async (t) => {
  const scene = await createSpool(t)
  const { inbox: folder } = scene.folders
  const numbers = Array.from({ length: 300 }, (_, index) => index)
  for (const number of numbers.toReversed()) await leave(folder, failedLogin(number), () => number)
  const more = [[301], [302, 303]]
  const onWake = async (): Promise<boolean> => {
    const next = more.shift()
    for (const number of next ?? []) await leave(folder, failedLogin(number), () => number)
    return next !== undefined
  }
  const { batches, taken, shown } = await collect(scene, { onWake })
  const expected = [...numbers, 301, 302, 303].map((number) => `m${number}@example.com`)
  assert.deepEqual(batches.flat(), expected)
  assert.deepEqual(
    batches.map(({ length }) => length),
    [256, 44, 1, 2],
  )
  assert.match(shown, /"source":"inbox".*"lines":303.*"events":303/)
  assert.equal(readdirSync(folder).length, 303, 'they stay until it is saved that they are taken')
  await removeTaken(taken, [inboxIn(scene.folders)], scene.tell)
  assert.deepEqual([readdirSync(folder), scene.codes()], [[], []])
})

test('an empty inbox is no source in status', async (t) => {
  assert.equal((await collect(await createSpool(t))).shown, '[]')
})

test('what is refused is moved aside, a hundred at most, and holds up nothing', async (t) => {
  const scene = await createSpool(t)
  const { inbox: folder, refused } = scene.folders
  for (let index = 0; index < 120; index += 1) {
    writeFileSync(join(folder, inboxFileName(index, '0123456789abcdef', 2)), '{}')
  }
  writeFileSync(join(folder, 'notes.txt'), '')
  await leave(folder, failedLogin(1))
  const { batches, taken, shown } = await collect(scene)
  assert.deepEqual(batches, [['m1@example.com']])
  assert.deepEqual([taken.size, readdirSync(folder).length, readdirSync(refused).length], [1, 1, 100])
  assert.deepEqual(scene.codes(), Array(121).fill('inbox_file_refused'))
  assert.match(
    scene.told[0]?.text ?? '',
    /notes\.txt: not a valid event from hook: its name is not that of an event; it was moved to/,
  )
  assert.match(shown, /"lines":121,.*"ofInterest":1/)
})

test('what cannot be moved is told once, and passed over', async (t) => {
  const scene = await createSpool(t)
  const { inbox: folder } = scene.folders
  mkdirSync(join(folder, inboxFileName(1, '0123456789abcdef', 2)))
  mkdirSync(join(folder, 'folder'))
  await leave(folder, failedLogin(1))
  let wakes = 3
  const { batches } = await collect(scene, { onWake: async () => --wakes > 0 })
  assert.deepEqual(batches, [['m1@example.com']])
  assert.deepEqual(scene.codes(), ['inbox_file_refused', 'inbox_file_refused'])
})

test('who only looks changes nothing', async (t) => {
  const scene = await createSpool(t)
  const { inbox: folder } = scene.folders
  await leave(folder, failedLogin(1))
  for (const name of ['notes.txt', GIVEN_UP, 'x.tmp']) writeFileSync(join(folder, name), 'x')
  const before = readdirSync(folder)
  const { batches } = await collect(scene, { refused: undefined })
  assert.deepEqual([batches, readdirSync(folder)], [[['m1@example.com']], before])
  assert.deepEqual(scene.codes(), ['inbox_file_refused'])
})

test('what writers gave up is told with its number', async (t) => {
  const scene = await createSpool(t)
  writeFileSync(join(scene.folders.inbox, GIVEN_UP), '...')
  await collect(scene)
  assert.deepEqual(scene.codes(), ['inbox_full'])
  assert.match(scene.told[0]?.text ?? '', /: 3 events were dropped by their writers/)
})

test('an inbox that goes away is told once, tried again, and taken from when it is back', async (t) => {
  const scene = await createSpool(t)
  const { inbox: folder } = scene.folders
  await rm(folder, { recursive: true })
  let wakes = 0
  const onWake = async (): Promise<boolean> => {
    wakes += 1
    if (wakes === 3) {
      mkdirSync(folder)
      await leave(folder, failedLogin(1))
    }
    return wakes < 5
  }
  const inbox = { ...inboxIn({ ...scene.folders, inbox: scene.folders.root }), path: folder }
  const { batches } = await collect(scene, { onWake, inbox })
  assert.deepEqual(batches, [['m1@example.com']])
  assert.deepEqual(scene.codes(), ['inbox_unusable', 'inbox_usable'])
})

test('with once it ends when all that lies there is taken', async (t) => {
  const scene = await createSpool(t)
  const name = await leave(scene.folders.inbox, failedLogin(1))
  const { taken } = await collect(scene, { once: true, onWake: () => assert.fail('it waits') })
  assert.deepEqual([...taken], [takenName(inboxIn(scene.folders), name)])
})
