import assert from 'node:assert/strict'
import { chmodSync, chownSync, mkdirSync, realpathSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { type TestContext, suite, test } from 'node:test'
import { exposedFolders, exposureText } from '../../../agent/status/exposed-folders.ts'
import { temporaryFolder } from '../../support/spool-scene.ts'

const NOBODY = 65534
const isRoot = process.geteuid?.() === 0

/** A folder for logs in a folder above, both root's, or of whoever tests. */
async function createFolders(t: TestContext): Promise<{ above: string; logs: string; log: string }> {
  const above = realpathSync(await temporaryFolder(t))
  const logs = join(above, 'logs')
  mkdirSync(logs, { mode: 0o755 })
  return { above, logs, log: join(logs, 'login_log') }
}

function foldersOf(path: string): readonly string[] {
  return exposedFolders([{ source: 'login', path }]).map(({ folder }) => folder)
}

/** What makes a folder one that others can write to. */
const exposures: Readonly<Record<string, (folder: string) => void>> = {
  'everybody may write to': (folder) => chmodSync(folder, 0o757),
  'everybody may write to, though only their own names': (folder) => chmodSync(folder, 0o1777),
  ...(isRoot
    ? {
        'a group that is not root may write to': (folder: string): void => {
          chownSync(folder, 0, NOBODY)
          chmodSync(folder, 0o775)
        },
        'another owns': (folder: string): void => chownSync(folder, NOBODY, 0),
      }
    : {}),
}

suite('a folder', () => {
  for (const [what, expose] of Object.entries(exposures)) {
    test(`that ${what} is exposed: of a log, of a pattern, and an archive`, async (t) => {
      const { logs, log } = await createFolders(t)
      const archive = join(logs, 'archive')
      mkdirSync(archive, { mode: 0o755 })
      assert.deepEqual(foldersOf(log), [])
      expose(archive)
      assert.deepEqual(foldersOf(log), [archive])
      expose(logs)
      assert.deepEqual(foldersOf(log).toSorted(), [logs, archive].toSorted())
      assert.deepEqual(foldersOf(join(logs, '*_log')).toSorted(), [logs, archive].toSorted())
    })
  }

  test('above that of the log is exposed likewise, but for one where others can only make names of their own', async (t) => {
    const { above, log } = await createFolders(t)
    chmodSync(above, 0o777)
    assert.deepEqual(foldersOf(log), [above])
    chmodSync(above, 0o1777)
    assert.deepEqual(foldersOf(log), [])
    if (!isRoot) return
    chownSync(above, NOBODY, 0)
    assert.deepEqual(foldersOf(log), [above])
  })

  test('counts where a link leads to the log, or to its folder, at both ends', async (t) => {
    const { above, logs } = await createFolders(t)
    const links = join(above, 'links')
    mkdirSync(links)
    symlinkSync(logs, join(links, 'logs'))
    symlinkSync(join(logs, 'login_log'), join(links, 'login_log'))
    const paths = [join(links, 'logs', 'login_log'), join(links, 'login_log')]
    chmodSync(links, 0o777)
    for (const path of paths) assert.deepEqual(foldersOf(path), [links])
    chmodSync(links, 0o755)
    chmodSync(logs, 0o777)
    // The second link leads to a log that is there.
    assert.deepEqual(foldersOf(join(links, 'logs', 'login_log')), [logs])
  })

  test('that is not there, or may be written to by its own user, or by the group root or of rsyslog, is not exposed', async (t) => {
    const { above, logs, log } = await createFolders(t)
    assert.deepEqual(foldersOf(join(above, 'missing', 'login_log')), [])
    if (!isRoot) return
    chmodSync(logs, 0o775)
    assert.deepEqual(foldersOf(log), [])
    chownSync(logs, 1000, 0)
    assert.deepEqual(exposedFolders([{ source: 'login', path: log }], 1000), [])
    chownSync(logs, 0, 110)
    assert.deepEqual(exposedFolders([{ source: 'login', path: log }], 0, 110), [])
    assert.deepEqual(foldersOf(log), [logs])
  })
})

test('what to type means the folder, whatever a customer has called it', () => {
  const text = exposureText({ folder: '/home/$(reboot)/logs', sources: ['login'] })
  assert.match(text, /; type: chown root: '\/home\/\$\(reboot\)\/logs' && chmod go-w '\/home\/\$\(reboot\)\/logs'$/)
})

test('what is exposed is told once for all logs in it, with what to type', async (t) => {
  const { logs } = await createFolders(t)
  chmodSync(logs, 0o777)
  const [exposed = assert.fail(), ...others] = exposedFolders(
    ['access', 'login'].map((source) => ({ source, path: join(logs, `${source}_log`) })),
  )
  assert.deepEqual(others, [])
  assert.deepEqual(exposed, { folder: logs, sources: ['access', 'login'] })
  assert.match(
    exposureText(exposed),
    new RegExp(`to ${logs}, .* as access, login\\. .*; type: chown root: ${logs} && chmod go-w ${logs}$`),
  )
})
