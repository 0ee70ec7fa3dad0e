import { execFile } from 'node:child_process'
import { chmod, copyFile, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** The file in which the stub's scripts record their arguments. */
export const CALLS = 'var/log/calls'

const SCRIPTS: Readonly<Record<string, string>> = {
  'usr/bin/systemctl': `echo "systemctl $*" >> /${CALLS}`,
  'usr/bin/getent': 'grep "^$2:" /etc/$1',
  'usr/sbin/groupadd': `echo "groupadd $*" >> /${CALLS}; for n; do :; done; echo "$n:x:990:" >> /etc/group`,
  'usr/sbin/useradd': `echo "useradd $*" >> /${CALLS}; for n; do :; done; echo "$n:x:990:990::/var/lib/spoor:/sbin/nologin" >> /etc/passwd`,
}

/**
 * Makes a yum repository in `folder` with one package that stands for a whole EL: it provides what a package requires.
 * With `files` it contains a shell and scripts that record their arguments, enough for an empty root folder; without,
 * nothing, for a machine that has the real ones.
 */
export async function buildStub(folder: string, rpm: string, { files }: { readonly files: boolean }): Promise<void> {
  const work = await mkdtemp(join(tmpdir(), 'spoor-stub-'))
  const root = join(work, 'root')
  await mkdir(root)
  if (files) await layOut(root)
  const { stdout } = await run('rpm', ['--query', '--package', '--requires', rpm])
  const provides = [...new Set(stdout.trim().split('\n'))].filter((line) => !/^(?:rpmlib|config)\(/.test(line))
  const spec = join(work, 'stub.spec')
  await writeFile(
    spec,
    [
      '%global debug_package %{nil}\n%global __os_install_post %{nil}\n%global _build_id_links none\n%global _binary_payload w3.zstdio',
      'Name: el-stub\nVersion: 1\nRelease: 1\nSummary: A stub\nLicense: none\nAutoReqProv: no',
      ...provides.map((line) => `Provides: ${line}`),
      `%description\nA stub.\n%install\ncp -a ${root}/. %{buildroot}/\n%files\n${files ? '/*' : ''}\n`,
    ].join('\n'),
  )
  const defines = { _topdir: work, _rpmdir: folder, _dbpath: join(work, 'db'), _rpmfilename: 'el-stub.rpm' }
  const words = Object.entries(defines).flatMap(([name, value]) => ['--define', `${name} ${value}`])
  await mkdir(folder, { recursive: true })
  await run('rpmbuild', ['-bb', '--quiet', ...words, spec])
  await run('createrepo_c', ['--quiet', '--no-database', folder])
  await rm(work, { recursive: true })
}

/** As in EL: /bin and /lib are links into /usr. */
async function layOut(root: string): Promise<void> {
  for (const path of [
    'usr/bin',
    'usr/sbin',
    'usr/lib',
    'usr/lib64',
    'etc',
    'var/log',
    'var/lib',
    'run',
    'tmp',
    'dev',
  ]) {
    await mkdir(join(root, path), { recursive: true })
  }
  for (const path of ['bin', 'sbin', 'lib', 'lib64']) await symlink(`usr/${path}`, join(root, path))
  await writeFile(join(root, 'etc/passwd'), 'root:x:0:0:root:/root:/bin/sh\n')
  await writeFile(join(root, 'etc/group'), 'root:x:0:\n')
  await copyFile('/bin/busybox', join(root, 'usr/bin/busybox'))
  for (const applet of ['sh', 'grep', 'chgrp', 'chmod', 'chown'])
    await symlink('busybox', join(root, 'usr/bin', applet))
  for (const [path, script] of Object.entries(SCRIPTS)) {
    await mkdir(dirname(join(root, path)), { recursive: true })
    await writeFile(join(root, path), `#!/bin/sh\n${script}\n`)
    await chmod(join(root, path), 0o755)
  }
}
