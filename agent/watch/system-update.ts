import { type Stats, statSync } from 'node:fs'
import { join } from 'node:path'
import { readRegularFile } from '../../lib/system/files/regular-file.ts'

/** Who updates the system, and what it locks meanwhile: the first write lock of dpkg and apt, and that of rpm. */
const LOCKS = [
  ['dpkg', 'var/lib/dpkg/lock-frontend'],
  ['dpkg', 'var/lib/dpkg/lock'],
  ['rpm', 'var/lib/rpm/.rpm.lock'],
  ['rpm', 'usr/lib/sysimage/rpm/.rpm.lock'],
] as const

/** Who updates the system, and the file with its pid meanwhile: yum 3, dnf 4 during a transaction, cPanel's upcp. */
const PID_FILES = [
  ['yum', 'run/yum.pid'],
  ['dnf', 'var/lib/dnf/rpmdb_lock.pid'],
  ['upcp', 'run/upcp.pid'],
] as const

/** An update that takes longer, in milliseconds, waits for somebody, and must not hide what is down. */
const LONGEST = 60 * 60_000

/** Milliseconds for which a look holds. */
const FRESH = 5000

/** The kernel's list has a line of 60 bytes for each lock. */
const MOST = { most: 1024 * 1024 }

/** Knows whether the system is being updated: services stop and start then, and that is no fault. */
export class SystemUpdate {
  readonly #root: string
  readonly #elapsed: () => number
  #looked = -Infinity
  #since = 0
  #look: Promise<string | undefined> = Promise.resolve(undefined)

  /** `root`: `/` but for tests; `elapsed`: milliseconds on a clock that never steps. */
  constructor(root: string, elapsed: () => number) {
    this.#root = root
    this.#elapsed = elapsed
  }

  /** Who updates the system now; undefined if nobody does, or for more than an hour. */
  async now(): Promise<string | undefined> {
    const now = this.#elapsed()
    if (now - this.#looked >= FRESH) {
      this.#looked = now
      this.#look = updater(this.#root)
    }
    const name = await this.#look
    if (name === undefined) this.#since = now
    return now - this.#since > LONGEST ? undefined : name
  }
}

async function updater(root: string): Promise<string | undefined> {
  for (const [name, path] of PID_FILES) if (await isHeldByPid(root, name, path)) return name
  const files = LOCKS.map(([name, path]) => [name, statsOf(join(root, path))] as const)
  if (files.every(([, stats]) => stats === undefined)) return undefined
  const locks = await textOf(join(root, 'proc/locks'))
  return files.find(([, stats]) => stats !== undefined && isLocked(root, stats, locks))?.[0]
}

/** A file outlives its process, and its pid may be another's by now. */
async function isHeldByPid(root: string, name: string, path: string): Promise<boolean> {
  const stats = statsOf(join(root, path))
  if (stats === undefined) return false
  const [pid] = /^[1-9]\d{0,9}(?=\s|$)/.exec(await textOf(join(root, path))) ?? []
  if (pid === undefined || !isOwners(root, pid, stats)) return false
  return (await textOf(join(root, 'proc', pid, 'cmdline'))).includes(name)
}

/**
 * Whether the owner of a file holds a write lock on it (proc_locks(5)). The kernel gives file systems with several
 * devices another number than stat(2), so the inode counts: that of a user's file may be the same, but not its holder.
 */
function isLocked(root: string, stats: Stats, locks: string): boolean {
  return [...locks.matchAll(/^\d+: \w+ +\w+ +WRITE (\d+) [\da-f]+:[\da-f]+:(\d+) /gm)].some(
    ([, pid = '', inode]) => inode === String(stats.ino) && isOwners(root, pid, stats),
  )
}

function isOwners(root: string, pid: string, { uid }: Stats): boolean {
  return statsOf(join(root, 'proc', pid))?.uid === uid
}

function statsOf(path: string): Stats | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false })
  } catch {
    return undefined
  }
}

function textOf(path: string): Promise<string> {
  return readRegularFile(path, MOST).catch(() => '')
}
