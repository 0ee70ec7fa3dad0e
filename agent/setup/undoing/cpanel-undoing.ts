import { registeredHooks, commandLine, wordsFor } from '../../cpanel/hook-registry.ts'
import { HOOK_SCRIPT } from '../../cpanel/hooks.ts'
import { unregisterHooks } from '../../cpanel/hooks.ts'
import { unregister } from '../../cpanel/register.ts'
import { registrationOf } from '../../cpanel/registration.ts'
import { hasCpanel } from '../../inbox/has-cpanel.ts'
import type { SetupHost } from '../setup-host.ts'
import type { SetupStep } from '../step.ts'

/** Takes the agent out of cPanel, before its services stop: chkservd would start them again. */
export function cpanelUndoing({ root }: Pick<SetupHost, 'root'>): SetupStep {
  return {
    name: 'cpanel',
    look: async () => {
      const isWatched = registrationOf(root, []).services.length > 0
      const ours = hasCpanel(root) ? registeredHooks(root).filter(({ hook }) => hook === HOOK_SCRIPT) : []
      const changes = [
        ...(isWatched
          ? [
              {
                text: 'Has chkservd no longer watch the services.',
                commands: ['spoor-agent cpanel unregister'],
                activates: true,
                apply: async () => {
                  await unregister(root)
                },
              },
            ]
          : []),
        ...(ours.length > 0
          ? [
              {
                text: 'Has cPanel no longer run the hook.',
                commands: ours.map((each) => commandLine(wordsFor('delete', each))),
                activates: true,
                apply: async () => {
                  unregisterHooks(root)
                },
              },
            ]
          : []),
      ]
      return { changes, remarks: [] }
    },
  }
}
