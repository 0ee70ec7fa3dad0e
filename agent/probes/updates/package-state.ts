import { statSync } from 'node:fs'
import { join } from 'node:path'

/** What changes with each fetch of lists, and each installation: by apt, and by dnf. */
export const [APT_STATE, DNF_STATE] = [
  ['var/lib/apt/lists', 'var/lib/dpkg/status'],
  ['var/cache/dnf', 'var/lib/rpm', 'usr/lib/sysimage/rpm'],
] as const

/** Something that is the same as long as none of these files of the host below `root` has changed. */
export function packageState(root: string, paths: readonly string[]): string {
  return paths
    .map((path) => statSync(join(root, path), { throwIfNoEntry: false }))
    .map((stats) => `${stats?.mtimeMs ?? 0} ${stats?.size ?? 0}`)
    .join(' ')
}
