import assert from 'node:assert/strict'
import { appendFile, copyFile, link, mkdir, readFile, readdir, rename, rm, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type TestContext, suite, test } from 'node:test'
import type { Config } from '../../../agent/config/config.ts'
import { exampleConfig } from '../../support/example-config.ts'
import { entriesIn, startCollector } from '../../support/running-collector.ts'
import { temporaryFolder } from '../../support/spool-scene.ts'
import { loginLine, untilNames } from '../../support/test-host.ts'

interface Scene {
  readonly config: Config
  readonly log: (name: string) => string
  readonly write: (name: string, ...users: readonly string[]) => Promise<void>
  /** Waits until a user's login is reported; returns the users of all reported logins, sorted. */
  readonly usersUntil: (last: string) => Promise<readonly string[]>
}

async function createScene(t: TestContext, pattern: string): Promise<Scene> {
  const folder = await temporaryFolder(t)
  const logs = join(folder, 'logs')
  await mkdir(logs)
  const example = exampleConfig(folder)
  const path = join(logs, pattern)
  const followers = example.followers.map((follower) => Object.assign(follower, { path, start: 'beginning' as const }))
  const parsed = join(example.spool.path, 'parsed')
  const users = async (): Promise<string[]> =>
    (await entriesIn(parsed)).map(({ mailbox_address: mailbox }) => String(mailbox).split('@')[0] ?? '')
  const log = (name: string): string => join(logs, name)
  return {
    config: { ...example, followers },
    log,
    write: (name, ...added) =>
      appendFile(log(name), added.map((user) => `${loginLine(`${user}@example.com`)}\n`).join('')),
    usersUntil: async (last) => {
      for (;;) {
        const { length } = await readdir(parsed)
        const found = await users()
        if (found.includes(last)) return found.toSorted((one, other) => (one < other ? -1 : 1))
        await untilNames(parsed, (files) => files.length > length)
      }
    },
  }
}

/** What happens to logs that have been read, and which log to write to afterwards. */
type Change = (scene: Scene) => Promise<string>

const CHANGES: Readonly<Record<string, Change>> = {
  'a log renamed to a new name that matches the pattern': async ({ log }) => {
    await rename(log('login_log'), log('old_log'))
    return 'old_log'
  },
  'a log renamed to a new name and created again': async ({ log, write }) => {
    await rename(log('login_log'), log('old_log'))
    await write('login_log', 'between')
    return 'old_log'
  },
  'a log renamed to the name of another followed log': async ({ log }) => {
    await rename(log('login_log'), log('other_log'))
    return 'other_log'
  },
  'two logs that swap names': async ({ log }) => {
    await rename(log('login_log'), log('t'))
    await rename(log('other_log'), log('login_log'))
    await rename(log('t'), log('other_log'))
    return 'other_log'
  },
  'a hard link to a log': async ({ log }) => {
    await link(log('login_log'), log('hard_log'))
    return 'login_log'
  },
  'a symbolic link to a log': async ({ log }) => {
    await symlink(log('login_log'), log('soft_log'))
    return 'soft_log'
  },
  'a hard link that outlives the first name': async ({ log }) => {
    await link(log('login_log'), log('hard_log'))
    await rm(log('login_log'))
    return 'hard_log'
  },
  'a copy of a log': async ({ log }) => {
    await copyFile(log('login_log'), log('copy_of_login_log'))
    return 'copy_of_login_log'
  },
  'a log replaced by a copy of itself': async ({ log }) => {
    await writeFile(log('x'), await readFile(log('login_log')))
    await rename(log('x'), log('login_log'))
    return 'login_log'
  },
}

const FIRST = Array.from({ length: 12 }, (_, index) => `user${index}`)

suite('one file is one source, whatever its names', () => {
  for (const [name, change] of Object.entries(CHANGES)) {
    for (const when of ['while it is followed', 'while the agent is down']) {
      test(`${name}, ${when}`, async (t) => {
        const scene = await createScene(t, '*_log')
        await scene.write('login_log', ...FIRST)
        await scene.write('other_log', 'other')
        let collector = startCollector(t, scene.config)
        await collector.told('source_found', 2)
        await scene.usersUntil('other')
        await scene.usersUntil('user11')
        if (when === 'while the agent is down') await collector.stop()
        const target = await change(scene)
        await scene.write(target, 'after')
        if (when === 'while the agent is down') collector = startCollector(t, scene.config)
        await scene.usersUntil('after')
        await scene.write(target, 'last')
        const users = await scene.usersUntil('last')
        const expected = [...FIRST, 'other', 'after', 'last', ...(name.includes('created again') ? ['between'] : [])]
        assert.deepEqual(
          users,
          expected.toSorted((one, other) => (one < other ? -1 : 1)),
        )
        await collector.stop()
        // Unread lines of a log that is overwritten while the agent is down are lost.
        const isOverwritten = name.includes('of another') && when === 'while the agent is down'
        assert.equal(collector.codes.includes('log_gap'), isOverwritten, collector.codes.join(' '))
      })
    }
  }

  test('a short copy whose name matches the pattern is not read again', async (t) => {
    const scene = await createScene(t, 'login*')
    await scene.write('login_log', 'one')
    const collector = startCollector(t, scene.config)
    await collector.told('source_found')
    await scene.usersUntil('one')
    await copyFile(scene.log('login_log'), scene.log('login_log.bak'))
    await scene.write('login_log', 'two')
    await scene.usersUntil('two')
    await scene.write('login_log.bak', 'three')
    assert.deepEqual(await scene.usersUntil('three'), ['one', 'three', 'two'])
    await collector.stop()
  })

  test('a copy of a log rotated since is not read again', async (t) => {
    const scene = await createScene(t, '*_log')
    await scene.write('login_log', 'old')
    const collector = startCollector(t, scene.config)
    await collector.told('source_found')
    await scene.usersUntil('old')
    await rename(scene.log('login_log'), scene.log('login_log.1'))
    await scene.write('login_log', ...FIRST)
    await scene.usersUntil('user11')
    await copyFile(scene.log('login_log'), scene.log('copy_log'))
    await scene.write('copy_log', 'last')
    assert.equal((await scene.usersUntil('last')).length, FIRST.length + 2)
    await collector.stop()
  })

  test('a copy still being written is not read again', async (t) => {
    const scene = await createScene(t, '*_log')
    const many = Array.from({ length: 60 }, (_, index) => `user${index}`)
    await scene.write('login_log', ...many)
    const collector = startCollector(t, scene.config)
    await collector.told('source_found')
    await scene.usersUntil('user59')
    const content = await readFile(scene.log('login_log'))
    await writeFile(scene.log('copy_log'), content.subarray(0, 3000))
    await collector.told('source_found', 2)
    await appendFile(scene.log('copy_log'), content.subarray(3000))
    await scene.write('copy_log', 'last')
    assert.equal((await scene.usersUntil('last')).length, 61)
    await collector.stop()
  })
})
