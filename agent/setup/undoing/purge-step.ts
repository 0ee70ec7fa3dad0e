import { lstatSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import { ActionNeeded } from '../../../lib/system/errors.ts'
import { entriesOf } from '../../../lib/system/files/folder-entries.ts'
import { DEFAULT_CONFIG_FILE, DEFAULT_SPOOL } from '../../config/usual-paths.ts'
import { unitState } from '../../cpanel/host-program.ts'
import { unitOf } from '../../roles/role.ts'
import { ROLES } from '../../roles/roles.ts'
import type { SetupHost } from '../setup-host.ts'
import type { SetupStep } from '../step.ts'

/** What follows the path of the spool in the names of the folders beside it. */
const BESIDE = ['', '-inbox', '-backstop', '-reports', '-restart', '-watch']

/** The folders of state that need not survive a reboot. */
const RUNTIME = ['spoor', 'spoor-hook', 'spoor-plugins', 'spoor-survey', 'spoor-watch']

/**
 * Removes what the agent keeps: spool, inboxes, state and configuration. The folders that the packages made stay,
 * empty, with their owners and modes: the package, if it stays, needs them.
 */
export function purgeStep(host: SetupHost, spool: string): SetupStep {
  return {
    name: 'purge',
    look: async () => {
      const folders = purgedFolders(host, spool)
      const left: string[] = []
      for (const folder of folders) if ((await filesIn(folder)).length > 0) left.push(folder)
      if (left.length === 0) return { changes: [], remarks: [] }
      const change = {
        text: 'Removes the spool, the inboxes, the state and the configuration, with all secrets.',
        files: left.flatMap((folder) => [`${folder}/*`]),
        activates: false,
        apply: async () => {
          refuseRunning(host)
          for (const folder of left) for (const path of await filesIn(folder)) await rm(path, { recursive: true })
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

/** The folders that a purge empties; the configuration last, as it says where the spool is. */
export function purgedFolders({ root, config }: SetupHost, spool: string): readonly string[] {
  const path = resolve(spool)
  if (path.split('/').filter(Boolean).length < 2)
    throw new ActionNeeded(`${path}: this is no folder that the agent has for itself; correct spool.path.`)
  const below = path === DEFAULT_SPOOL ? join(root, path) : path
  const etc = dirname(config)
  return [
    ...RUNTIME.map((name) => join(root, 'run', name)),
    ...BESIDE.map((beside) => `${below}${beside}`),
    ...(basename(etc) === basename(dirname(DEFAULT_CONFIG_FILE)) ? [etc] : []),
  ]
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
