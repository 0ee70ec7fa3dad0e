import { ActionNeeded } from '../../../lib/system/errors.ts'
import { logFindings } from '../../check/logs.ts'
import { loadConfig } from '../../config/load.ts'
import type { SetupHost } from '../setup-host.ts'
import type { SetupStep } from '../step.ts'

/** Looks whether the logs can be followed that the configuration names; corrects none, as it names what is usual. */
export function logsStep(host: SetupHost): SetupStep {
  return {
    name: 'logs',
    look: async () => {
      const loaded = await loadConfig(host.config, host.user).catch((error: unknown) => {
        if (!(error instanceof ActionNeeded)) throw error
        return undefined
      })
      const findings = loaded === undefined ? [] : await logFindings(loaded)
      return { changes: [], remarks: findings.filter(({ state }) => state !== 'ok').map(({ text }) => text) }
    },
  }
}
