import { constants, existsSync } from 'node:fs'
import { join } from 'node:path'
import { accessFault } from '../../lib/system/files/closed-folder.ts'
import { entriesOf } from '../../lib/system/files/folder-entries.ts'
import { readRegularFile } from '../../lib/system/files/regular-file.ts'
import { ownName } from '../../lib/system/users/passwd.ts'
import type { Config } from '../config/config.ts'
import { type Role, unitOf } from '../roles/role.ts'
import { folderRemedy } from '../samples/folder-remedy.ts'
import type { Finding } from './finding.ts'

/**
 * Whether the user that this process runs as can write metrics, and the units of these roles let him; `root` is where
 * the files of systemd are. No fault: all else works without.
 */
export async function metricsFindings(
  { metrics }: Pick<Config, 'metrics'>,
  roles: readonly Role[],
  root = '/',
): Promise<readonly Finding[]> {
  if (metrics === undefined) return []
  const { textfile: folder } = metrics
  const found = (state: Finding['state'], text: string): Finding => ({
    check: 'metrics',
    state,
    text: `metrics.textfile: ${folder}: ${text}`,
  })
  const code = accessFault(folder, constants.W_OK | constants.X_OK)
  if (code !== undefined) return [found('warning', folderRemedy(folder, code, ownName()))]
  const closed: string[] = []
  for (const role of roles) if (await isClosed(root, unitOf(role), folder)) closed.push(unitOf(role))
  if (closed.length === 0) return [found('ok', 'can be used')]
  return closed.map((unit) =>
    found(
      'warning',
      `${unit} does not let the service write there; type: systemctl edit ${unit}; and add under [Service]: ReadWritePaths=${folder}`,
    ),
  )
}

/** Whether there is such a unit of the packages, and no drop-in of the administrator that opens the folder to it. */
async function isClosed(root: string, unit: string, folder: string): Promise<boolean> {
  if (!existsSync(join(root, 'usr/lib/systemd/system', unit))) return false
  const dropIns = join(root, 'etc/systemd/system', `${unit}.d`)
  if (!existsSync(dropIns)) return true
  for await (const entries of entriesOf(dropIns)) {
    for (const { name } of entries) {
      const text = name.endsWith('.conf')
        ? await readRegularFile(join(dropIns, name), { follow: true }).catch(() => '')
        : ''
      if (opens(text, folder)) return false
    }
  }
  return true
}

/** A path may have `-` before it, as it need not be there (systemd.exec(5)). */
function opens(text: string, folder: string): boolean {
  const paths = [...text.matchAll(/^ReadWritePaths=(.*)$/gm)].flatMap(([, list = '']) => list.trim().split(/\s+/))
  return paths
    .map((path) => path.replace(/^[-+]+/, ''))
    .some((path) => `${folder}/`.startsWith(`${path.replace(/\/$/, '')}/`))
}
