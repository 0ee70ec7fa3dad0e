import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { appendFile, mkdir, readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { Checks } from './checks.ts'
import type { Container } from './container.ts'
import { commandsOf } from './documented.ts'
import type { Stock } from './stock.ts'
import { CALLS } from './stubs.ts'

const run = promisify(execFile)

/** The files that App::Spoor leaves when it ran as root. */
export const APP_SPOOR = `set -e; umask 022; mkdir -p /etc/spoor /var/lib/spoor/parsed
  echo 'a: b' > /etc/spoor/spoor.yml; chmod 600 /etc/spoor/spoor.yml; touch /var/lib/spoor/parsed/report`

/** Installs the rpm into an empty root folder, as when building an image: without systemd and network. */
export async function checkRpmImage(checks: Checks, { folder, agent: { older, newer } }: Stock): Promise<void> {
  checks.section('An image of EL, built by dnf --installroot')
  const root = join(folder, 'image')
  const config = join(folder, 'image.conf')
  await mkdir(root)
  const key = `file://${folder}/second/spoor.asc`
  const repository = (name: string, url: string, gpg: string): string =>
    `[${name}]\nname=${name}\nbaseurl=file://${folder}/${url}\n${gpg}\n`
  await writeFile(
    config,
    `[main]\nreposdir=/nonexistent\nplugins=0\ncachedir=${folder}/image-cache\n${repository('stub', 'whole-stub', 'gpgcheck=0')}` +
      repository('spoor', 'second/rpm/x86_64', `gpgcheck=1\nrepo_gpgcheck=1\ngpgkey=${key}`),
  )
  const dnf = async (...words: readonly string[]): Promise<void> => {
    const options = ['--assumeyes', '--quiet', '--config', config, `--installroot=${root}`, '--releasever=8']
    await run('unshare', ['--net', 'dnf', ...options, ...words])
  }
  const calls = async (): Promise<string[]> => (await readFile(join(root, CALLS), 'utf8')).trim().split('\n')
  await checks.check('it installs, makes its users, and calls nothing else', async () => {
    await dnf('install', `spoor-agent-${older.version}`)
    const user = 'useradd -r -g spoor -d /var/lib/spoor -M -s /sbin/nologin -c Spoor agent spoor'
    const home = '/var/lib/spoor-watch -M -s /sbin/nologin -c Spoor agent checks'
    const watcher = `useradd -r -g spoor-watch -d ${home} spoor-watch`
    const plugins =
      'useradd -r -g spoor-plugins -d /nonexistent -M -s /sbin/nologin -c Spoor agent plugins spoor-plugins'
    assert.deepEqual(await calls(), [
      'groupadd -r spoor',
      user,
      'groupadd -r spoor-watch',
      watcher,
      'groupadd -r spoor-plugins',
      plugins,
    ])
  })
  await checks.check('every file is as the package says', async () => {
    await run('rpm', ['--root', root, '--verify', '--nodeps', 'spoor-agent'])
    const { mode, uid, gid } = await stat(join(root, 'var/lib/spoor'))
    assert.deepEqual([mode & 0o7777, uid, gid], [0o700, 990, 990])
    const file = await stat(join(root, 'etc/spoor/spoor.yml'))
    assert.deepEqual([file.mode & 0o7777, file.uid, file.gid], [0o640, 0, 990])
  })
  await checks.check('it upgrades, keeps a configuration that was changed, and enables nothing', async () => {
    await appendFile(join(root, 'etc/spoor/spoor.yml'), '# changed\n')
    await dnf('upgrade', 'spoor-agent')
    assert.match(await readFile(join(root, 'etc/spoor/spoor.yml'), 'utf8'), /^# changed$/m)
    assert.match(await readFile(join(root, 'etc/spoor/spoor.yml.rpmnew'), 'utf8'), /^# Of the newer version\.$/m)
    assert.equal((await calls()).length, 6)
    const { stdout } = await run('rpm', ['--root', root, '--query', '--queryformat', '%{version}', 'spoor-agent'])
    assert.equal(stdout, newer.version)
  })
  await checks.check('the hub installs beside it, with its own user, and enables nothing', async () => {
    await dnf('install', 'spoor-hub')
    const user = 'useradd -r -g spoor-hub -d /var/lib/spoor-hub -M -s /sbin/nologin -c Spoor hub spoor-hub'
    assert.deepEqual((await calls()).slice(6), ['groupadd -r spoor-hub', user])
    await run('rpm', ['--root', root, '--verify', '--nodeps', 'spoor-hub'])
    await dnf('remove', 'spoor-hub')
    assert.equal((await calls()).at(-1), 'systemctl --no-reload disable spoor-hub.service')
    await stat(join(root, 'etc/spoor/spoor.yml'))
  })
  await checks.check('it goes, and leaves configuration and spool', async () => {
    await writeFile(join(root, 'var/lib/spoor/checkpoints.json'), '{}')
    await dnf('remove', 'spoor-agent')
    assert.equal((await calls()).at(-1), 'systemctl --no-reload disable spoor-agent.target')
    await stat(join(root, 'etc/spoor/spoor.yml.rpmsave'))
    await stat(join(root, 'var/lib/spoor/checkpoints.json'))
  })
}

/** Installs the deb from a file into a machine that is not booted. */
export async function checkDebImage(
  checks: Checks,
  container: Container,
  { agent: { older }, hub, sign }: Stock,
): Promise<void> {
  checks.section('An image of Debian, built by apt in a chroot')
  const release = join(container.root, 'root/release')
  await mkdir(release, { recursive: true })
  await run('cp', [older.debs.x64, release])
  // gpg needs these, and images are built with them.
  await container.must('umask 0; mknod /dev/null c 1 3')
  // Nobody answers questions here.
  await container.must(
    `echo 'APT::Get::Assume-Yes "1"; Dpkg::Options { "--force-confold"; };' > /etc/apt/apt.conf.d/test`,
  )
  await checks.check('a package that was carried there installs, enables nothing and starts nothing', async () => {
    await container.must(APP_SPOOR)
    await container.must('cd /root/release && sha256sum *.deb > SHA256SUMS')
    await sign(release, 'SHA256SUMS')
    await container.must('cd /root/release && cp SHA256SUMS signed && echo >> SHA256SUMS')
    const refused = await container.run(`cd /root/release\n${commandsOf('apt: file')}`)
    assert.match(refused.text, /BAD signature/)
    assert.notEqual(refused.code, 0)
    await container.must(`cd /root/release\nmv signed SHA256SUMS\n${commandsOf('apt: file')}`)
    assert.equal(await container.must('find /etc/systemd/system -name "*spoor*"'), '')
    assert.equal(await container.must('stat -c "%a %U:%G" /etc/spoor/spoor.yml'), '640 root:spoor')
    assert.equal((await container.run('test -e /run/spoor')).code, 1)
  })
  await checks.check('what App::Spoor has left, as root, becomes what the services can read and write', async () => {
    assert.equal(
      await container.must('stat -c "%a %U:%G" /etc/spoor /var/lib/spoor'),
      '750 root:spoor\n700 spoor:spoor',
    )
    assert.equal(await container.must('cat /etc/spoor/spoor.yml'), 'a: b')
    assert.equal(await container.must('stat -c %U:%G /var/lib/spoor/parsed/report'), 'spoor:spoor')
  })
  await checks.check('what a user spoor has left who is no more becomes that of the new one', async () => {
    await container.must(`${commandsOf('apt: remove')}\nchown -hR 12345:12345 /var/lib/spoor`)
    await container.must(`cd /root/release\n${commandsOf('apt: file')}`)
    assert.equal(await container.must('stat -c %U:%G /var/lib/spoor/parsed/report'), 'spoor:spoor')
  })
  await checks.check('where another root folder is meant, nothing of this one is purged', async () => {
    await container.must(
      `set -e; mkdir -p /root/other/etc/spoor /root/other/var/lib/spoor
       DPKG_ROOT=/root/other sh /var/lib/dpkg/info/spoor-agent.postrm purge
       test -e /etc/spoor/spoor.yml; test ! -e /root/other/etc/spoor`,
    )
  })
  await checks.check(
    'the hub installs beside it, enables nothing and starts nothing, and is purged alone',
    async () => {
      await run('cp', [hub.older.debs.x64, join(container.root, 'root')])
      await container.must('apt-get install /root/spoor-hub_*.deb')
      assert.equal(await container.must('find /etc/systemd/system -name "*spoor*"'), '')
      assert.equal(
        await container.must('stat -c "%a %U:%G" /etc/spoor-hub/hub.yml /var/lib/spoor-hub'),
        '640 root:spoor-hub\n700 spoor-hub:spoor-hub',
      )
      await container.must('apt-get purge spoor-hub; rm /root/spoor-hub_*.deb; userdel spoor-hub')
      assert.equal(await container.must("find /etc /usr /var -xdev -name '*spoor-hub*'"), '')
      await container.must('test -e /etc/spoor/spoor.yml')
    },
  )
  await checks.check('and is purged', async () => {
    await container.must(commandsOf('apt: purge'))
    assert.equal(await container.must("find /etc /usr /var -xdev -name '*spoor*'"), '')
  })
}
