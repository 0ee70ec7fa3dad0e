import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { chmod, chown, lstat, mkdir, readlink, symlink, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { tmpfiles, valuesOf } from '../../../build/packages/values.ts'
import { AGENT } from '../../../build/programs/agent-program.ts'
import { rightsOf } from '../../support/app-spoor-host.ts'
import { temporaryFolder } from '../../support/spool-scene.ts'

/** Who is neither root nor the user of this package, where root runs the tests. */
const OTHER = 12_345

const AT_WORK = 'etc/systemd/system/multi-user.target.wants/spoor-transmitter.service'

/** What the package's part of a script does on a host below a folder. */
async function run(root: string, part: 'FIRST_INSTALLATION' | 'BEFORE_REMOVAL', kind: 'deb' | 'rpm'): Promise<void> {
  const text = ((await valuesOf(AGENT, kind))[part] ?? '').replaceAll(/(^|[ "])\/(etc|var|usr)\//gm, `$1${root}/$2/`)
  // No part of a name in dash.
  const words = text.replaceAll('dpkg-statoverride', 'false')
  // The user spoor is of the package, and not of the machine of tests.
  const mine = words.replaceAll(/spoor:spoor|chgrp spoor/g, (word) => (word.startsWith('chgrp') ? 'chgrp 0' : '0:0'))
  const stubs = 'systemctl() { return "${ACTIVE:-3}"; }'
  const { status, stderr } = spawnSync(
    'sh',
    ['-ec', `${stubs}\n${mine}`, 'script', kind === 'deb' ? 'configure' : '1', ''],
    {
      encoding: 'utf8',
    },
  )
  assert.deepEqual([status, stderr], [0, ''])
}

async function createHost(t: TestContext): Promise<{ root: string; at: (below: string) => string }> {
  const root = await temporaryFolder(t)
  const at = (below: string): string => join(root, below)
  for (const below of ['etc/spoor', 'var/lib/spoor/parsed', 'usr/bin', dirname(AT_WORK)])
    await mkdir(at(below), { recursive: true, mode: 0o700 })
  for (const below of ['etc/spoor/spoor.yml', 'var/lib/spoor/parsed/login.1.2.json'])
    await writeFile(at(below), '', { mode: 0o600 })
  return { root, at }
}

const isRoot = process.geteuid?.() === 0

for (const kind of ['deb', 'rpm'] as const) {
  const only = { skip: isRoot ? false : 'only root gives files to others' }

  test(`${kind}: while App::Spoor is at work, what it insists on stays root's alone`, only, async (t) => {
    const { root, at } = await createHost(t)
    await writeFile(
      at('etc/systemd/system/spoor-transmitter.service'),
      'ExecStart=/usr/local/bin/spoor_entry_transmitter\n',
    )
    await symlink('../spoor-transmitter.service', at(AT_WORK))
    // As the package's own folders are after it was unpacked.
    for (const below of ['etc/spoor', 'etc/spoor/spoor.yml', 'var/lib/spoor', 'var/lib/spoor/parsed/login.1.2.json']) {
      await chown(at(below), OTHER, OTHER)
    }
    await chmod(at('etc/spoor'), 0o750)
    await chmod(at('etc/spoor/spoor.yml'), 0o640)
    await run(root, 'FIRST_INSTALLATION', kind)
    for (const below of ['etc/spoor', 'var/lib/spoor']) assert.equal(rightsOf(at(below)), '0 700')
    for (const below of ['etc/spoor/spoor.yml', 'var/lib/spoor/parsed/login.1.2.json'])
      assert.equal(rightsOf(at(below)), '0 600')
  })

  test(`${kind}: a unit of that name that is somebody else's changes nothing`, only, async (t) => {
    const { root, at } = await createHost(t)
    await writeFile(at(AT_WORK), 'ExecStart=/opt/radio/transmit\n')
    await run(root, 'FIRST_INSTALLATION', kind)
    assert.match(rightsOf(at('etc/spoor/spoor.yml')), / 640$/)
  })

  test(`${kind}: what App::Spoor left when it is not at work is opened to the services`, only, async (t) => {
    const { root, at } = await createHost(t)
    await run(root, 'FIRST_INSTALLATION', kind)
    assert.match(rightsOf(at('etc/spoor/spoor.yml')), / 640$/)
  })

  test(`${kind}: App::Spoor's commands are links, but where something of that name is there it stays`, async (t) => {
    const { root, at } = await createHost(t)
    await writeFile(at('usr/bin/spoor_installer'), 'foreign')
    await symlink('/nowhere', at('usr/bin/spoor_report_list'))
    for (let time = 0; time < 2; time += 1) await run(root, 'FIRST_INSTALLATION', kind)
    assert.equal(await readlink(at('usr/bin/spoor_mailbox_event_list')), 'spoor-agent')
    assert.equal(await readlink(at('usr/bin/spoor_report_list')), '/nowhere')
    assert.ok((await lstat(at('usr/bin/spoor_installer'))).isFile())
    await run(root, 'BEFORE_REMOVAL', kind)
    await assert.rejects(lstat(at('usr/bin/spoor_mailbox_event_list')), { code: 'ENOENT' })
    for (const name of ['spoor_report_list', 'spoor_installer']) await lstat(at(`usr/bin/${name}`))
  })
}

test('a boot leaves the spool to whom it belongs: the units make it, and nothing else', () => {
  const lines = tmpfiles(AGENT).split('\n')
  assert.ok(lines.every((line) => !line.startsWith('d /var/lib/spoor ')))
  assert.ok(lines.some((line) => line.startsWith('d /var/lib/spoor-inbox ')))
})
