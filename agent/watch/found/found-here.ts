import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { ActionNeeded } from '../../../lib/system/errors.ts'
import { chkservdChecks } from '../chkservd/chkservd-checks.ts'
import { chkservdFiles } from '../chkservd/chkservd-files.ts'
import type { FoundCheck } from './found-check.ts'
import { listeningPorts } from './listening-ports.ts'
import { portChecks } from './port-checks.ts'

/** What a look at this host found. */
export interface FoundHere {
  /** Besides what every host has. */
  readonly checks: readonly FoundCheck[]
  /** What chkservd checks and this program cannot, a sentence for each. */
  readonly leftOut: readonly string[]
  /** Why chkservd's files are not used though they are there. */
  readonly fault?: string
}

/** What can be checked on the host whose files are below `root`: what chkservd checks, else what listens. */
export async function foundHere(root: string): Promise<FoundHere> {
  const folder = join(root, 'etc/chkserv.d')
  const ofPorts = (): readonly FoundCheck[] => portChecks(listeningPorts(root))
  if (!existsSync(folder)) return { checks: ofPorts(), leftOut: [] }
  try {
    const files = await chkservdFiles(folder, 'what listens here is checked instead')
    const { checks, leftOut } = chkservdChecks(files, folder)
    const found = 'chkservd checks it'
    return {
      checks: checks.map(({ name, type, settings, disabledBy }) => ({ name, type, settings, disabledBy, found })),
      leftOut,
    }
  } catch (error) {
    if (!(error instanceof ActionNeeded)) throw error
    return { checks: ofPorts(), leftOut: [], fault: error.message }
  }
}
