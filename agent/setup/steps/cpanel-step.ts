import { existsSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { writeSynced } from '../../../lib/system/files/atomic-file.ts'
import { commandLine } from '../../cpanel/hook-registry.ts'
import { hookDifference, HOOK_SCRIPT, neededWords, registerHooks, WANTED_HOOKS } from '../../cpanel/hooks.ts'
import { restartChkservd } from '../../cpanel/host-program.ts'
import { register } from '../../cpanel/register.ts'
import { findFiles, registrationOf, serviceListPath } from '../../cpanel/registration.ts'
import { neededServices } from '../../cpanel/watched-service.ts'
import { hasCpanel } from '../../inbox/has-cpanel.ts'
import type { SetupHost } from '../setup-host.ts'
import type { SetupChange, SetupStep } from '../step.ts'
import { enablementOf, TARGET } from '../systemctl.ts'

/** Registers the hooks and, with chkservd, the services, where there is a cPanel; once the services run. */
export function cpanelStep(host: SetupHost): SetupStep {
  const { root } = host
  return {
    name: 'cpanel',
    look: async (signal) => {
      if (!hasCpanel(root))
        return { changes: [], remarks: ['There is no cPanel here, so there are no hooks to register.'] }
      const isPackaged = existsSync(join(root, HOOK_SCRIPT))
      const changes = [
        ...(isPackaged ? hookChanges(root) : []),
        ...((await enablementOf(root, TARGET, signal)) === undefined ? [] : await chkservdChanges(host)),
      ]
      return { changes, remarks: isPackaged ? [] : [NO_HOOK] }
    },
  }
}

const NO_HOOK = `${HOOK_SCRIPT} is not there, so no hook can be registered, and nobody hears where new forwards lead: install the package, which brings it.`

function hookChanges(root: string): readonly SetupChange[] {
  const commands = neededWords(hookDifference(root)).map(commandLine)
  if (commands.length === 0) return []
  return [
    {
      text: `Registers the hook with cPanel, for ${WANTED_HOOKS.length} of its events.`,
      commands,
      activates: true,
      apply: async () => registerHooks(root),
    },
  ]
}

async function chkservdChanges(host: SetupHost): Promise<readonly SetupChange[]> {
  const { root } = host
  const [needed, unread] = [await neededServices(root), unreadMark(host)]
  if (registrationOf(root, needed).state === 'registered' && !existsSync(unread)) return []
  const files = findFiles(root)
    .files.filter(({ service }) => needed.includes(service))
    .map(({ path }) => path)
  return [
    {
      text: `Has chkservd watch ${needed.map(({ name }) => name).join(' and ')}.`,
      files: [...files, serviceListPath(root)],
      commands: ['spoor-agent cpanel register'],
      activates: true,
      apply: async () => {
        await writeSynced(unread, '')
        await register(root, needed)
        restartChkservd(root)
        await rm(unread, { force: true })
      },
    },
  ]
}

/** There while chkservd may not have read its files, even if that was interrupted. */
function unreadMark({ config }: SetupHost): string {
  return join(dirname(config), '.chkservd-unread')
}
