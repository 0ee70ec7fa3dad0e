import { unitState } from '../../cpanel/host-program.ts'
import { unitOf } from '../../roles/role.ts'
import { ROLES } from '../../roles/roles.ts'
import type { SetupHost } from '../setup-host.ts'
import type { SetupStep } from '../step.ts'
import { changeUnits, enablementOf, systemctlLine, TARGET } from '../systemctl.ts'

/** Stops the services, and has the machine start them no more. */
export function servicesUndoing({ root }: Pick<SetupHost, 'root'>): SetupStep {
  return {
    name: 'services',
    look: async (signal) => {
      const enablement = await enablementOf(root, TARGET, signal)
      const running = ROLES.map(unitOf).filter((unit) => isRunning(unitState(root, unit)))
      const isOn = enablement === 'enabled' || isRunning(unitState(root, TARGET))
      if (enablement === undefined || (!isOn && running.length === 0)) return { changes: [], remarks: [] }
      const [disable, stop] = [
        ['disable', '--now', TARGET],
        // Waits for them, unlike a stop of the target.
        ['stop', ...ROLES.map(unitOf)],
      ]
      const change = {
        text: 'Stops the services, and starts them no more with the machine.',
        commands: [systemctlLine(disable), systemctlLine(stop)],
        activates: true,
        apply: async (going: AbortSignal) => {
          await changeUnits(root, disable, going)
          await changeUnits(root, stop, going)
        },
      }
      return { changes: [change], remarks: [] }
    },
  }
}

function isRunning(state: string): boolean {
  return state !== 'inactive' && state !== 'failed' && state !== 'unknown'
}
