import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { ActionNeeded } from '../../../lib/system/errors.ts'
import { LOG_LOGINS_COMMAND, logsSuccessfulLogins } from '../../cpanel/tweak-settings.ts'
import type { SetupHost } from '../setup-host.ts'
import type { Look, SetupStep } from '../step.ts'

/** Milliseconds that WHM's API may take. */
const PATIENCE = 60_000

/** Looks whether cPanel logs logins that succeed; changes that setting of WHM only if somebody asks for it. */
export function loginLogStep({ root }: SetupHost, isAskedFor: boolean): SetupStep {
  return {
    name: 'login log',
    look: async (): Promise<Look> => {
      if (logsSuccessfulLogins(root) !== false) return { changes: [], remarks: [] }
      if (!isAskedFor) return { changes: [], remarks: [OFF] }
      const change = {
        text: 'Switches on "Log successful logins" in WHM.',
        commands: [LOG_LOGINS_COMMAND],
        activates: true,
        apply: async () => switchOn(root),
      }
      return { changes: [change], remarks: [] }
    },
  }
}

const OFF = `"Log successful logins" is off in WHM, so nobody hears of logins to mailboxes by webmail; type: ${LOG_LOGINS_COMMAND}`

function switchOn(root: string): void {
  const [, ...words] = LOG_LOGINS_COMMAND.split(' ')
  spawnSync(join(root, 'usr/local/cpanel/bin/whmapi1'), words, { stdio: 'ignore', timeout: PATIENCE })
  // What it answers it says also where it did nothing.
  if (logsSuccessfulLogins(root) === true) return
  throw new ActionNeeded(`${LOG_LOGINS_COMMAND}: it had no effect; type it to see why.`)
}
