import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'

/** The programs used, and the Debian packages that contain them. */
const TOOLS: Readonly<Record<string, string>> = {
  rpmbuild: 'rpm',
  rpm2cpio: 'rpm2cpio',
  cpio: 'cpio',
  rpmlint: 'rpmlint',
  createrepo_c: 'createrepo-c',
  dnf: 'dnf',
  'apt-ftparchive': 'apt-utils',
  'dpkg-deb': 'dpkg',
  lintian: 'lintian',
  gpg: 'gpg',
  'gpg-agent': 'gpg-agent',
  'systemd-nspawn': 'systemd-container',
  'dbus-daemon': 'dbus',
  busybox: 'busybox-static',
  readelf: 'binutils',
  'aarch64-linux-gnu-strip': 'binutils-aarch64-linux-gnu',
  xz: 'xz-utils',
  curl: 'curl',
  ip: 'iproute2',
  python3: 'python3',
  ps: 'procps',
}

/** Why the packages cannot be tested on this machine; undefined if they can. */
export function whyNot(): string | undefined {
  if (process.getuid?.() !== 0) return 'it installs packages and boots a machine, which takes root'
  if (!existsSync('/etc/debian_version')) return 'it takes the tools of Debian 12'
  if (!readFileSync('/proc/filesystems', 'utf8').includes('\toverlay')) return 'this kernel has no overlay file system'
  if (spawnSync('unshare', ['--mount', '--pid', '--fork', 'mount', '-t', 'tmpfs', 'none', '/mnt']).status !== 0) {
    return 'this machine lets nobody mount anything'
  }
  return undefined
}

/** Installs the missing programs. */
export function installTools(): void {
  const missing = Object.entries(TOOLS).filter(
    ([program]) => spawnSync('sh', ['-c', `command -v ${program}`]).status !== 0,
  )
  if (missing.length === 0) return
  const packages = missing.map(([, name]) => name)
  const options = ['-o', 'Dpkg::Use-Pty=0', '--quiet', '--quiet']
  for (const words of [['update'], ['install', '--yes', '--no-install-recommends', ...packages]]) {
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
    const { status, stderr } = spawnSync('apt-get', [...options, ...words], { env, encoding: 'utf8' })
    if (status !== 0) throw new Error(`apt-get ${words[0]}: ${stderr}`)
  }
}
