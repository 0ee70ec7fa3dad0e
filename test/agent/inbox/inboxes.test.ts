import assert from 'node:assert/strict'
import { chmodSync, chownSync, mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { collectInbox } from '../../../agent/inbox/collect-inbox.ts'
import { inboxFileName } from '../../../agent/inbox/file-name.ts'
import { WRITERS, inboxesOf } from '../../../agent/inbox/inboxes.ts'
import { removeTaken } from '../../../agent/inbox/taken.ts'
import { writeToInbox } from '../../../agent/inbox/writer.ts'
import type { Incoming } from '../../../agent/spool/incoming.ts'
import { ensureSpoolFolders, spoolFolders } from '../../../agent/spool/spool-folders.ts'
import { failedLogin } from '../../support/inbox-scene.ts'
import { createSpool, temporaryFolder } from '../../support/spool-scene.ts'

const [AGENT, WATCHER] = [12_345, 12_346]

/** Does something with the rights of a user and of the group of the same number alone. */
async function as<T>(id: number, work: () => Promise<T>): Promise<T> {
  const groups = process.getgroups?.() ?? []
  process.setgroups?.([])
  process.setegid?.(id)
  process.seteuid?.(id)
  try {
    return await work()
  } finally {
    process.seteuid?.(0)
    process.setegid?.(0)
    process.setgroups?.(groups)
  }
}

test('each writer has a name of its own, and the first inbox is in the spool', async (t) => {
  const { folders } = await createSpool(t)
  assert.equal(new Set(WRITERS.map(({ name }) => name)).size, WRITERS.length)
  const [first] = inboxesOf(folders)
  assert.deepEqual([first?.path, first?.users.includes(process.geteuid?.() ?? 0)], [folders.inbox, true])
})

test('a writer without an account, or without a folder, has no inbox', async (t) => {
  const { folders } = await createSpool(t)
  const writers = [{ name: 'watcher', user: 'spoor-watcher', kinds: [] }]
  assert.deepEqual(
    inboxesOf(folders, writers, () => undefined),
    [],
  )
  assert.deepEqual(
    inboxesOf(folders, writers, () => WATCHER),
    [],
  )
})

test(
  'a writer of another user leaves events, and can neither look into the spool nor write there',
  { skip: process.geteuid?.() !== 0 && 'only root becomes other users' },
  async (t) => {
    const base = await temporaryFolder(t)
    chmodSync(base, 0o711)
    const folders = spoolFolders(join(base, 'spool'))
    mkdirSync(folders.root, { mode: 0o700 })
    chownSync(folders.root, AGENT, AGENT)
    await as(AGENT, () => ensureSpoolFolders(folders))
    // As a package makes it.
    const path = `${folders.root}-inbox/watcher`
    mkdirSync(path, { recursive: true })
    chownSync(path, WATCHER, AGENT)
    chmodSync(path, 0o2770)
    const writers = [{ name: 'watcher', user: 'spoor-watcher', kinds: ['login_failed'] as const }]

    await as(WATCHER, async () => {
      assert.ok('name' in (await writeToInbox(path, failedLogin(1))))
      writeFileSync(join(path, inboxFileName(1, '0123456789abcdef', 4)), 'evil')
      mkdirSync(join(path, 'closed/in'), { recursive: true, mode: 0o700 })
      const intoSpool = await writeToInbox(folders.inbox, failedLogin(2))
      assert.match(JSON.stringify(intoSpool), /EACCES/)
      for (const folder of Object.values(folders)) assert.throws(() => readdirSync(folder), { code: 'EACCES' })
      assert.throws(() => statSync(join(folders.root, 'checkpoints.json')), { code: 'EACCES' })
    })

    const items: Incoming[] = []
    const [taken, told]: [string[], string[]] = [[], []]
    const tell = ({ text }: { readonly text: string }): void => void told.push(text)
    await as(AGENT, async () => {
      const inboxes = inboxesOf(folders, writers, () => WATCHER)
      const [inbox] = inboxes
      await collectInbox({
        inbox: inbox ?? assert.fail(),
        identity: 'host.example.com',
        intake: {
          wants: () => true,
          isSelected: () => true,
          take: async (found, _steps: unknown, names?: readonly string[]) => {
            items.push(...found)
            taken.push(...(names ?? []))
            return true
          },
        },
        isTaken: (name) => taken.includes(name),
        refused: folders.refused,
        sources: { of: () => undefined, set: () => undefined },
        wakerOf: () => ({ wake: async () => undefined, hint: () => undefined, close: () => undefined }),
        tell,
        signal: new AbortController().signal,
        once: true,
      })
      assert.deepEqual(await removeTaken(taken, inboxes, tell), taken)
    })
    assert.deepEqual(
      items.map(({ event }) => event),
      [failedLogin(1, items[0]?.event.time)],
    )
    assert.equal(told.length, 2, told.join('\n'))
    assert.deepEqual(readdirSync(path), ['closed'])
  },
)
