import { constants, existsSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import { accessFault, closedFolder, isHome } from '../../lib/system/files/closed-folder.ts'
import { privateFolderFault } from '../../lib/system/files/folder.ts'
import { ownGroup, ownName } from '../../lib/system/users/passwd.ts'
import { shellWord } from '../../lib/text/shell-word.ts'
import type { Config } from '../config/config.ts'
import { lastingFile, spoolFolders } from '../spool/spool-folders.ts'
import type { Finding } from './finding.ts'

/**
 * Folders that systemd makes for the packages' services (StateDirectory, RuntimeDirectory), and the unit that asks for
 * them.
 */
const MADE_BY_SYSTEMD = new Set(['/var/lib/spoor', '/run/spoor'])
const UNIT = '/usr/lib/systemd/system/spoor-agent-collector.service'

/** Whether the user of this process can use the agent's folders, or make them. Makes nothing. */
export function folderFindings({ spool, runtime }: Pick<Config, 'spool' | 'runtime'>): readonly Finding[] {
  const { root, ...inside } = spoolFolders(spool.path)
  const inner = Object.values(inside).filter((path) => existsSync(path))
  return [
    finding('spool', 'spool.path', root),
    ...inner.map((path) => finding('spool', 'spool.path', path)).filter(({ state }) => state === 'failed'),
    ...databaseFindings(lastingFile(root)),
    finding('runtime', 'runtime.path', runtime.path),
  ]
}

/** A copy that root restored is not the agent's. */
function databaseFindings(file: string): readonly Finding[] {
  const code = existsSync(file) ? accessFault(file, constants.R_OK | constants.W_OK) : undefined
  if (code === undefined) return []
  const remedy = code === 'EACCES' ? `type: chown ${ownName()}:${ownGroup()} ${shellWord(file)}` : remedyOf(code)
  const text = `spool.path: user ${ownName()} cannot read and write ${file} (${code}), so login_new_place may be missing; ${remedy}`
  return [{ check: 'spool', state: 'warning', text }]
}

function finding(check: string, option: string, path: string): Finding {
  const fault = existsSync(path) ? faultOf(path) : faultOfMaking(path)
  return { check, state: fault === undefined ? 'ok' : 'failed', text: `${option}: ${fault ?? `${path} can be used`}` }
}

function faultOf(path: string): string | undefined {
  const closed = faultOnTheWay(path)
  if (closed !== undefined) return closed
  const fault = privateFolderFault(path, statSync(path))
  if (fault !== undefined) return `${path}: ${fault}`
  const code = accessFault(path, constants.R_OK | constants.W_OK | constants.X_OK)
  return code === undefined
    ? undefined
    : `${path}: user ${ownName()} cannot write to this folder (${code}); ${remedyOf(code)}`
}

function faultOfMaking(path: string): string | undefined {
  if (MADE_BY_SYSTEMD.has(path) && existsSync(UNIT)) return undefined
  const closed = faultOnTheWay(path)
  if (closed !== undefined) return closed
  let above = dirname(path)
  while (!existsSync(above)) above = dirname(above)
  if (!statSync(above).isDirectory()) return `${path} cannot be made: ${above} is no folder; correct it`
  const code = accessFault(above, constants.W_OK | constants.X_OK)
  if (code === undefined) return undefined
  const remedy =
    code === 'EACCES' ? `type: install -d -m 0700 -o ${ownName()} -g ${ownGroup()} ${shellWord(path)}` : remedyOf(code)
  return `${path} is not there, and user ${ownName()} cannot make it: this user may not write to ${above} (${code}); ${remedy}`
}

function faultOnTheWay(path: string): string | undefined {
  const closed = closedFolder(path)
  if (closed === undefined) return undefined
  const remedy = isHome(closed) ? 'choose a path elsewhere' : `type: chmod o+x ${shellWord(closed)}`
  return `${closed} does not let user ${ownName()} pass to ${path}; ${remedy}`
}

function remedyOf(code: string): string {
  return code === 'EROFS'
    ? 'the file system is read-only, or the unit does not let the services write there (ReadWritePaths=)'
    : 'check its ACL, and SELinux'
}
