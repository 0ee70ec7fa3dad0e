import { spawnSync } from 'node:child_process'
import { lstatSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import { ActionNeeded } from '../../../lib/system/errors.ts'
import { entriesOf } from '../../../lib/system/files/folder-entries.ts'
import { plainText } from '../../../lib/text/plain-text.ts'
import { DEFAULT_CONFIG_FILE, DEFAULT_RUNTIME, DEFAULT_SPOOL } from '../../config/usual-paths.ts'
import { unitState } from '../../cpanel/host-program.ts'
import { unitOf } from '../../roles/role.ts'
import { ROLES } from '../../roles/roles.ts'
import type { SetupHost } from '../setup-host.ts'
import type { SetupStep } from '../step.ts'

/** What follows the path of the spool in the names of the folders that go with it. */
const BESIDE = ['', '-inbox', '-restart', '-watch']

/** Folders that are there whatever the spool is. */
const FIXED = ['-backstop', '-reports'].map((name) => `${DEFAULT_SPOOL}${name}`)

/** The folders of state that need not survive a reboot. */
const RUNTIME = ['spoor', 'spoor-hook', 'spoor-plugins', 'spoor-survey', 'spoor-watch']

/**
 * Removes what the agent keeps: spool, inboxes, state and configuration. The folders that the packages made stay,
 * empty, with their owners and modes: the package, if it stays, needs them.
 */
export function purgeStep(host: SetupHost, places: PurgedPlaces): SetupStep {
  return {
    name: 'purge',
    look: async () => {
      const folders = purgedFolders(host, places)
      const left: string[] = []
      for (const folder of folders) if ((await filesIn(folder)).length > 0) left.push(folder)
      if (left.length === 0) return { changes: [], remarks: [] }
      const change = {
        text: 'Removes the spool, the inboxes, the state and the configuration, with all secrets.',
        files: left.flatMap((folder) => [`${folder}/*`]),
        activates: false,
        apply: async () => {
          refuseRunning(host)
          for (const folder of left) remove(await filesIn(folder))
        },
      }
      return { changes: [change], remarks: [] }
    },
  }
}

/** They would go on writing into what is removed. */
function refuseRunning({ root }: SetupHost): void {
  const running = ROLES.map(unitOf).find((unit) => unitState(root, unit) === 'active')
  if (running !== undefined)
    throw new ActionNeeded(`${running} still runs, so nothing was removed; type: systemctl stop ${running}`)
}

/** Whoever owned them may change them meanwhile: coreutils' rm follows no link that is put into its way. */
function remove(paths: readonly string[]): void {
  const { status, stderr } = spawnSync('/bin/rm', ['-rf', '--one-file-system', '--', ...paths], { encoding: 'utf8' })
  if (status !== 0) throw new ActionNeeded(`Not all could be removed: ${plainText(stderr.trim()).slice(0, 300)}`)
}

/** Where the configuration says that the agent keeps what it knows. */
export interface PurgedPlaces {
  readonly spool: string
  readonly runtime: string
}

/** The folders that a purge empties; the configuration last, as it says where the spool is. */
export function purgedFolders({ root, config }: SetupHost, { spool, runtime }: PurgedPlaces): readonly string[] {
  const own = [spool, runtime].map((path) => ownFolder(resolve(path)))
  const [path = '', run = ''] = own
  const placed = (folder: string): string => (folder.startsWith(DEFAULT_SPOOL) ? join(root, folder) : folder)
  const etc = dirname(config)
  return [
    ...new Set([...RUNTIME.map((name) => join(root, 'run', name)), ...(run === DEFAULT_RUNTIME ? [] : [run])]),
    ...BESIDE.map((beside) => placed(`${path}${beside}`)),
    ...FIXED.map(placed),
    ...(basename(etc) === basename(dirname(DEFAULT_CONFIG_FILE)) ? [etc] : []),
  ]
}

/** A path in the configuration may be mistyped: what others can look into is no folder of the agent's. */
function ownFolder(path: string): string {
  const stats = lstatSync(path, { throwIfNoEntry: false })
  const isShared = stats?.isDirectory() === true && (stats.mode & 0o077) !== 0
  if (isShared || path.split('/').filter(Boolean).length < 2)
    throw new ActionNeeded(
      `${path}: this is no folder that the agent has for itself; correct spool.path or runtime.path.`,
    )
  return path
}

/** Everything in a folder that can go: of a folder in it that a package made, what is in that. */
async function filesIn(folder: string): Promise<readonly string[]> {
  if (lstatSync(folder, { throwIfNoEntry: false })?.isDirectory() !== true) return []
  const found: string[] = []
  for await (const entries of entriesOf(folder)) {
    for (const entry of entries) {
      const path = join(folder, entry.name)
      if (entry.isDirectory() && KEPT.has(entry.name)) found.push(...(await filesIn(path)))
      else found.push(path)
    }
  }
  return found
}

/** Folders of the packages in /etc/spoor and in the inbox (build/programs/agent-program.ts). */
const KEPT: ReadonlySet<string> = new Set(['conf.d', 'drivers.d', 'private', 'backstop', 'files', 'watch', 'restart'])
